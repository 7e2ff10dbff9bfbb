"""A profile from a JSON Resume or LinkedIn's archive: read, chosen, taken over."""

import io
import json
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from community.profiles.actions import apply_draft, start_profile
from community.profiles.countries import country_name
from community.profiles.imports import (
    Draft,
    UnreadableFileError,
    changes_of,
    read_profile_file,
)
from community.profiles.models import Profile, Skill
from tests.factories.people import UserFactory
from tests.factories.taxonomy import make_skill

ADDRESS = "/en/profile/import/"


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


RESUME = {
    "$schema": "https://raw.githubusercontent.com/jsonresume/resume-schema/v1.0.0",
    "basics": {
        "name": "Arta Gashi",
        "label": "Cardiologist",
        "email": "arta@example.org",
        "phone": "+41 44 000 00 00",
        "url": "https://arta.example.org",
        "image": "me.png",
        "summary": "First line.\nSecond\u0000 line.",
        "location": {"city": "Zürich", "countryCode": "CH"},
        "profiles": [{"network": "GitHub", "url": "https://git.example.org/arta"}],
    },
    "work": [
        {
            "name": "Heart Clinic",
            "position": "Senior physician",
            "startDate": "2019-03",
            "summary": "Ward round",
            "highlights": ["Built a course"],
        },
        {"name": "Old Clinic", "startDate": "2010", "endDate": "2019"},
    ],
    "education": [
        {
            "institution": "Universiteti i Prishtinës",
            "area": "Medicine",
            "studyType": "Doctor",
            "startDate": "2001",
            "endDate": "2007",
        }
    ],
    "certificates": [{"name": "FMH", "issuer": "FMH", "date": "2014-05-01"}],
    "skills": [
        {"name": "Kardiologie"},
        {"name": "Falconry", "keywords": ["CARDIOLOGY"]},
    ],
    "languages": [
        {"language": "Albanian", "fluency": "Native speaker"},
        {"language": "Deutsch", "fluency": "C1"},
        {"language": "Klingon", "fluency": "fluent"},
        {"language": "fr", "fluency": "so so"},
    ],
    "awards": [{"title": "Best"}],
}
TABLES = {
    "Profile.csv": "First Name,Last Name,Birth Date,Headline,Summary,Geo Location,Websites\n"
    'Arta,Gashi,"Mar 3, 1980",Cardiologist,"One\nTwo","Zurich, Switzerland",'
    '"[COMPANY:https://heart.example.org,PERSONAL:https://arta.example.org]"\n',
    "Positions.csv": "Company Name,Title,Description,Location,Started On,Finished On\n"
    "Heart Clinic,Senior physician,Ward,Zürich,Mar 2019,\n"
    "Old Clinic,Physician,,,Jan 2010,Feb 2009\n",
    "Education.csv": "School Name,Start Date,End Date,Notes,Degree Name,Activities\n"
    "Universiteti i Prishtinës,2001,2007,,Doctor,\n",
    "Skills.csv": "Name\nCardiology\nFalconry\n",
    "Languages.csv": "Name,Proficiency\n"
    "Albanian,Native or bilingual proficiency\n"
    "German,Professional working proficiency\nEnglish,\n",
    "Certifications.csv": "Name,Url,Authority,Started On,Finished On,License Number\n"
    "FMH,,Swiss Medical Association,May 2014,,77\n",
    "Email Addresses.csv": "Email Address,Confirmed,Primary,Updated On\n"
    "arta@example.org,Yes,Yes,now\n",
    "Connections.csv": "First Name\nSomebody\n",
}


def packed(tables, method=zipfile.ZIP_DEFLATED):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", method) as archive:
        for name, text in tables.items():
            archive.writestr(name, text)
    return content.getvalue()


def as_json(told):
    return json.dumps(told).encode()


def refusal(content):
    with pytest.raises(UnreadableFileError) as refused:
        read_profile_file(content)
    return str(refused.value)


def test_a_json_resume_is_read():
    draft = read_profile_file(as_json(RESUME))

    assert draft.values == {
        "name": "Arta Gashi",
        "headline": "Cardiologist",
        "summary": "First line.\nSecond line.",
        "phone": "+41 44 000 00 00",
        "show_email": "arta@example.org",
        "city": "Zürich",
        "country": "CH",
        "position": "Senior physician",
        "employer": "Heart Clinic",
    }
    assert [one["title"] for one in draft.experience] == ["Senior physician"]
    assert draft.experience[0]["text"] == "Ward round\nBuilt a course"
    assert draft.experience[0]["start_year"] == 2019
    assert draft.education[0]["degree"] == "Doctor"
    assert draft.education[0]["end_year"] == 2007
    assert draft.licences[0] == {
        "title": "FMH", "issuer": "FMH", "number": "", "year": 2014,
    }  # fmt: skip
    assert draft.languages == [
        {"language": "sq", "level": "native"},
        {"language": "de", "level": "C1"},
    ]
    assert draft.skills == ["Kardiologie", "Falconry", "CARDIOLOGY"]
    assert [one["url"] for one in draft.links] == [
        "https://arta.example.org",
        "https://git.example.org/arta",
    ]
    assert [where for where, _why in draft.notes] == [
        "basics.image", "work[1]", "languages[2]", "languages[3]", "awards",
    ]  # fmt: skip


