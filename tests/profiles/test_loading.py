"""`load_taxonomy` brings the database in step and keeps what people entered."""

import io
import shutil

import pytest
from django.core.management import call_command

from community.profiles.actions import is_loaded, load_taxonomy, merge_skill
from community.profiles.imports.files import DATA
from community.profiles.models import Label, Occupation, Skill, SkillGroup
from tests.factories.people import UserFactory


@pytest.fixture
def folder(tmp_path):
    """Small files of the same form."""
    files = {
        "isco08.csv": "code,sq,en,de\n2,P,Professionals,Akademisch\n25,T,ICT,IKT\n",
        "occupation_alternatives.csv": "code,language,text\n25,en,Tech\n",
        "skill_groups.csv": "code,sq,en,de\ncrafts,Zejtari,Crafts,Handwerk\n",
        "skills.csv": "slug,group,sq,en,de\nwelding,crafts,Saldim,Welding,Schweißen\n",
        "skill_alternatives.csv": "slug,language,text\nwelding,en,Brazing\n",
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def rewrite(folder, name, old, new):
    file = folder / name
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def words(**thing):
    found = Label.objects.filter(**thing)
    return {(o.language, o.text, o.kind, o.source) for o in found}


def test_all_is_there_and_a_second_time_changes_nothing(db):
    out = io.StringIO()

    call_command("load_taxonomy", stdout=out)
    again = load_taxonomy()

    assert "0 changed, 0 removed" in out.getvalue()
    assert (again.added, again.changed, again.removed) == (0, 0, 0)
    assert Occupation.objects.count() == 619
    assert Skill.objects.approved().count() >= 320
    assert SkillGroup.objects.count() == 22


def test_if_changed_looks_at_a_hash_alone(taxonomy, django_assert_max_num_queries):
    out = io.StringIO()

    with django_assert_max_num_queries(2):
        call_command("load_taxonomy", if_changed=True, stdout=out)

    assert out.getvalue() == ""


def test_a_change_of_any_file_is_seen(db, folder):
    load_taxonomy(folder)
    assert is_loaded(folder)

    rewrite(folder, "skill_alternatives.csv", "Brazing", "Soldering")

    assert not is_loaded(folder)


def test_words_of_the_files_are_reworded_and_removed(db, folder):
    load_taxonomy(folder)
    rewrite(folder, "skills.csv", "Schweißen", "Schweisserei")
    rewrite(folder, "skills.csv", "Welding", "Brazing")
    rewrite(folder, "skill_alternatives.csv", "Brazing", "Welding")

    load_taxonomy(folder)

    assert words(skill__slug="welding") == {
        ("sq", "Saldim", "preferred", "file"),
        ("en", "Brazing", "preferred", "file"),
        ("en", "Welding", "alternative", "file"),
        ("de", "Schweisserei", "preferred", "file"),
    }


def test_what_people_entered_stays(db, folder):
    load_taxonomy(folder)
    skill = Skill.objects.get(slug="welding")
    Label.objects.create(skill=skill, language="sq", text="Ngjitje")
    reworded = Label.objects.get(skill=skill, language="en", kind="preferred")
    reworded.text = "Welding work"
    reworded.save()
    assert reworded.source == Label.Source.STAFF

    load_taxonomy(folder)

    assert words(skill=skill, language="en") == {
        ("en", "Welding work", "preferred", "staff"),
        ("en", "Welding", "alternative", "file"),
        ("en", "Brazing", "alternative", "file"),
    }
    assert ("sq", "Ngjitje", "alternative", "staff") in words(skill=skill)


def test_saving_without_change_leaves_the_word_to_the_files(db, folder):
    load_taxonomy(folder)
    label = Label.objects.get(language="en", text="Brazing")

    label.save()

    assert label.source == Label.Source.FILE


def test_a_skill_that_left_the_files_keeps_its_row_and_staffs_words(db, folder):
    load_taxonomy(folder)
    skill = Skill.objects.get(slug="welding")
    Label.objects.create(skill=skill, language="sq", text="Ngjitje")
    for name in ("skills.csv", "skill_alternatives.csv"):
        head = (folder / name).read_text(encoding="utf-8").splitlines()[0]
        (folder / name).write_text(head + "\n", encoding="utf-8")

    load_taxonomy(folder)

    assert words(skill=skill) == {("sq", "Ngjitje", "alternative", "staff")}


def test_a_merged_skill_of_the_files_stays_merged(db, folder):
    load_taxonomy(folder)
    into = Skill.objects.create(slug="joining")
    merge_skill(Skill.objects.get(slug="welding"), into, by=UserFactory())
    before = words(skill=into)

    load_taxonomy(folder)

    assert words(skill=into) == before
    assert words(skill__slug="welding") == set()


def test_a_file_about_an_unknown_thing_changes_nothing(db, tmp_path):
    folder = tmp_path / "data"
    shutil.copytree(DATA, folder)
    with (folder / "skill_alternatives.csv").open("a", encoding="utf-8") as file:
        file.write("no-such-skill,en,Text\n")

    with pytest.raises(KeyError, match="no-such-skill"):
        load_taxonomy(folder)

    assert not Occupation.objects.exists()
