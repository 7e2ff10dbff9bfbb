"""Fields that keep an identifier in its one notation, and a name as it is searched."""

from typing import Any

from django.db import models

from cms.core.folding import fold_document
from cms.library.identifiers import MAX_LENGTH, NOTATIONS


class IdentifierField(models.CharField):
    """`notation` is a name of `cms.library.identifiers.NOTATIONS`.

    Cleaning (of a form, of `full_clean`) checks the value and normalises it.
    """

    def __init__(self, *args: Any, notation: str, **kwargs: Any) -> None:
        self.notation = notation
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "notation": self.notation}

    def clean(self, value: Any, model_instance: Any) -> Any:
        if value and isinstance(value, str) and value.strip():
            value = NOTATIONS[self.notation](value)
        return super().clean(value, model_instance)

    def formfield(self, **kwargs: Any) -> Any:
        # People paste whole addresses, which are longer than what is kept.
        return super().formfield(**{"max_length": MAX_LENGTH, **kwargs})


class FoldedNameField(models.TextField):
    """The folded text of the row itself, kept in step by every way of saving."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "editable": False, "default": ""})

    def pre_save(self, model_instance: Any, add: bool) -> str:
        folded = fold_document(str(model_instance))
        setattr(model_instance, self.attname, folded)
        return folded
