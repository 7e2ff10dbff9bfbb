"""Names of people as the formats write them: 'Family, Given', organisations whole."""

import re

from cms.library.formats.latex import decode, encode
from cms.library.formats.record import Person, one_line


def bibtex_name(person: Person) -> str:
    """'Gashi, Arta'; what would be cut at a comma or an 'and' stands in braces."""
    if person.literal:
        return f"{{{encode(person.literal)}}}"
    family = guarded(person.family)
    return f"{family}, {guarded(person.given)}" if person.given else f"{family},"


def guarded(text: str) -> str:
    """As a part of a value; in braces where a reader would cut it."""
    value = encode(text)
    return f"{{{value}}}" if _UNSAFE.search(text) else value


def bibtex_people(value: str, role: str) -> list[Person]:
    """The people of an author field: 'Gashi, Arta and {Government of Kosovo} and …'."""
    names = outside(" ".join(value.split()), _AND)
    people = [_bibtex_person(name.strip(), role) for name in names]
    return [person for person in people if person.family or person.literal]


def ris_name(person: Person) -> str:
    """As BibTeX, without braces: RIS has none."""
    if person.literal:
        return person.literal
    return f"{person.family}, {person.given}" if person.given else f"{person.family},"


def ris_person(name: str, role: str) -> Person:
    family, comma, given = one_line(name).partition(",")
    if not comma:
        return Person(role, literal=family.strip())
    return Person(role, given=given.strip(" ,"), family=family.strip())


_AND = re.compile(" and ", re.IGNORECASE)
_COMMA = re.compile(r",")
_SPACE = re.compile(r"[\s~]+")
_UNSAFE = re.compile(r"[,;]|\band\b", re.IGNORECASE)


def _bibtex_person(name: str, role: str) -> Person:
    if _is_group(name):
        return Person(role, literal=_plain(name))
    parts = outside(name, _COMMA)
    if len(parts) > 2:  # 'King, Jr., Martin': the suffix stays with the given names
        return Person(
            role, given=_plain(f"{parts[2]} {parts[1]}"), family=_plain(parts[0])
        )
    if len(parts) == 2:
        return Person(role, given=_plain(parts[1]), family=_plain(parts[0]))
    return _in_natural_order(name, role)


def _in_natural_order(name: str, role: str) -> Person:
    """'Ludwig van Beethoven': the family name begins with the first small letter."""
    words = [word for word in outside(name, _SPACE) if word]
    small = (n for n, word in enumerate(words[:-1]) if n and _plain(word)[:1].islower())
    start = next(small, len(words) - 1)
    given, family = " ".join(words[:start]), " ".join(words[start:])
    return Person(role, given=_plain(given), family=_plain(family))


def outside(value: str, cut: re.Pattern[str]) -> list[str]:
    """Parts of a value, cut where the pattern matches outside of braces."""
    depths = _depths(value)
    parts, start = [], 0
    for found in cut.finditer(value):
        if depths[found.start()] == 0:
            parts.append(value[start : found.start()])
            start = found.end()
    return [*parts, value[start:]]


def _depths(value: str) -> list[int]:
    depth, depths = 0, []
    for n, character in enumerate(value):
        escaped = n > 0 and value[n - 1] == "\\"
        if character == "{" and not escaped:
            depth += 1
        depths.append(depth)
        if character == "}" and not escaped and depth:
            depth -= 1
    return depths


def _is_group(name: str) -> bool:
    """One pair of braces around the whole name: an organisation."""
    depths = _depths(name)
    return name[:1] == "{" and name[-1:] == "}" and 0 not in depths


def _plain(text: str) -> str:
    return one_line(decode(text))
