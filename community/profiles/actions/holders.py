"""Members who hold a skill or an occupation, when its words or the skill itself change."""

from django.db import connection, transaction

from community.profiles.actions.index import index_profiles
from community.profiles.models import Occupation, Profile, ProfileSkill, Skill

# So many rows are made anew within the change itself; more would let people wait.
AT_ONCE = 500

# A level counts where the skill is had; where it is only sought, it is a default.
_UNITE = """
UPDATE profiles_profileskill AS kept SET
  has = kept.has OR old.has,
  offers = kept.offers OR old.offers,
  seeks = kept.seeks OR old.seeks,
  level = greatest(
    CASE WHEN kept.has OR NOT old.has THEN kept.level ELSE 0 END,
    CASE WHEN old.has OR NOT kept.has THEN old.level ELSE 0 END)
FROM profiles_profileskill AS old
WHERE old.skill_id = %(old)s AND kept.skill_id = %(into)s
  AND kept.profile_id = old.profile_id
"""
_MOVE_ENDORSEMENTS = """
UPDATE profiles_endorsement AS given SET profile_skill_id = kept.id
FROM profiles_profileskill AS old JOIN profiles_profileskill AS kept
  ON kept.profile_id = old.profile_id
WHERE old.skill_id = %(old)s AND kept.skill_id = %(into)s
  AND given.profile_skill_id = old.id
  AND NOT EXISTS (
    SELECT 1 FROM profiles_endorsement AS same
    WHERE same.profile_skill_id = kept.id AND same.by_id = given.by_id)
"""
_RECOUNT = """
UPDATE profiles_profileskill AS held SET endorsements = (
  SELECT count(*) FROM profiles_endorsement WHERE profile_skill_id = held.id)
WHERE held.skill_id = %(into)s
"""


def move_holders(skill: Skill, into: Skill) -> None:
    """Let all who hold `skill` hold `into`; who holds both is left with one row.

    What is had, offered or sought adds up, the higher level stays, and an endorsement
    by the same member counts once. For a transaction that has locked both skills.
    """
    values = {"old": skill.pk, "into": into.pk}
    both = ProfileSkill.objects.filter(skill=into).values("profile")
    with connection.cursor() as cursor:
        cursor.execute(_UNITE, values)
        cursor.execute(_MOVE_ENDORSEMENTS, values)
        ProfileSkill.objects.filter(skill=skill, profile__in=both).delete()
        ProfileSkill.objects.filter(skill=skill).update(skill=into)
        cursor.execute(_RECOUNT, values)


@transaction.atomic
def finish_merge(merged: Skill) -> None:
    """Move who came to hold a merged skill while it was being merged."""
    if merged.merged_into is not None:
        list(Skill.objects.select_for_update().filter(pk=merged.pk))
        move_holders(merged, merged.merged_into)


def drop_holders(skill: Skill) -> None:
    """Take the skill off all profiles, before it is deleted, and out of their rows."""
    ids = holders_of(skill)
    ProfileSkill.objects.filter(skill=skill).delete()
    index_profiles(ids)


def holders_of(thing: Skill | Occupation) -> list[int]:
    """Numbers of the listed profiles whose rows hold words of this thing."""
    field = "skills__skill" if isinstance(thing, Skill) else "occupation"
    listed = Profile.objects.filter(listed_at__isnull=False, **{field: thing})
    return list(listed.order_by("pk").values_list("pk", flat=True).distinct())


def reword_rows(thing: Skill | Occupation) -> bool:
    """Bring the rows of the holders in step with changed labels, if they are few.

    False when they are more than `AT_ONCE`: `reindex_profiles` has to do it then.
    """
    ids = holders_of(thing)
    if len(ids) > AT_ONCE:
        return False
    index_profiles(ids)
    return True


def is_left_behind(thing: Skill | Occupation) -> bool:
    """Whether a change of the thing leaves rows to `reindex_profiles`."""
    return len(holders_of(thing)) > AT_ONCE