def test_the_archive_of_linkedin_is_read():
    draft = read_profile_file(packed(TABLES))

    assert draft.values == {
        "name": "Arta Gashi",
        "headline": "Cardiologist",
        "summary": "One\nTwo",
        "birth_year": 1980,
        "city": "Zurich",
        "country": "CH",
        "position": "Senior physician",
        "employer": "Heart Clinic",
        "show_email": "arta@example.org",
    }
    assert [(one["start_year"], one["end_year"]) for one in draft.experience] == [
        (2019, None),
        (2010, None),
    ]
    assert draft.education[0]["school"] == "Universiteti i Prishtinës"
    assert draft.licences[0]["number"] == "77"
    assert draft.languages == [
        {"language": "sq", "level": "native"},
        {"language": "de", "level": "B2"},
    ]
    assert draft.skills == ["Cardiology", "Falconry"]
    assert len(draft.links) == 2
    assert [where for where, _why in draft.notes] == [
        "Positions.csv:3",
        "Languages.csv:4",
    ]


def test_missing_tables_are_no_fault():
    draft = read_profile_file(packed({"Skills.csv": TABLES["Skills.csv"]}))

    assert draft.skills == ["Cardiology", "Falconry"]
    assert draft.notes == []


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "no valid JSON"),
        (b"\xff\xfe\x00", "UTF-8"),
        (b"%PDF-1.7", "no valid JSON"),
        (b"[" * 200_000, "nested too deeply"),
        (b'{"basics": ' + b"9" * 10_000 + b"}", "no valid JSON"),
        (b"[]", "no JSON Resume"),
        (b'{"basics": {}}', "nothing in the file"),
        (b" " * (5 * 1024 * 1024 + 1), "larger than 5 MB"),
        (b"PK\x03\x04rubbish", "damaged"),
        (packed(TABLES)[:-30], "damaged"),
        (packed({"a.txt": "x"}), "none of LinkedIn's"),
        (packed({"../Profile.csv": "x"}), "damaged"),
        (packed({"/etc/Profile.csv": "x"}), "damaged"),
        (packed({"Skills.csv": b"Name\n\xff\xfe"}), "Skills.csv"),
        (packed({"Skills.csv": "Name\n" + "a" * 7_000_000}), "far larger"),
        (packed(TABLES, zipfile.ZIP_LZMA), "damaged"),
    ],
    # (Archives hold the time, so their bytes are no name for a test.)
    ids=lambda value: value if isinstance(value, str) else "file",
)
def test_what_cannot_be_read_is_told(content, words):
    assert words in refusal(content)


def test_a_locked_archive_is_told():
    content = bytearray(packed({"Skills.csv": "Name\nx"}, zipfile.ZIP_STORED))
    for sign, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(sign) + place] |= 1

    assert "password" in refusal(bytes(content))


def test_long_lists_end_and_that_is_told():
    many = [{"position": f"Job {n}", "startDate": "2001"} for n in range(10_000)]
    draft = read_profile_file(as_json({"work": many}))
    rows = "".join(f"Firm,Job {n},,,,\n" for n in range(10_000))
    title = "Company Name,Title,Description,Location,Started On,Finished On\n"
    other = read_profile_file(packed({"Positions.csv": title + rows}))

    assert len(draft.experience) == len(other.experience) == 200
    assert ("work", "Only the first 200 entries are taken.") in draft.notes
    assert "Only the first 200 entries are taken." in str(other.notes)


PIECES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(
        st.sampled_from(
            ["basics", "work", "name", "skills", "location", "languages", "language",
             "profiles", "url", "keywords", "highlights", "startDate", "certificates"]
        ),
        inner,
        max_size=6,
    ),
    max_leaves=30,
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(PIECES)
def test_any_json_is_read_or_refused(told):
    content = json.dumps({"basics": told, "work": told, "skills": told}).encode()

    check(content)


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_any_damage_to_a_file_is_read_or_refused(data):
    whole = data.draw(st.sampled_from([packed(TABLES), as_json(RESUME)]))
    content = bytearray(whole)
    for place in data.draw(st.lists(st.integers(0, len(content) - 1), max_size=8)):
        content[place] = data.draw(st.integers(0, 255))
    check(bytes(content[: data.draw(st.integers(0, len(content)))]))
    check(bytes(content))


def check(content):
    try:
        draft = read_profile_file(content)
    except UnreadableFileError:
        return
    said = json.dumps(vars(draft), ensure_ascii=False)
    assert "\0" not in said
    said.encode()  # no half letters


