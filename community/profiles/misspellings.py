"""Finding a name that was typed with one error, by looking up words and no distances.

A name is kept with its traces: itself, and itself without each one of its letters. Two
words that differ by one letter too many, too few or other, or by two that changed
places, have a trace in common (Damerau's errors; the idea is that of symmetric deletion).
So a lookup costs what any other word does, at a million names as at a hundred.
"""

from difflib import SequenceMatcher

SHORTEST, LONGEST = 4, 30  # letters; of a shorter word too little would remain
MARK = "~"
NAME_MARK = "^"  # in front of words of names, which are looked for by beginnings


def traces(word: str) -> list[str]:
    """'arta' → '~arta', '~rta', '~ata', '~ara', '~art'; [] for words without."""
    if not SHORTEST <= len(word) <= LONGEST:
        return []
    without = (word[:at] + word[at + 1 :] for at in range(len(word)))
    return [MARK + one for one in dict.fromkeys((word, *without))]


def words_of_name(folded: str) -> list[str]:
    """What a folded name is found by: its words, and their traces."""
    words = [word for word in dict.fromkeys(folded.split()) if len(word) <= 2 * LONGEST]
    found = [NAME_MARK + word for word in words]
    return [*found, *dict.fromkeys(one for word in words for one in traces(word))]


def likeness(name: str, typed: str) -> float:
    """From 0 to 1: how much of what was typed is in the name, both of them folded."""
    words = name.split()
    best = [max((_ratio(word, w) for w in words), default=0) for word in typed.split()]
    return sum(best) / len(best) if best else 0


def _ratio(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other).ratio()
