"""Texts that are written to keep the renderer busy (G7: less than 200 ms).

Here with a margin for a busy machine; the processor's time is measured, not the clock's.
"""

import sys
import time

import pytest

from community.forums.markup import Known, plain, rendered
from community.forums.markup.limits import is_overloaded
from community.forums.models import LONGEST_POST

UID = "0f8fad5b-d9cb-469f-a165-70867728950e"
KNOWN = Known(frozenset({1}), {1: 1}, {UID: (9, 9)})
SECONDS = 1.0

UNITS = [
    *("[", "[quote 1]\n", "![(", "http://a.", "http://a ", "|a", "*a", "**a ", "*_"),
    *("[a](b)", '[a](b "', "[a](<", "[a]: b\n", "[a\n", "![a](b)", "<", "<a", "`a"),
    *("<http://a>", "`", "&amp;", "&", "\\", "@[1]", "- a\n", "- ", "> ", "> a\n", ">"),
    *("# a\n", "1. a\n", "a\n", "a\n\n", "~~a", "***a", "|-|\n", "|a|b|\n|-|-|\n"),
    *("[quote 1]\na\n[/quote]\n", "[/quote]\n", "> [quote 1]\n", "1. [quote 1]\n"),
    *("```\n", "~~~a\n", "    a\n", "](", "[]", "[](", ":", "://", "https://a/?b=("),
    *("[*", "*[", "[a](b '", "[a][", "[a][b]", "ë", "a\n-\n", "&#1", "&#xe000;"),
    *("|*a[](", ">> [quote 1]\n\nxxxx", "*_  \n[*x", "[a][*_[]x", "![x](@[|x"),
    *("[[*(>xxxx", "- a\n1. a\n", "*[x", "---\n# a\nx"),
]


def dense(unit: str) -> list[str]:
    """Nothing but the unit; and as much of it as is still taken for Markdown, then a
    word without an end."""
    full = (unit * LONGEST_POST)[:LONGEST_POST]
    few, many = 0, LONGEST_POST // len(unit)
    while few < many:
        middle = (few + many + 1) // 2
        if is_overloaded(unit * middle):
            many = middle - 1
        else:
            few = middle
    return [full, (unit * few + "x" * LONGEST_POST)[:LONGEST_POST]]


NESTED = {
    f"{name} {depth}": text[:LONGEST_POST]
    for depth in (50, 200, 1_000, 5_000)
    for name, text in {
        "brackets": "[" * depth + "]" * depth,
        "pictures": "![" * depth + "](x)" * depth,
        "links": "[" * depth + "](x)" * depth,
        "quotes": "[quote 1]\n" * depth + "[/quote]\n" * depth,
        "set off": "\n".join([">" * depth + " a"] * (LONGEST_POST // (depth + 3))),
        "lists": "\n".join("  " * at + "- a" for at in range(min(depth, 170))),
        "table": "|a" * depth + "\n" + "|-" * depth + "\n" + "|\n" * 15_000,
        "bare table": "|a" * depth + "\n" + "|-" * depth + "\n" + "x\n" * 1_500,
    }.items()
} | {
    "one address often": "[a]: " + "b" * 5_000 + "\n\n" + "[a] " * 1_500,
    "many addresses": "".join(f"[a{at}]: b\n" for at in range(450)),
}


def seconds(text: str) -> float:
    """Of the renderer alone: what counts covered lines would be most of it."""
    counting = sys.gettrace()
    sys.settrace(None)
    try:
        begun = time.process_time()
        plain(rendered(text, KNOWN))
        return time.process_time() - begun
    finally:
        sys.settrace(counting)


@pytest.mark.parametrize("unit", UNITS)
def test_no_repetition_takes_long(unit) -> None:
    # Twice, for a processor that was just then busy with something else.
    assert max(min(seconds(text), seconds(text)) for text in dense(unit)) < SECONDS


@pytest.mark.parametrize("name", NESTED)
def test_no_nesting_takes_long(name) -> None:
    assert min(seconds(NESTED[name]) for _ in range(2)) < SECONDS


def test_what_comes_out_is_not_many_times_longer() -> None:
    longest = max(
        len(rendered(text, KNOWN)) for text in [*NESTED.values(), *map(sum_of, UNITS)]
    )

    assert longest < 12 * LONGEST_POST


def sum_of(unit: str) -> str:
    return dense(unit)[0]
