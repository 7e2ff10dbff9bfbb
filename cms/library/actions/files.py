"""Files of works: adding one, and reading its text so that it is found."""

from functools import partial
from io import BytesIO

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from PIL import Image

from cms.core.models import SiteDocument
from cms.library.models import Work, WorkFile
from cms.library.models.files import MAX_TRIES
from cms.library.pdf import PdfText, read_pdf

# A reference upward: tasks stand above actions.
TASK = "cms.library.tasks.read_work_file"
_State = WorkFile.TextState


@transaction.atomic
def add_file(work: Work, document: SiteDocument, *, locale: str = "") -> WorkFile:
    """The document as a file of the work; its text is read after the commit."""
    file = WorkFile.objects.create(work=work, document=document, locale=locale)
    read_files_later(work)
    file.refresh_from_db()
    return file


@transaction.atomic
def read_files_later(work: Work) -> None:
    """Have every file read that is new or whose document was replaced."""
    files = WorkFile.objects.to_read().filter(work=work).select_related("document")
    for file in files.select_for_update(of=["self"]):
        if file.document.file_extension != "pdf":
            _keep(file, PdfText(), _State.NONE)
        else:
            _plan(file)


def _plan(file: WorkFile) -> None:
    is_new = file.sha256 != file.document.sha256
    if is_new:
        _forget(file)
    if file.text_tries >= MAX_TRIES:
        _keep(file, PdfText(problem=WorkFile.Problem.TOO_HEAVY), _State.FAILED)
        return
    file.text_state = _State.PENDING
    file.sha256 = file.document.sha256
    file.save()
    import_string(TASK).later(file.pk)


def _forget(file: WorkFile) -> None:
    file.text, file.text_problem, file.text_tries, file.pages = "", "", 0, None
    _drop_cover(file)


def read_file(pk: int) -> None:
    """Read the text of this file, if it still waits. A try is counted before it begins.

    So a file that takes the whole process with it is not tried for ever.
    """
    waiting = WorkFile.objects.filter(pk=pk, text_state=_State.PENDING)
    file = waiting.select_related("document").first()
    if file is None:
        return
    file.text_tries += 1
    file.save(update_fields=["text_tries"])
    digest = file.document.sha256
    try:
        with file.document.file.storage.open(file.document.file.name, "rb") as stored:
            found = read_pdf(stored.read())
    except FileNotFoundError:
        found = PdfText(problem=WorkFile.Problem.DAMAGED)
    # The document may have been replaced meanwhile; then another task has it.
    with transaction.atomic():
        again = waiting.filter(sha256=digest).select_for_update().first()
        if again is not None:
            _keep(again, found, _State.FAILED if found.problem else _State.DONE)


def _keep(file: WorkFile, found: PdfText, state: str) -> None:
    file.text, file.pages = found.text, found.pages or None
    file.text_state, file.text_problem = state, found.problem
    file.sha256 = file.document.sha256
    file.extracted_at = timezone.now()
    _drop_cover(file)
    if found.picture:
        with Image.open(BytesIO(found.picture)) as drawn:
            file.cover_width, file.cover_height = drawn.size
        file.cover.save("cover.webp", ContentFile(found.picture), save=False)
    file.save()


def _drop_cover(file: WorkFile) -> None:
    if file.cover:
        name = str(file.cover.name)
        transaction.on_commit(partial(file.cover.storage.delete, name))
        file.cover = ""
