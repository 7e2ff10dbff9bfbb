"""The real taxonomy, as it is delivered."""

import pytest

from community.profiles.actions import load_taxonomy


@pytest.fixture
def taxonomy(db):
    """Occupations and skills of the files. Takes about a second."""
    return load_taxonomy()
