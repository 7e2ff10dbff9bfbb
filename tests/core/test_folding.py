"""Folding: the same words, however people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.core.folding import MAX_WORDS, fold, fold_document, query_words


@pytest.mark.parametrize(
    ("spellings", "folded"),
    [
        (["shqiperia", "Shqipëria", "SHQIPËRIA", "Shqipe\u0308ria"], "shqiperia"),
        (["strasse", "Straße", "STRASSE", "STRAẞE"], "strasse"),
        (["aerzte", "Ärzte", "ärzte", "A\u0308rzte"], "aerzte"),
        (["cka", "Çka", "ÇKA"], "cka"),
        (["tm", "™", "\uff34\uff2d"], "tm"),
    ],
)
def test_spellings_of_one_word_fold_to_the_same(spellings, folded):
    assert [fold(spelling) for spelling in spellings] == [folded] * len(spellings)


def test_fold_keeps_words_apart_and_drops_everything_else():
    assert fold("  Ärzte, Çka?\n(Zürich_Ost) 1998 ") == "aerzte cka zuerich ost 1998"


def test_a_document_is_found_by_both_spellings_of_an_umlaut():
    folded = fold_document("Die Ärzte von Zürich")

    assert folded == "die aerzte von zuerich arzte zurich"
    assert all(
        word in folded
        for typed in ("Ärzte", "aerzte", "arzte")
        for word in query_words(typed)
    )


def test_a_document_without_umlauts_is_just_folded():
    assert fold_document("Shqipëria ime") == "shqiperia ime"


def test_a_query_has_a_limited_number_of_words():
    assert query_words("një dy " * 20) == ["nje", "dy"] * (MAX_WORDS // 2)


@pytest.mark.parametrize("text", ["", " ", "?!…", "\u0308"])
def test_nothing_to_look_for_gives_no_words(text):
    assert (fold(text), query_words(text)) == ("", [])


@given(st.text())
def test_fold_is_idempotent(text):
    once = fold(text)

    assert fold(once) == once


@given(st.text())
def test_folded_text_has_single_spaces_and_no_capitals(text):
    folded = fold(text)

    assert folded == " ".join(folded.split())
    assert folded == folded.lower()


@given(st.text())
def test_a_document_holds_every_word_of_its_own_text(text):
    folded = fold_document(text)

    assert [word for word in query_words(text) if word not in folded] == []
