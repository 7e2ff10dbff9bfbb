"""What lists and pages tell of a person."""

from typing import Any

from community.profiles.projection.shown import Shown

# In a card; the profile itself shows all.
SKILLS_OF_CARD = 6


def card(shown: Shown) -> dict[str, Any]:
    occupation = shown.occupation()
    return {
        "slug": shown.profile.slug,
        "language": shown.profile.language,
        "name": shown.text("name"),
        "headline": shown.text("headline"),
        "occupation": occupation.code if occupation else None,
        "position": shown.text("position"),
        "employer": shown.text("employer", "position"),
        "country": shown.text("country") or None,
        "city": shown.text("city"),
        "availability": shown.value("availability") or [],
        "languages": [one.language for one in shown.many("languages")],
        "skills": [one.skill.slug for one in shown.skills("has")[:SKILLS_OF_CARD]],
        "verified": shown.profile.is_verified,
        "has_photo": shown.photo(),
    }


def whole(shown: Shown) -> dict[str, Any]:
    return {
        **card(shown),
        "summary": shown.text("summary"),
        "years": shown.value("years"),
        "in_kosovo": (shown.profile.lives_in_kosovo if shown.sees("country") else None),
        "origin": shown.text("origin") or None,
        "hours_a_month": shown.value("hours_a_month", "availability"),
        "visits": [
            {"start": one.start, "end": one.end, "place": one.place}
            for one in shown.many("visits")
        ],
        "skills": [_skill(one) for one in shown.skills("has")],
        "offers": [one.skill.slug for one in shown.skills("offers")],
        "seeks": [one.skill.slug for one in shown.skills("seeks")],
        "languages": [
            {"language": one.language, "level": one.level}
            for one in shown.many("languages")
        ],
        "experience": [_experience(one) for one in shown.many("experience")],
        "education": [_education(one) for one in shown.many("education")],
        "licences": [_licence(one) for one in shown.many("licences")],
        "links": [{"title": one.title, "url": one.url} for one in shown.many("links")],
        "email": shown.text("show_email", "email"),
        "phone": shown.text("phone"),
        "birth_year": shown.value("birth_year"),
    }


def _experience(one: Any) -> dict[str, Any]:
    return {
        "title": one.title,
        "organisation": one.organisation,
        "place": one.place,
        "start_year": one.start_year,
        "end_year": one.end_year,
        "text": one.text,
    }


def _education(one: Any) -> dict[str, Any]:
    return {
        "degree": one.degree,
        "school": one.school,
        "field": one.field,
        "start_year": one.start_year,
        "end_year": one.end_year,
    }


def _licence(one: Any) -> dict[str, Any]:
    return {
        "title": one.title,
        "issuer": one.issuer,
        "number": one.number,
        "year": one.year,
        "valid_until": one.valid_until,
    }


def _skill(one: Any) -> dict[str, Any]:
    return {
        "skill": one.skill.slug,
        "level": one.level,
        "endorsements": one.endorsements,
        "id": one.pk,
    }