# Comparing and taking over --------------------------------------------------------


@pytest.fixture
def profile(db):
    make_skill({"en": "Cardiology", "de": "Kardiologie"}, slug="cardiology")
    return start_profile(UserFactory(display_name="Arta G."))


def offered(profile, draft):
    return {one.key: one for one in changes_of(draft, profile)}


def test_new_things_are_ticked_and_careful_ones_and_conflicts_are_not(profile):
    profile.headline = "Doctor"

    changes = offered(profile, read_profile_file(as_json(RESUME)))

    unticked = {key for key, one in changes.items() if not one.is_ticked}
    assert unticked == {
        "value-name", "value-headline", "value-phone", "value-show_email", "proposal-1",
    }  # fmt: skip
    headline = changes["value-headline"]
    assert (headline.new, headline.old) == ("Cardiologist", "Doctor")
    assert changes["value-country"].new == country_name("CH")
    assert changes["skill-0"].label == "Cardiology"
    assert "skill-2" not in changes  # the same skill in another language


def test_apply_draft_takes_what_is_chosen_and_a_second_time_finds_nothing(profile):
    draft = read_profile_file(as_json(RESUME))
    changes = offered(profile, draft)
    chosen = {key for key, one in changes.items() if one.is_ticked} | {"proposal-1"}

    done = apply_draft(profile, draft, chosen)

    profile = Profile.objects.get(pk=profile.pk)
    assert (done.number, done.refused) == (len(chosen), [])
    assert (profile.name, profile.headline) == ("Arta G.", "Cardiologist")
    assert (profile.country, profile.phone) == ("CH", "")
    assert profile.experience.get().organisation == "Heart Clinic"
    assert profile.languages.count() == 2
    assert profile.licences.get().year == 2014
    assert {one.skill.status for one in profile.skills.all()} == {"approved", "pending"}
    assert Skill.objects.pending().get().proposed_by == profile.user
    left = offered(profile, draft)
    assert set(left) == {"value-name", "value-phone", "value-show_email"}


def test_what_does_not_hold_is_named_and_the_rest_is_taken(profile):
    draft = Draft(
        values={"country": "QQ", "city": "Bern"},
        links=[{"title": "", "url": "javascript:alert(1)"}],
    )

    done = apply_draft(profile, draft, {"value-country", "value-city", "links-0"})

    profile.refresh_from_db()
    assert (profile.country, profile.city) == ("", "Bern")
    assert done.number == 1
    assert len(done.refused) == 2
    assert profile.links.count() == 0


# Screens ---------------------------------------------------------------------------


def upload(client, content, name="resume.json"):
    return client.post(ADDRESS, {"file": SimpleUploadedFile(name, content)})


def signed(page):
    return page.content.decode().split('name="draft" value="')[1].split('"')[0]


def test_a_member_imports_a_file(profile, client, cms_tree):
    client.force_login(profile.user)
    assert client.get(ADDRESS).status_code == 200

    page = upload(client, as_json(RESUME))

    text = page.content.decode()
    assert "profiles/importing.css" in text
    assert "Heart Clinic" in text
    assert "Profiles have no place for this." in text
    assert profile.experience.count() == 0
    form = {"draft": signed(page), "take": ["experience-0", "value-city"]}
    answer = client.post(ADDRESS, form, follow=True)
    assert "2 things were taken over" in answer.content.decode()
    profile.refresh_from_db()
    assert (profile.city, profile.headline) == ("Zürich", "")
    assert profile.experience.count() == 1


def test_a_look_starts_no_profile_and_a_choice_does(cms_tree, client):
    user = UserFactory()
    client.force_login(user)
    page = upload(client, packed(TABLES), "export.zip")
    assert not Profile.objects.exists()

    client.post(ADDRESS, {"draft": signed(page), "take": ["value-headline"]})

    assert user.profile.headline == "Cardiologist"
    assert user.profile.listed_at is None


def test_a_draft_is_refused_that_is_anothers_old_or_altered(
    profile, client, cms_tree, time_machine
):
    client.force_login(UserFactory())
    draft = signed(upload(client, as_json(RESUME)))
    form = {"draft": draft, "take": ["value-city"]}
    client.force_login(profile.user)

    for sent in (form, {**form, "draft": draft[:-2] + "xx"}, {**form, "draft": ""}):
        answer = client.post(ADDRESS, sent, follow=True)
        assert "no longer here" in answer.content.decode()

    profile.refresh_from_db()
    assert profile.city == ""


def test_a_bad_file_gets_a_sentence_in_the_members_language(profile, client, cms_tree):
    client.force_login(profile.user)

    answer = upload(client, b"PK\x03\x04rubbish", "export.zip")

    assert answer.status_code == 422
    assert "The archive is damaged." in answer.content.decode()
    assert client.post(ADDRESS, {}).status_code == 422
