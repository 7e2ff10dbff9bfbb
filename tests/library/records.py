"""Records for tests of the formats."""

import string

from hypothesis import strategies as st

from cms.library.formats import Person, Record
from cms.library.formats.record import ROLES, lines, one_line
from cms.library.models import Work

FULL = Record(
    kind="chapter",
    key="gashi1998-1a2b3c4d",
    titles={
        "sq": "Çështja e ë-së: 100 % & më {shumë} \u2013 «tituj»",
        "de": "Straße, Größe und 'Übermut' _und_ mehr -- $5 #1 ~ ^ \\",
        "en": "What “counts”? A--B",
    },
    title_language="sq",
    abstracts={
        "sq": "Rreshti i parë.\nRreshti i dytë\n\nParagraf i ri; AB - jo etiketë\nER -",
        "en": "First line",
    },
    abstract_language="sq",
    contributors=[
        Person("author", "Eqrem", "Çabej", orcid="0000-0002-1825-0097"),
        Person("author", literal="Ministria e Arsimit, e Shkencës and Innovation"),
        Person("editor", "Arta and Ben", "Gashi, Jr."),
        Person("editor", "", "Platoni"),
        Person("translator", "Jürgen", "van der Weiß"),
    ],
    languages=["sq", "de"],
    year=1998,
    month=5,
    day=4,
    circa=True,
    publisher="Rilindja & Söhne",
    place="Prishtinë",
    container="Libri i madh",
    volume="12",
    issue="3\u20134",
    pages="12-34",
    edition="2",
    isbn="9780306406157",
    issn="0002-9602",
    doi="10.1000/abc_(1)<2>;3-4",
    url="https://example.org/~a?b=1&c=%20_#d",
    licence="CC-BY-4.0",
    rights="© 1998 {Rilindja}",
    subjects=["law", "labour-market"],
    keywords=["E drejta", "Tregu i punës"],
)

# What people write, with everything that one of the formats gives a meaning to.
_LETTERS = string.ascii_letters + string.digits + ("ëçßäöüÄËÇéłđ\u2014\u2013\u2019“”«»")
_SIGNS = "{}\\%&$#_~^,;:|-'`\"[]()@=<>/!?.…"
_words = st.text(_LETTERS + _SIGNS + "   ", max_size=40)
_codes = st.sampled_from(["sq", "en", "de", "fr"])


def words(minimum: int = 0) -> st.SearchStrategy[str]:
    return _words.map(one_line).filter(lambda text: len(text) >= minimum)


def texts(strategy: st.SearchStrategy[str]) -> st.SearchStrategy[dict[str, str]]:
    return st.dictionaries(_codes, strategy, min_size=1, max_size=3)


paragraphs = (
    st.lists(words(), min_size=1, max_size=4)
    .map(lambda rows: lines("\n".join(rows)))
    .filter(bool)
)
people = st.one_of(
    st.builds(Person, st.sampled_from(ROLES), given=words(), family=words(1)),
    st.builds(Person, st.sampled_from(ROLES), literal=words(1)),
)


@st.composite
def records(draw: st.DrawFn) -> Record:
    titles, abstracts = draw(texts(words(1))), draw(texts(paragraphs))
    record = Record(
        kind=draw(st.sampled_from(Work.Kind.values)),
        key="key-1",
        titles=titles,
        title_language=next(iter(titles)),
        abstracts=abstracts,
        abstract_language=next(iter(abstracts)),
        contributors=sorted(
            draw(st.lists(people, max_size=4)), key=lambda p: ROLES.index(p.role)
        ),
        languages=draw(st.lists(_codes, unique=True, max_size=3)),
        keywords=draw(st.lists(words(1), max_size=3)),
        pages=draw(
            st.one_of(words(), st.from_regex(r"[0-9]{1,4}-[0-9]{1,4}", fullmatch=True))
        ),
        **{
            name: draw(words())
            for name in (
                *("publisher", "place", "container", "volume", "issue"),
                *("edition", "licence", "rights"),
            )
        },
    )
    date = draw(
        st.sampled_from([[], [1998], [-50], [1998, 5], [1998, 12, 31], [800, 1, 1]])
    )
    record.set_date(date)
    record.circa = bool(date) and draw(st.booleans())
    return record
