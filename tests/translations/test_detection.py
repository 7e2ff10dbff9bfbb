"""In which language members write."""

from pathlib import Path

import pytest
import yaml

from community.forums.markup import Known, plain, rendered
from community.translations.detection import OTHER, UNKNOWN, language_of

DEMO = Path(__file__).parents[2] / "home/demo/content/forum"
BEST = 0.98


@pytest.mark.parametrize(
    "text",
    [
        "Përshëndetje, a e di dikush si njihet diploma?",
        "Pershendetje, a e di dikush si njihet diploma ketu ne Gjermani?",
        "Faleminderit shume per pergjigjen",
        "Une jam ne Zvicer, punoj si inxhinier",
        "Qka duhet me ba me diplome?",
        "Pa problem, shkruj kur te kesh kohe",
    ],
)
def test_albanian_without_its_letters_and_in_gheg(text) -> None:
    assert language_of(text) == "sq"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Thank you very much for the answer", "en"),
        ("Vielen Dank für die Antwort", "de"),
        ("Guten Tag, wie wird mein Diplom aus Prishtina anerkannt?", "de"),
    ],
)
def test_the_other_languages_of_the_site(text, language) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize(
    "text",
    [
        "Ciao a tutti, qualcuno sa come funziona il riconoscimento?",
        "Bonjour, est-ce que quelqu'un connaît la procédure ?",
        "Merhaba, diploma denkliği için ne gerekiyor, bilen var?",
        "Zdravo, da li neko zna kako se priznaje diploma?",
        "Hej, vet någon hur man får sitt diplom erkänt?",
        "Hola, ¿alguien sabe cómo se reconoce un diploma?",
    ],
)
def test_languages_that_are_not_ours(text) -> None:
    assert language_of(text) == OTHER


@pytest.mark.parametrize(
    "text", ["", "Ok", "Ja", "Hello", "12345 67890 !!! ???", "👍👍👍", "\x00 \ud800"]
)
def test_a_few_words_are_not_guessed(text) -> None:
    assert language_of(text) == UNKNOWN


def test_a_mixed_text_is_one_of_its_languages_or_unknown() -> None:
    text = "Guten Tag, kam një pyetje për Anerkennung in Deutschland"

    assert language_of(text) in ("sq", "de", UNKNOWN)


def test_conversations_are_told_apart() -> None:
    asked = [
        (language_of(plain(rendered(post["text"], Known()))), post, topic)
        for file in sorted(DEMO.glob("*.yaml"))
        for topic in yaml.safe_load(file.read_text(encoding="utf-8"))["topics"]
        for post in topic["posts"]
    ]
    guessed = [
        (found, post.get("language", topic["language"]))
        for found, post, topic in asked
        if found != UNKNOWN
    ]

    assert len(guessed) > 300
    assert len(guessed) >= BEST * len(asked)
    right = sum(found == language for found, language in guessed)
    assert right >= BEST * len(guessed)
