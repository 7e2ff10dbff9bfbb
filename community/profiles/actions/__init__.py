"""Every write of this app."""

from community.profiles.actions.esco import EscoReport, import_esco
from community.profiles.actions.loading import LoadReport, is_loaded, load_taxonomy
from community.profiles.actions.taxonomy import (
    MOST_PENDING,
    CannotMergeError,
    LabelTakenError,
    TooManyProposalsError,
    UnusableLabelError,
    approve_skill,
    merge_skill,
    propose_skill,
    reject_skill,
    word_occupation,
)

__all__ = [
    "MOST_PENDING",
    "CannotMergeError",
    "EscoReport",
    "LabelTakenError",
    "LoadReport",
    "TooManyProposalsError",
    "UnusableLabelError",
    "approve_skill",
    "import_esco",
    "is_loaded",
    "load_taxonomy",
    "merge_skill",
    "propose_skill",
    "reject_skill",
    "word_occupation",
]
