"""StreamField blocks. Each has a template and an API representation.

That is read under the language of the page, so links in it point into that language.
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from cms.core.depends import note
from cms.core.embeds import HOSTS, player_address
from cms.core.references import page_reference
from cms.core.renditions import image_representation
from cms.core.rich_text import to_html
from cms.core.text import table_rows

INLINE = ["bold", "italic", "link", "document-link"]
BASIC = [*INLINE, "ol", "ul"]


def _refusal(name: str, message: Any) -> blocks.StructBlockValidationError:
    return blocks.StructBlockValidationError({name: ValidationError(message)})


class ParagraphBlock(blocks.RichTextBlock):
    """Rich text, sanitised on output: nothing that was stored is trusted."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"features": BASIC, **kwargs})

    def get_api_representation(self, value: Any, context: Any = None) -> str:
        return to_html(value.source)

    class Meta:
        icon = "pilcrow"
        label = _("Paragraph")
        template = "core/blocks/paragraph.html"


class HeadingBlock(blocks.CharBlock):
    class Meta:
        icon = "title"
        label = _("Heading")
        template = "core/blocks/heading.html"


class ListOfBlock(blocks.StructBlock):
    numbered = blocks.BooleanBlock(required=False, label=_("Numbered"))
    entries = blocks.ListBlock(
        blocks.RichTextBlock(features=INLINE, label=_("Entry")), label=_("Entries")
    )

    def get_api_representation(self, value: Any, context: Any = None) -> dict:
        items = [to_html(item.source) for item in value["entries"]]
        return {"numbered": value["numbered"], "items": items}

    class Meta:
        icon = "list-ul"
        label = _("List")
        template = "core/blocks/list.html"


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("Quotation"))
    attribution = blocks.CharBlock(required=False, label=_("Who said it, and where"))

    class Meta:
        icon = "openquote"
        label = _("Quotation")
        template = "core/blocks/quote.html"


class ImageBlock(blocks.StructBlock):
    image = ImageChooserBlock(label=_("Image"))
    alt = blocks.CharBlock(
        label=_("What the image shows"),
        help_text=_("Read aloud to people who cannot see it."),
    )
    caption = blocks.CharBlock(required=False, label=_("Caption"))

    def get_api_representation(self, value: Any, context: Any = None) -> dict:
        picture = image_representation(value["image"], value["alt"])
        return {"image": picture, "caption": value["caption"]}

    class Meta:
        icon = "image"
        label = _("Image")
        template = "core/blocks/image.html"


class DocumentBlock(blocks.StructBlock):
    document = DocumentChooserBlock(label=_("Document"))
    title = blocks.CharBlock(required=False, label=_("Title"))

    def get_api_representation(self, value: Any, context: Any = None) -> dict | None:
        document = value["document"]
        if document is None:
            return None
        note(f"document:{document.pk}")
        return {
            "title": value["title"] or document.title,
            "url": document.url,
            "type": document.content_type.partition(";")[0],
        }

    class Meta:
        icon = "doc-full"
        label = _("Document")
        template = "core/blocks/document.html"


class PageReferenceBlock(blocks.PageChooserBlock):
    """A card that leads to another page, in the reader's language where it exists."""

    def get_api_representation(self, value: Any, context: Any = None) -> dict | None:
        return page_reference(value)

    class Meta:
        icon = "link"
        label = _("Page")
        template = "core/blocks/page_reference.html"


class TableBlock(blocks.StructBlock):
    caption = blocks.CharBlock(label=_("What the table shows"))
    cells = blocks.TextBlock(
        label=_("Cells"),
        help_text=_(
            "One row on each line, a vertical bar | between cells, the first row holds "
            "the headings."
        ),
    )

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        widths = {len(row) for row in table_rows(cleaned["cells"])}
        if len(widths) != 1:
            raise _refusal("cells", _("Every row needs the same number of cells."))
        return cleaned

    def get_context(self, value: Any, parent_context: Any = None) -> dict:
        head, *rows = table_rows(value["cells"]) or [[]]
        return super().get_context(value, parent_context) | {"head": head, "rows": rows}

    def get_api_representation(self, value: Any, context: Any = None) -> dict:
        head, *rows = table_rows(value["cells"]) or [[]]
        return {"caption": value["caption"], "head": head, "rows": rows}

    class Meta:
        icon = "table"
        label = _("Table")
        template = "core/blocks/table.html"


class CalloutBlock(blocks.StructBlock):
    kind = blocks.ChoiceBlock(
        choices=[("note", _("Note")), ("tip", _("Tip")), ("warning", _("Warning"))],
        default="note",
        label=_("Kind"),
    )
    text = blocks.RichTextBlock(features=INLINE, label=_("Text"))

    def get_api_representation(self, value: Any, context: Any = None) -> dict:
        return {"kind": value["kind"], "text": to_html(value["text"].source)}

    class Meta:
        icon = "info-circle"
        label = _("Callout")
        template = "core/blocks/callout.html"


class VideoBlock(blocks.StructBlock):
    """A film from another site, which is not asked before the reader says so."""

    title = blocks.CharBlock(label=_("Title"))
    url = blocks.URLBlock(label=_("Address of the film"))

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if player_address(cleaned["url"]) is None:
            message = _("Only films from these sites can be shown: %(hosts)s.") % {
                "hosts": ", ".join(sorted(HOSTS))
            }
            raise _refusal("url", message)
        return cleaned

    def get_context(self, value: Any, parent_context: Any = None) -> dict:
        player = player_address(value["url"])
        return super().get_context(value, parent_context) | {"player": player}

    class Meta:
        icon = "media"
        label = _("Film")
        template = "core/blocks/video.html"


class QuestionBlock(blocks.StructBlock):
    question = blocks.CharBlock(label=_("Question"))
    answer = blocks.RichTextBlock(features=BASIC, label=_("Answer"))

    def get_api_representation(self, value: Any, context: Any = None) -> dict:
        answer = to_html(value["answer"].source)
        return {"question": value["question"], "answer": answer}

    class Meta:
        icon = "help"
        label = _("Question and answer")
        template = "core/blocks/question.html"


class ContactBlock(blocks.StructBlock):
    name = blocks.CharBlock(label=_("Name"))
    role = blocks.CharBlock(required=False, label=_("Role"))
    email = blocks.EmailBlock(required=False, label=_("E-mail"))
    phone = blocks.RegexBlock(
        regex=r"^[+0-9 ()/-]{5,30}$", required=False, label=_("Telephone")
    )

    class Meta:
        icon = "user"
        label = _("Contact")
        template = "core/blocks/contact.html"


class BodyBlock(blocks.StreamBlock):
    """What an article may be made of."""

    heading = HeadingBlock()
    paragraph = ParagraphBlock()
    list = ListOfBlock()
    quote = QuoteBlock()
    image = ImageBlock()
    document = DocumentBlock()
    work = PageReferenceBlock(
        page_type=["library.LibraryItemPage"],
        icon="openquote",
        label=_("Work in the library"),
    )
    page = PageReferenceBlock()
    table = TableBlock()
    callout = CalloutBlock()
    video = VideoBlock()
    question = QuestionBlock()
    contact = ContactBlock()

    class Meta:
        template = "core/blocks/body.html"
