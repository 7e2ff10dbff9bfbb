"""The forms in which editors upload images and documents."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from cms.core.models.fields import CleanPicture, checked


class WholeUpload(forms.ModelForm):
    """Abstract. Takes a file together with all the rest of the form or not at all.

    When only another field is wrong, Wagtail's upload of several files would keep the
    raw file until that field is mended.
    """

    def full_clean(self) -> None:
        super().full_clean()
        wrong = [name for name in self.errors if name in self.fields]
        if wrong and "file" not in wrong and self.add_prefix("file") in self.files:
            message = _(
                "Correct the field “%(field)s”, then choose the file once more."
            )
            self.add_error("file", message % {"field": self[wrong[0]].label})


class PictureFormField(WagtailImageField):
    """Judges the file by its content and gives the picture that will be stored."""

    def to_python(self, data: Any) -> CleanPicture | None:
        file = forms.FileField.to_python(self, data)
        return None if file is None else CleanPicture.of(file)


class ImageForm(WholeUpload, BaseImageForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            plain = self.fields["file"]
            self.fields["file"] = PictureFormField(
                label=plain.label, required=plain.required, widget=plain.widget
            )


class DocumentForm(WholeUpload, BaseDocumentForm):
    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if isinstance(file, UploadedFile):
            checked(file, file.name or "")
        return file
