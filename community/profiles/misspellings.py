"""Finding a name that was typed with one error, by looking up words and no distances.

A name is kept with its traces: itself, and itself without each one of its letters. Two
words that differ by one letter too many, too few or other, or by two that changed
places, have a trace in common (Damerau's errors; the idea is that of symmetric deletion).
So a lookup costs what any other word does, at a million names as at a hundred.
"""

SHORTEST, LONGEST = 4, 30  # letters; of a shorter word too little would remain
MARK = "~"


def traces(word: str) -> list[str]:
    """'arta' → '~arta', '~rta', '~ata', '~ara', '~art'; [] for words without."""
    if not SHORTEST <= len(word) <= LONGEST:
        return []
    without = (word[:at] + word[at + 1 :] for at in range(len(word)))
    return [MARK + one for one in dict.fromkeys((word, *without))]


def traces_of_name(folded: str) -> list[str]:
    """Of all words of a folded name."""
    return list(dict.fromkeys(one for word in folded.split() for one in traces(word)))
