"""The demo's files: prose in YAML, drawings in SVG."""

import uuid
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent
CONTENT = FOLDER / "content"
ILLUSTRATIONS = FOLDER / "illustrations"
_NAMESPACE = uuid.UUID("d1a5b0aa-9a4e-5c1e-8f52-6c1d0b9a7e42")


def key_of(name: str) -> uuid.UUID:
    """The key of a demo thing ('news/library-opens'), the same in every installation."""
    return uuid.uuid5(_NAMESPACE, name)


def read(name: str) -> Any:
    # The loader in C, where PyYAML has it, is ten times as fast.
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load((CONTENT / name).read_text(encoding="utf-8"), loader)  # noqa: S506


def read_all(folder: str) -> list[dict]:
    """All files of a folder that describe one thing each, in the order of their names."""
    files = sorted((CONTENT / folder).glob("*.yaml"))
    return [read(f"{folder}/{file.name}") for file in files if file.stem != "subjects"]
