"""`expand` for works: related works and subjects in whole."""

from cms.core.api.expansions import items_of, joined, read
from cms.core.api.lists import ContentEndpoint
from cms.core.rows.projection import members
from cms.core.rows.reads import Found
from cms.library.models import Subject
from cms.library.representation import subject_representation

WORK = "work"
RELATIONS, SUBJECTS = "relations", "subjects"


def expanded_works(
    endpoint: ContentEndpoint, rows: list[Found], user, *, in_list: bool
) -> list[Found]:
    """The rows with what was asked for; one more statement for each of the two."""
    if RELATIONS in endpoint.expanded:
        rows = _with_relations(endpoint, rows, in_list=in_list)
    if SUBJECTS in endpoint.expanded:
        rows = _with_subjects(endpoint, rows, user)
    return rows


def _with_relations(
    endpoint: ContentEndpoint, rows: list[Found], *, in_list: bool
) -> list[Found]:
    records = [read(found.text) for found in rows]
    keys = (stub["key"] for record in records for stub in record[RELATIONS])
    items = items_of(endpoint, keys, WORK)
    for record in records:
        record[RELATIONS] = [
            {"relation": stub["relation"], **items[stub["key"]]}
            for stub in record[RELATIONS]
            if stub["key"] in items
        ]
    if not in_list:
        return [
            found._replace(text=members(record))
            for found, record in zip(rows, records, strict=True)
        ]
    return [
        found._replace(card=joined(found.card, members({RELATIONS: record[RELATIONS]})))
        for found, record in zip(rows, records, strict=True)
    ]


def _with_subjects(endpoint: ContentEndpoint, rows: list[Found], user) -> list[Found]:
    cards = [read(found.card) for found in rows]
    codes = {stub["code"] for card in cards for stub in card[SUBJECTS]}
    subjects = Subject.objects.filter(code__in=codes).with_numbers(user)
    found = (
        {s.code: subject_representation(s, endpoint.locale) for s in subjects}
        if codes
        else {}
    )
    for card in cards:
        card[SUBJECTS] = [
            found[stub["code"]] for stub in card[SUBJECTS] if stub["code"] in found
        ]
    return [
        row._replace(card=members(card)) for row, card in zip(rows, cards, strict=True)
    ]
