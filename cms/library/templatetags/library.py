"""Template words of the library: what machines read of a work, and links to files."""

import re
from typing import Any

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.http import urlencode

from cms.core.languages import current
from cms.library.formats import FORMATS
from cms.library.models import Work, WorkContributor

register = template.Library()

_TYPES = {
    "article": "ScholarlyArticle",
    "article-journal": "ScholarlyArticle",
    "article-newspaper": "NewsArticle",
    "book": "Book",
    "chapter": "Chapter",
    "dataset": "Dataset",
    "legislation": "Legislation",
    "motion_picture": "Movie",
    "report": "Report",
    "thesis": "Thesis",
    "treaty": "Legislation",
    "webpage": "WebPage",
}
_ARTICLES = ("article", "article-journal", "article-newspaper")
_PAGES = re.compile(r"^\s*([^\s,\u2013-]+)\s*[\u2013-]\s*([^\s,\u2013-]+)\s*$")
_CC = re.compile(r"^CC-(BY[A-Z-]*)-([0-9.]+)(-IGO)?$")


@register.simple_tag(takes_context=True)
def export_links(context: template.Context) -> list[dict[str, str]]:
    """[{label, path}] of the works found, with the filters of this screen."""
    query = context["request"].GET
    kept = [
        (name, value)
        for name in context["filter_names"]
        for value in query.getlist(name)
        if value
    ]
    return [
        {
            "label": found.label,
            "path": f"{reverse('api:works-export')}?"
            + urlencode([*kept, ("format", found.name), ("locale", current())]),
        }
        for found in FORMATS.values()
    ]


@register.simple_tag(takes_context=True)
def highwire(context: template.Context) -> list[tuple[str, str]]:
    """(name, content) of the tags that Zotero and Google Scholar read."""
    work = context["work"]
    first, last = _first_and_last(work.pages)
    found = [
        ("citation_title", context["page"].title),
        *(("citation_author", name) for name in _names(work, "author")),
        *(("citation_editor", name) for name in _names(work, "editor")),
        ("citation_publication_date", work.issued.replace("-", "/").lstrip("/")),
        (_container_tag(work), work.container),
        ("citation_volume", work.volume),
        ("citation_issue", work.issue),
        ("citation_firstpage", first),
        ("citation_lastpage", last),
        ("citation_doi", work.doi),
        ("citation_isbn", work.isbn),
        ("citation_issn", work.issn),
        (_publisher_tag(work), work.publisher),
        *(("citation_language", code) for code in work.languages),
        *(("citation_keywords", label) for _code, label in context["subjects"]),
        *(("citation_pdf_url", url) for url in _open_pdfs(context)),
        ("citation_abstract_html_url", _own_url(context)),
    ]
    return [(name, content) for name, content in found if content]


@register.simple_tag(takes_context=True)
def schema_org(context: template.Context) -> dict[str, Any]:
    """Values of the properties that schema.org has for the work; empty ones are ''."""
    work: Work = context["work"]
    same_as = [f"https://doi.org/{work.doi}"] if work.doi else []
    return {
        "kind": _TYPES.get(work.kind, "CreativeWork"),
        "other_titles": [title for _code, title in context["other_titles"]],
        "authors": [_agent(p) for p in _people(work, "author")],
        "editors": [_agent(p) for p in _people(work, "editor")],
        "translators": [_agent(p) for p in _people(work, "translator")],
        "publisher": _organisation(work.publisher),
        "container": _container(work),
        "isbn": work.isbn,
        "identifiers": [
            {"@type": "PropertyValue", "propertyID": name, "value": value}
            for name, value in (("doi", work.doi), ("issn", work.issn))
            if value
        ],
        "same_as": [*same_as, *([work.url] if work.url else [])],
        "licence": _licence(work.licence),
        "is_free": work.access == Work.Access.OPEN,
        "edition": work.edition if work.kind == Work.Kind.BOOK else "",
        "keywords": [label for _code, label in context["subjects"]],
        "url": _own_url(context),
        "files": [
            {
                "@type": "MediaObject",
                "contentUrl": url,
                "encodingFormat": "application/pdf",
            }
            for url in _open_pdfs(context)
        ],
    }


def _people(work: Work, role: str) -> list[WorkContributor]:
    return [person for person in work.contributors.all() if person.role == role]


def _names(work: Work, role: str) -> list[str]:
    return [
        p.literal or ", ".join(filter(None, [p.family, p.given]))
        for p in _people(work, role)
    ]


def _agent(person: WorkContributor) -> dict[str, str]:
    if person.literal:
        return {"@type": "Organization", "name": person.literal}
    names = {"givenName": person.given, "familyName": person.family}
    orcid = f"https://orcid.org/{person.orcid}" if person.orcid else ""
    known = {"name": str(person), **names, "sameAs": orcid}
    return {"@type": "Person", **{k: v for k, v in known.items() if v}}


def _organisation(name: str) -> dict[str, str]:
    return {"@type": "Organization", "name": name} if name else {}


def _container(work: Work) -> dict[str, Any]:
    """The journal with volume and issue inside of one another, or the book or series."""
    if not work.container:
        return {}
    if work.kind not in _ARTICLES:
        kind = "Book" if work.kind == Work.Kind.CHAPTER else "CreativeWorkSeries"
        return {"@type": kind, "name": work.container}
    inner: dict[str, Any] = {"@type": "Periodical", "name": work.container}
    if work.issn:
        inner["issn"] = work.issn
    for kind, name, value in (
        ("PublicationVolume", "volumeNumber", work.volume),
        ("PublicationIssue", "issueNumber", work.issue),
    ):
        if value:
            inner = {"@type": kind, name: value, "isPartOf": inner}
    return inner


def _container_tag(work: Work) -> str:
    if work.kind == Work.Kind.CHAPTER:
        return "citation_inbook_title"
    is_article = work.kind in _ARTICLES
    return "citation_journal_title" if is_article else "citation_series_title"


def _publisher_tag(work: Work) -> str:
    return {
        Work.Kind.THESIS.value: "citation_dissertation_institution",
        Work.Kind.REPORT.value: "citation_technical_report_institution",
    }.get(work.kind, "citation_publisher")


def _first_and_last(pages: str) -> tuple[str, str]:
    found = _PAGES.match(pages)
    return (found[1], found[2]) if found else (pages, "")


def _licence(code: str) -> str:
    creative = _CC.match(code)
    if creative:
        igo = "igo/" if creative[3] else ""
        kind, version = creative[1].lower(), creative[2]
        return f"https://creativecommons.org/licenses/{kind}/{version}/{igo}"
    is_own = not code or code.startswith("LicenseRef-")
    return "" if is_own else f"https://spdx.org/licenses/{code}.html"


def _open_pdfs(context: template.Context) -> list[str]:
    """Addresses of PDF files that everybody may open."""
    if context["work"].access != Work.Access.OPEN:
        return []
    return [
        f"{settings.SITE_URL}{file.document.url}"
        for file in context["files"]
        if file.document.file_extension == "pdf"
    ]


def _own_url(context: template.Context) -> str:
    return f"{settings.SITE_URL}{context['request'].path}"
