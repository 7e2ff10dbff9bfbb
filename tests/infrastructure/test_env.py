"""Environment variables: how they are read, and that operators find each of them."""

import ast
import re
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from cms.settings import env

ROOT = Path(__file__).resolve().parents[2]
READERS = {"text", "flag", "number", "items"}


def names_asked_for() -> set[str]:
    """Return the variables that the code of the product reads through ``env``."""
    names = set()
    for file in (
        path
        for app in ("cms", "community", "home")
        for path in ROOT.glob(f"{app}/**/*.py")
    ):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in READERS
                and getattr(node.func.value, "id", "") == "env"
            ):
                names.add(ast.literal_eval(node.args[0]))
    return names


def test_operators_table_names_exactly_the_variables_that_are_read():
    manual = (ROOT / "docs" / "operators.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([A-Z_]+)` \|", manual, re.MULTILINE)

    asked = names_asked_for()

    assert len(asked) > 15
    assert sorted(rows) == sorted(asked)


def test_environment_is_read_in_one_place_only():
    # These set a default for Django, or hand the whole environment to a program.
    allowed = {"cms/settings/env.py"}
    pattern = re.compile(
        r"os\.environ\.get\(|os\.environ\[[^]]+\](?!\s*=)|os\.getenv\("
    )

    readers = {
        path.relative_to(ROOT).as_posix()
        for app in ("cms", "community", "home")
        for path in ROOT.glob(f"{app}/**/*.py")
        if pattern.search(path.read_text(encoding="utf-8"))
    }

    assert readers == allowed


@pytest.mark.parametrize("value", ["1", "true", "Yes", " ON "])
def test_flag_understands_yes(monkeypatch, value):
    monkeypatch.setenv("X_FLAG", value)

    assert env.flag("X_FLAG") is True


@pytest.mark.parametrize("value", ["0", "false", "No", "off"])
def test_flag_understands_no(monkeypatch, value):
    monkeypatch.setenv("X_FLAG", value)

    assert env.flag("X_FLAG", default=True) is False


@pytest.mark.parametrize("value", [None, "", "  "])
def test_empty_counts_as_not_set(monkeypatch, value):
    if value is None:
        monkeypatch.delenv("X_VALUE", raising=False)
    else:
        monkeypatch.setenv("X_VALUE", value)

    assert env.text("X_VALUE", default="other") == "other"
    assert env.flag("X_VALUE", default=True) is True
    assert env.number("X_VALUE", default=7) == 7
    assert env.items("X_VALUE", default=("a",)) == ["a"]
    with pytest.raises(ImproperlyConfigured, match="X_VALUE"):
        env.text("X_VALUE")


@pytest.mark.parametrize("value", ["-1", "1.5", "ten", "\N{FULLWIDTH DIGIT ONE}"])
def test_number_refuses_what_is_not_a_whole_number(monkeypatch, value):
    monkeypatch.setenv("X_NUMBER", value)

    with pytest.raises(ImproperlyConfigured, match="X_NUMBER"):
        env.number("X_NUMBER", default=1)


def test_flag_refuses_other_words(monkeypatch):
    monkeypatch.setenv("X_FLAG", "maybe")

    with pytest.raises(ImproperlyConfigured, match="X_FLAG is 'maybe'"):
        env.flag("X_FLAG")


def test_items_splits_at_commas(monkeypatch):
    monkeypatch.setenv("X_ITEMS", " a.example , b.example,,")

    assert env.items("X_ITEMS") == ["a.example", "b.example"]
