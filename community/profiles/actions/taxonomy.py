"""What becomes of a skill: proposed, then approved, merged or rejected."""

import uuid
from collections.abc import Iterable, Mapping

from django.db import transaction
from django.db.models import Case, Value, When
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.core.folding import fold
from cms.core.languages import CODES
from community.accounts.actions import record_privileged
from community.accounts.models import User
from community.profiles.actions.holders import (
    drop_holders,
    move_holders,
    reword_rows,
)
from community.profiles.labels import (
    has_letter,
    searchable,
    spelling,
    tidy,
)
from community.profiles.models import Label, Occupation, Skill, SkillGroup
from community.profiles.models.taxonomy import announce_change

MOST_PENDING = 10  # proposals of one member that wait at a time
SHORTEST, LONGEST = 2, 80  # characters of a proposal


class UnusableLabelError(Exception):
    """The text cannot be a label; the message says why."""


class TooManyProposalsError(Exception):
    """The member has as many proposals waiting as one may have."""


class LabelTakenError(Exception):
    """Another skill has this label already; merging is what helps."""


class CannotMergeError(Exception):
    """A skill goes into another approved one, and only once."""


@transaction.atomic
def propose_skill(text: str, language: str, by: User) -> Skill:
    """The approved or proposed skill that reads so; else a new proposal of this member.

    `text` has 2 to 80 characters, one of them a letter. Raises UnusableLabelError for
    another text or language and TooManyProposalsError for an eleventh proposal.
    """
    text = _proposal(text, language)
    # The account's row is the lock: two requests of one member come one after the other.
    User.objects.select_for_update().get(pk=by.pk)
    known = _known_as(text)
    if known is not None:
        return known
    if Skill.objects.pending().filter(proposed_by=by).count() >= MOST_PENDING:
        raise TooManyProposalsError(
            ngettext(
                "%(number)s of your proposals is waiting. Please wait until it is "
                "decided on.",
                "%(number)s of your proposals are waiting. Please wait until some are "
                "decided on.",
                MOST_PENDING,
            )
            % {"number": MOST_PENDING}
        )
    skill = Skill.objects.create(
        slug=free_slug(text),
        status=Skill.Status.PENDING,
        proposed_by=by,
        proposed_at=timezone.now(),
    )
    Label.objects.create(
        skill=skill,
        language=language,
        text=text,
        kind=Label.Kind.PREFERRED,
        source=Label.Source.MEMBER,
    )
    return skill


@transaction.atomic
def approve_skill(
    skill: Skill,
    labels: Mapping[str, str],
    by: User,
    group: SkillGroup | None = None,
) -> Skill:
    """Let everybody choose the skill, under these preferred labels by language.

    Languages that are not named keep what they have. Raises UnusableLabelError for an
    empty or too long label and LabelTakenError when another skill has one of them.
    """
    skill = _locked(skill)
    for language, text in labels.items():
        text = _proposal(text, language)
        others = Skill.objects.spelt(text).approved().exclude(pk=skill.pk)
        if other := others.first():
            raise LabelTakenError(
                _("“%(label)s” has this label already. Merge the two.")
                % {"label": other.label_in(language)}
            )
        _prefer(skill, language, text)
    skill.status = Skill.Status.APPROVED
    skill.group = group or skill.group
    skill.save()
    reword_rows(skill)
    return skill


@transaction.atomic
def merge_skill(skill: Skill, into: Skill, by: User, network: str = "") -> Skill:
    """Make one skill of two: `skill` stays as a pointer, its words find `into` now.

    Labels move along as alternatives; those that `into` has already are dropped. Skills
    that were merged into `skill` before lead to `into` from then on. Members who have
    the skill are moved along, and their rows of the directory are made anew unless
    there are too many at once (`is_left_behind`).
    Raises CannotMergeError unless `into` is another, approved skill.
    """
    locked = Skill.objects.select_for_update().filter(pk__in=[skill.pk, into.pk])
    found = {one.pk: one for one in locked.order_by("pk")}
    if skill.pk == into.pk or len(found) < 2:
        raise CannotMergeError(_("Choose another skill to merge into."))
    skill, into = found[skill.pk], found[into.pk]
    if skill.status == Skill.Status.MERGED or into.status != Skill.Status.APPROVED:
        raise CannotMergeError(_("Skills are merged into an approved one, and once."))
    _move_labels(skill, into)
    move_holders(skill, into)
    Skill.objects.filter(merged_into=skill).update(merged_into=into)
    skill.status, skill.merged_into = Skill.Status.MERGED, into
    # Of ESCO's concept the one that stays speaks from now on.
    uri, skill.esco_uri = skill.esco_uri, None if not into.esco_uri else skill.esco_uri
    skill.save()
    if uri and not into.esco_uri:
        into.esco_uri = uri
        into.save()
    reword_rows(into)
    target = f"{skill.slug} -> {into.slug}"
    record_privileged(by, "skill-merged", target=target, network=network)
    return into


