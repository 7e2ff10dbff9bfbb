"""Ready-made groups: editors and translators for each language, and moderators."""

from collections.abc import Iterable, Mapping

from django.contrib.auth.models import Group, Permission
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from cms.core.languages import NAMES

EDITORS = {code: f"Editors: {name}" for code, name in NAMES.items()}
TRANSLATORS = {code: f"Translators: {name}" for code, name in NAMES.items()}
MODERATORS = "Moderators"
CONTACTS = "Contacts desk"
REVIEW = "Review by moderators"

# Editors write and publish in their language; translators change what is there and need
# a moderator to publish it.
_EDITOR_PAGES = ("add_page", "change_page", "publish_page")
_TRANSLATOR_PAGES = ("add_page", "change_page")
_MODERATOR_PAGES = (
    "add_page",
    "change_page",
    "publish_page",
    "lock_page",
    "unlock_page",
)
# Wagtail asks for the permissions of its own models, also where ours replace them.
_MEDIA = (
    ("add_image", "wagtailimages"),
    ("choose_image", "wagtailimages"),
    ("add_document", "wagtaildocs"),
    ("choose_document", "wagtaildocs"),
)
_RECORDS = tuple(
    f"{verb}_{model}"
    for model in ("work", "subject")
    for verb in ("add", "change", "view")
)
# The words of profiles: skills are curated, occupations get alternative labels.
_WORDS = ("add_skill", "change_skill", "view_skill", "change_occupation")
# Members as the organisation sees them (each look is noted), and verifying them.
_MEMBERS = ("view_profileindex", "change_profile")

# Founding networks, and standing in for those in charge of one.
_NETWORKS = ("add_network", "change_network", "view_network")
# The same for spaces and what is let in them.
_SPACES = tuple(
    f"{verb}_{model}"
    for model in ("space", "resource")
    for verb in ("add", "change", "view")
)


def found_editorial_groups(homes: Mapping[str, Page]) -> None:
    """Create groups and workflow that are missing; existing groups stay as they are."""
    media = Collection.get_first_root_node() or Collection.add_root(name="Root")
    for code, home in homes.items():
        _group(EDITORS[code], [home], _EDITOR_PAGES, media, _RECORDS)
        _group(TRANSLATORS[code], [home], _TRANSLATOR_PAGES, media, ())
    moderators = _group(
        MODERATORS,
        homes.values(),
        _MODERATOR_PAGES,
        media,
        (*_RECORDS, "delete_work", *_WORDS, *_MEMBERS, *_NETWORKS, *_SPACES),
    )
    desk, is_new = Group.objects.get_or_create(name=CONTACTS)
    if is_new:
        _allow(desk, ["access_admin", "import_contacts"])
    _workflow(moderators, homes.values())


def _group(
    name: str,
    homes: Iterable[Page],
    page_permissions: Iterable[str],
    media: Collection,
    records: Iterable[str],
) -> Group:
    group, made = Group.objects.get_or_create(name=name)
    # Wagtail's migrations bring a group "Moderators" that knows nothing of our tree.
    if (
        not made
        and GroupPagePermission.objects.filter(group=group, page__in=homes).exists()
    ):
        return group
    _allow(group, ["access_admin", "submit_translation", *records])
    for home in homes:
        for codename in page_permissions:
            GroupPagePermission.objects.get_or_create(
                group=group, page=home, permission=_permission(codename, "wagtailcore")
            )
    for codename, app_label in _MEDIA:
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=media, permission=_permission(codename, app_label)
        )
    return group


def _allow(group: Group, codenames: Iterable[str]) -> None:
    for codename in codenames:
        group.permissions.add(*Permission.objects.filter(codename=codename))


def _permission(codename: str, app_label: str) -> Permission:
    return Permission.objects.get(codename=codename, content_type__app_label=app_label)


def _workflow(moderators: Group, homes: Iterable[Page]) -> None:
    workflow, made = Workflow.objects.get_or_create(name=REVIEW)
    if made:
        task = GroupApprovalTask.objects.create(name=REVIEW)
        task.groups.add(moderators)
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    for home in homes:
        WorkflowPage.objects.get_or_create(page=home, defaults={"workflow": workflow})
