"""What people enter: staff about skills, members about themselves."""

from community.profiles.forms.choosing import SkillEditor, acted_on, choices_for
from community.profiles.forms.consent import KEEP, ConsentForm
from community.profiles.forms.parts import (
    PART_FORMS,
    LanguageFormSet,
    VisitFormSet,
    save_rows,
)
from community.profiles.forms.profiles import (
    SECTION_FORMS,
    PhotoForm,
    PlaceForm,
    WhoForm,
    WorkForm,
)
from community.profiles.forms.staff import (
    MOST,
    MOST_WORDS,
    ApprovalForm,
    ExportForm,
    MergeForm,
    ProfileFileForm,
    ReasonForm,
    SkillForm,
    TightenForm,
    WordsForm,
)
from community.profiles.forms.tidied import as_typed
from community.profiles.forms.visibility import VisibilityForm

__all__ = [
    "KEEP",
    "MOST",
    "MOST_WORDS",
    "PART_FORMS",
    "SECTION_FORMS",
    "ApprovalForm",
    "ConsentForm",
    "ExportForm",
    "LanguageFormSet",
    "MergeForm",
    "PhotoForm",
    "PlaceForm",
    "ProfileFileForm",
    "ReasonForm",
    "SkillEditor",
    "SkillForm",
    "TightenForm",
    "VisibilityForm",
    "VisitFormSet",
    "WhoForm",
    "WordsForm",
    "WorkForm",
    "acted_on",
    "as_typed",
    "choices_for",
    "save_rows",
]