@transaction.atomic
def reject_skill(skill: Skill, by: User) -> None:
    """Take a proposal away, also off the profiles that name it.

    Raises CannotMergeError when it is none any more.
    """
    skill = _locked(skill)
    if skill.status != Skill.Status.PENDING:
        raise CannotMergeError(_("This proposal was decided on already."))
    drop_holders(skill)
    skill.delete()


def free_slug(text: str) -> str:
    """A slug from the text that no skill has yet."""
    stem = slugify(spelling(text))[:70].strip("-") or "skill"
    taken = Skill.objects.filter(slug=stem).exists()
    return f"{stem}-{uuid.uuid4().hex[:8]}" if taken else stem


def _proposal(text: str, language: str) -> str:
    text = tidy(text)
    if language not in CODES:
        raise UnusableLabelError(_("Choose one of the languages of the site."))
    if not SHORTEST <= len(text) <= LONGEST:
        raise UnusableLabelError(
            _("A skill has %(shortest)s to %(longest)s characters.")
            % {"shortest": SHORTEST, "longest": LONGEST}
        )
    if not has_letter(text) or not fold(text):
        raise UnusableLabelError(_("A label has at least one letter."))
    return text


def _known_as(text: str) -> Skill | None:
    approved_first = Case(When(status="approved", then=Value(0)), default=Value(1))
    return Skill.objects.spelt(text).order_by(approved_first, "pk").first()


def _locked(skill: Skill) -> Skill:
    found: Skill = Skill.objects.select_for_update().get(pk=skill.pk)
    return found


def _prefer(skill: Skill, language: str, text: str) -> None:
    """Make this the preferred label; the former one stays as an alternative."""
    labels = Label.objects.filter(skill=skill, language=language)
    preferred, alternative = Label.Kind.PREFERRED, Label.Kind.ALTERNATIVE
    labels.filter(kind=preferred).exclude(text=text).update(
        kind=alternative, source=Label.Source.STAFF
    )
    same = labels.filter(folded=searchable(text)).first()
    label = same or Label(skill=skill, language=language)
    label.text, label.kind, label.source = text, preferred, Label.Source.STAFF
    label.save()


def _move_labels(skill: Skill, into: Skill) -> None:
    pairs = Label.objects.filter(skill=into).values_list("language", "folded")
    known = set(pairs)
    for label in Label.objects.filter(skill=skill).order_by("pk"):
        if (label.language, label.folded) in known:
            label.delete()
            continue
        label.skill, label.kind = into, Label.Kind.ALTERNATIVE
        # A word that came with a file must not leave again with its skill.
        label.source = Label.Source.STAFF
        label.save()


@transaction.atomic
def word_occupation(
    occupation: Occupation, words: Mapping[str, Iterable[str]], by: User
) -> None:
    """Make these, by language, staff's own alternative labels of the occupation.

    Words that the occupation has from elsewhere are left out; staff's former ones that
    are not named go. Raises UnusableLabelError for a word without a letter.
    """
    labels = Label.objects.filter(occupation=occupation)
    own = labels.filter(source=Label.Source.STAFF, kind=Label.Kind.ALTERNATIVE)
    for language, texts in words.items():
        tidied = {searchable(tidy(text)): tidy(text) for text in texts}
        if wrong := [t for key, t in tidied.items() if not key or not has_letter(t)]:
            raise UnusableLabelError(
                _("“%(word)s” has no letter.") % {"word": wrong[0][:LONGEST]}
            )
        here = own.filter(language=language)
        here.exclude(folded__in=tidied).delete()
        known = set(labels.filter(language=language).values_list("folded", flat=True))
        for folded, text in tidied.items():
            if folded not in known:
                Label.objects.create(
                    occupation=occupation, language=language, text=text
                )
    reword_rows(occupation)
    transaction.on_commit(announce_change)
