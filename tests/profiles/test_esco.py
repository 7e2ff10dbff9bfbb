"""ESCO is imported from the files of its download, whatever is wrong in them."""

import csv
import io

import pytest
from django.core.management import CommandError, call_command

from community.profiles.actions import import_esco
from community.profiles.imports import BadLine
from community.profiles.models import Label, Skill
from tests.factories.taxonomy import make_skill

SKILL_HEAD = [
    *("conceptType", "conceptUri", "skillType", "reuseLevel", "preferredLabel"),
    *("altLabels", "hiddenLabels", "status", "modifiedDate", "description"),
]
OCCUPATION_HEAD = [
    *(
        "conceptType",
        "conceptUri",
        "iscoGroup",
        "preferredLabel",
        "altLabels",
        "status",
    ),
]
URI = "http://data.europa.eu/esco/skill/"


def skill(end, label, alternatives="", status="released"):
    return ["", URI + end, "", "", label, alternatives, "", status, "", "a\nb"]


@pytest.fixture
def write(tmp_path):
    def file(rows, head=SKILL_HEAD, encoding="utf-8"):
        path = tmp_path / "skills_en.csv"
        with path.open("w", encoding=encoding, newline="") as lines:
            csv.writer(lines).writerows([head, *rows])
        return path

    return file


def test_new_skills_are_approved_with_all_their_words(db, write):
    file = write(
        [
            skill("a1", "tan hides", "cure hides\nprepare hides"),
            skill("b2", "manage musical staff", "direct musicians | lead musicians"),
        ]
    )

    report = import_esco(file, "en")

    assert (report.new, report.known, report.labels, report.bad) == (2, 0, 6, [])
    tan = Skill.objects.get(esco_uri=URI + "a1")
    assert (tan.status, tan.group.code) == ("approved", "esco")
    assert tan.slug.startswith("tan-hides-")
    assert sorted(tan.labels.values_list("text", "kind", "source")) == [
        ("cure hides", "alternative", "esco"),
        ("prepare hides", "alternative", "esco"),
        ("tan hides", "preferred", "esco"),
    ]
    # Without an Albanian label the English one stands in.
    assert Skill.objects.with_names().get(pk=tan.pk).label_in("sq") == "tan hides"


def test_a_second_language_and_a_second_time_add_only_what_is_missing(db, write):
    import_esco(write([skill("a1", "tan hides")]), "en")
    german = write([skill("a1", "Häute gerben", "Felle gerben")])

    first, second = import_esco(german, "de"), import_esco(german, "de")

    assert (first.new, first.known, first.labels) == (0, 1, 2)
    assert (second.new, second.known, second.labels) == (0, 1, 0)
    assert Skill.objects.get().names == {"en": "tan hides", "de": "Häute gerben"}


def test_a_skill_is_met_by_its_label(db, write):
    ours = make_skill({"en": "Python", "sq": "Python"})

    import_esco(write([skill("p", "python", "Python 3")]), "en")

    ours.refresh_from_db()
    assert ours.esco_uri == URI + "p"
    assert Skill.objects.get().labels.filter(language="en").count() == 2


def test_bad_lines_are_told_and_the_rest_is_taken(db, write):
    file = write(
        [
            skill("a1", "tan hides"),
            ["too", "short"],
            skill("b2", ""),
            skill("c3", "x" * 200),
            ["", "javascript:alert(1)", "", "", "bad address", "", "", "", "", ""],
            skill("d4", "an obsolete one", status="obsolete"),
            skill("e5", "weld", "\x00\n1234"),
        ]
    )

    report = import_esco(file, "en")

    assert report.new == 2
    assert set(Label.objects.values_list("text", flat=True)) == {"tan hides", "weld"}
    assert all(isinstance(bad, BadLine) and bad.reason for bad in report.bad)
    # Line breaks inside cells count as lines.
    assert [bad.line for bad in report.bad] == [4, 6, 8, 9]


def test_occupations_become_words_of_their_isco_group(taxonomy, write):
    uri = "http://data.europa.eu/esco/occupation/"
    file = write(
        [
            [
                "Occupation",
                uri + "1",
                "2512",
                "blockchain developer",
                "dev",
                "released",
            ],
            ["Occupation", uri + "2", "9999", "of no group", "", "released"],
            ["Occupation", uri + "3", "25x", "malformed", "", "released"],
        ],
        OCCUPATION_HEAD,
    )

    report = import_esco(file, "en")

    assert (report.known, report.labels) == (1, 2)
    assert sorted(bad.line for bad in report.bad) == [3, 4]
    (found,) = Label.objects.suggested("blockchain dev", "sq", 1)
    assert (found.key, found.label) == ("2512", "Zhvillues të softuerit")


def test_many_lines_go_in_batches(db, write, monkeypatch):
    monkeypatch.setattr("community.profiles.actions.esco.BATCH", 10)
    rows = [skill(f"n{n}", f"skill number {n}") for n in range(25)]
    steps = []

    report = import_esco(write([*rows, rows[0]]), "en", steps.append)

    assert steps == [10, 10, 6]
    assert (report.new, report.known) == (25, 1)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"conceptUri,preferredLabel,altLabels\n\xff\xfe,\xe9,\n", "not UTF-8"),
        ("conceptUri,preferredLabel\n".encode("utf-16"), "not UTF-8"),
        (b"name,age\nArta,30\n", "altLabels"),
        (b"", "no file of ESCO"),
        (b'conceptUri,preferredLabel,altLabels\n"open', "not CSV"),
        (None, "cannot be read"),
    ],
)
def test_a_wrong_file_is_said_in_one_sentence(db, tmp_path, content, words):
    file = tmp_path / "wrong.csv"
    if content is not None:
        file.write_bytes(content)

    with pytest.raises(CommandError, match=words):
        call_command("import_esco", str(file), language="en", stdout=io.StringIO())


def test_the_command_tells_what_it_did(db, write):
    out = io.StringIO()

    call_command(
        "import_esco",
        str(write([skill("a1", "tan hides"), ["short"]])),
        language="en",
        stdout=out,
    )

    assert "1 new, 0 known, 1 labels added, 1 bad lines." in out.getvalue()
    assert "line 4: 1 cells instead of 10." in out.getvalue()
