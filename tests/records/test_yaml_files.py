"""YAML is read plainly: nothing is guessed, and every problem has its line."""

import pytest

from appraisal.model.options import OptionsFile
from appraisal.model.sites import SitesFile
from appraisal.model.workspace import Settings
from appraisal.records.yaml_files import read_model, read_tree

NAME = "folder/file.yaml"


@pytest.fixture
def read(tmp_path):
    """The value of a text, and its problems as (line, text)."""

    def reading(text, model=None):
        path = tmp_path / "file.yaml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        problems = []
        found = read_model(path, NAME, model, problems) if model else read_tree(path, NAME, problems)
        assert {problem.file for problem in problems} <= {NAME}
        assert (found is None) == bool(problems)
        return found, [(problem.line, problem.text) for problem in problems]

    return reading


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("NO", "NO"),
        ("no", "no"),
        ("yes", "yes"),
        ("On", "On"),
        ("12:30", "12:30"),
        ("2025-09-01", "2025-09-01"),
        ("0o17", "0o17"),
        ("0x1F", "0x1F"),
        ("1_000", "1_000"),
        (".nan", ".nan"),
        (".inf", ".inf"),
        ("1e3", 1000.0),
        ("-4", -4),
        ("007", 7),
        ("0.25", 0.25),
        ("true", True),
        ("False", False),
        ("TRUE", "TRUE"),
        ("~", None),
        ("", None),
        ("'12'", "12"),
        ('"true"', "true"),
        ("9" * 60, "9" * 60),
        ("!!int '5'", "5"),
    ],
)
def test_a_plain_value_is_what_it_looks_like(read, written, value):
    tree, _ = read(f"key: {written}\n")
    assert tree.value == {"key": value}
    assert type(tree.value["key"]) is type(value)


def test_a_site_called_no_and_a_time_stay_text_in_a_model(read):
    text = "version: 1\nproviders: [{id: no, name: NO}]\nsites: []\n"
    (model, _), _ = read(text, SitesFile)
    assert (model.providers[0].id, model.providers[0].name) == ("no", "NO")


def test_an_equal_key_is_refused_with_its_line(read):
    assert read("a: 1\nb:\n  c: 1\n  d: 2\n  c: 3\n")[1] == [(5, "Key 'c' is here twice. Keep one of them.")]


def test_every_equal_key_is_told(read):
    assert [line for line, _ in read("a: 1\na: 2\nb: 1\nb: 2\n")[1]] == [2, 4]


def test_a_key_in_quotes_is_text_and_a_plain_one_may_be_a_number(read):
    tree, _ = read("0: a\n'1': b\n")
    assert tree.value == {0: "a", "1": "b"}


def test_a_key_of_five_thousand_digits_is_text(read):
    digits = "9" * 900
    tree, _ = read(f"{digits}: 1\n")
    assert tree.value == {digits: 1}


def test_an_alias_is_refused_with_its_line(read):
    assert read("a: &x [1, 2]\nb: 3\nc: *x\n")[1] == [(3, "'*x' repeats another part. Write it out.")]


def test_a_bomb_of_aliases_is_refused_before_it_unfolds(read):
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 30)]
    assert read("\n".join(lines))[1] == [(2, "'*a0' repeats another part. Write it out.")]


@pytest.mark.parametrize("depth", [60, 3_000, 190_000])
@pytest.mark.parametrize(("start", "end"), [("[", "]"), ("{a: ", "}")])
def test_a_file_nested_too_deeply_is_refused(read, depth, start, end):
    _, problems = read(f"a: 1\nb: {start * depth}{end * depth}\n")
    assert problems == [(2, "This is more than 50 levels deep. Check the brackets.")]


def test_a_file_that_is_not_yaml_has_its_line(read):
    for text, line in (("a: 1\nb: [1, 2\nc: 3\n", 3), ("a: 1\n\tb: 2\n", 2), ("a: 1\n---\nb: 1\n", 2)):
        _, problems = read(text)
        assert [(found, said[:17]) for found, said in problems] == [(line, "This is not YAML:")]


def test_a_character_that_belongs_in_no_text_has_its_line(read):
    assert read("a: 1\nb: x\x07y\n")[1] == [(2, "Character 0x07 does not belong in a text. Delete it.")]


def test_a_byte_that_is_not_utf_8_has_its_line(read):
    assert read(b"a: 1\nb: caf\xe9\n")[1] == [(2, "Byte 0xe9 is not UTF-8. Save the file again as UTF-8.")]


def test_a_zero_byte_has_its_line(read):
    assert [line for line, _ in read(b"a: 1\nb: \x00\n")[1]] == [2]


def test_a_byte_order_mark_is_taken_off(read):
    assert read(b"\xef\xbb\xbfversion: 1\n")[0].value == {"version": 1}


def test_an_empty_file_and_one_of_comments_are_refused(read):
    for text in ("", "\n\n", "# nothing yet\n"):
        assert read(text)[1] == [(0, "The file is empty. It must start with 'version: 1'.")]


def test_a_list_where_keys_were_expected_is_refused(read):
    assert read("- a\n- b\n", SitesFile)[1] == [(1, "Keys and values were expected, starting with 'version: 1'.")]


def test_a_missing_file_and_a_folder_are_refused(tmp_path):
    problems = []
    assert read_tree(tmp_path / "none.yaml", NAME, problems) is None
    assert read_tree(tmp_path, NAME, problems) is None
    assert [problem.line for problem in problems] == [0, 0]
    assert [problem.text.split(".")[0] for problem in problems] == ["This file is missing", "This is not a file"]


SETTINGS = """version: 1
title: A question
organisation: {name: A board, as_at: 2025-07-22}
seed: 7
as_at: 2025-09-01
"""


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("seed: 7", "seed: seven", (4, "'seed' is 'seven'; a whole number was expected.")),
        ("seed: 7", "seed: 7.5", (4, "'seed' is '7.5'; a whole number was expected.")),
        ("seed: 7", "seed: true", (4, "'seed' is 'True'; a whole number was expected.")),
        ("seed: 7", "seed: -1", (4, "'seed' is '-1'; it should be greater than or equal to 0.")),
        ("seed: 7", "seed: [7]", (4, "'seed' is a list; a whole number was expected.")),
        ("seed: 7\n", "", (1, "Key 'seed' is missing. Add it.")),
        ("seed: 7", "sede: 7\nseed: 7", (4, "Key 'sede' is not known here. Did you mean 'seed'?")),
        ("seed: 7", "seed: 7\nxyzzy: 1", (5, "Key 'xyzzy' is not known here. Take it out.")),
        ("title: A question", "title: 12", (2, "'title' is '12'; text was expected.")),
        ("title: A question", "title: ' '", (2, "'title' is empty; text was expected.")),
        ("title: A question", "title:", (2, "'title' is empty; text was expected.")),
        ("version: 1", "version: 2", (1, "'version' is '2'; 1 was expected.")),
        ("version: 1\n", "", (1, "Key 'version' is missing. Add it.")),
        ("{name: A board, as_at: 2025-07-22}", "A board", (3, "'organisation' is 'A board'; keys and values")),
        ("as_at: 2025-07-22}", "as_at: 22/07/2025}", (3, "'organisation', 'as_at': '22/07/2025': a date such as")),
        ("as_at: 2025-09-01", "as_at: 2025-02-30", (5, "'as_at': '2025-02-30': a date such as 2025-09-01 was")),
        ("as_at: 2025-09-01", "as_at: 2025-W36-1", (5, "'as_at': '2025-W36-1': a date such as 2025-09-01 was")),
        (
            "seed: 7",
            "seed: 7\ndecided:\n  - text: It is\n    source: a\n  - text: It was\n    sorce: b",
            (8, "Key 'source' is missing. Add it."),
        ),
    ],
)
def test_a_wrong_value_is_told_with_its_line_and_what_was_expected(read, old, new, problem):
    assert SETTINGS.count(old) == 1
    _, problems = read(SETTINGS.replace(old, new), Settings)
    line, said = problem
    assert any((found, text[: len(said)]) == problem for found, text in problems), problems
    assert line > 0 and said


def test_a_text_stays_within_a_line_of_the_report(read):
    _, problems = read(SETTINGS.replace("seed: 7", f"seed: {'x' * 5000}"), Settings)
    assert len(problems) == 1
    assert len(problems[0][1]) < 130


def test_a_value_deep_in_a_list_has_its_own_line_and_path(read):
    text = """version: 1
options:
  - id: one
    name: One
    sites: {amber: 5}
    list: long
    origin: Somebody asked
  - id: two
    name: Two
    sites:
      amber: 3
      birch: 0
    list: lnog
    origin: Somebody asked
"""
    _, problems = read(text, OptionsFile)
    assert problems == [
        (12, "item 2, 'sites', 'birch' is '0'; it should be greater than or equal to 1."),
        (13, "'options', item 2, 'list' is 'lnog'; 'long' or 'short' was expected. Did you mean 'long'?"),
    ]


def test_a_missing_key_names_the_thing_that_lacks_it(read):
    text = "version: 1\noptions:\n  - id: one\n    name: One\n    sites: {amber: 5}\n    list: long\n"
    assert read(text, OptionsFile)[1] == [(3, "'one': Key 'origin' is missing. Add it.")]


ONE_OPTION = """version: 1
options:
  - id: one
    name: 'One home'
    sites: {amber: 5}
    list: long
    origin: Somebody asked
"""


@pytest.mark.parametrize(
    "name", ["Option B", "option b", "The option C, by the river", "Option-B", "Option: B", "option_b", "Option\u00a0B"]
)
def test_a_lettered_option_is_refused(read, name):
    _, problems = read(ONE_OPTION.replace("One home", name), OptionsFile)
    assert [line for line, _ in problems] == [4]
    assert "never lettered" in problems[0][1]


@pytest.mark.parametrize("name", ["Option 2", "Options by bus", "Two homes", "An option at Amber", "Optional bed"])
def test_a_named_or_numbered_option_is_taken(read, name):
    assert read(ONE_OPTION.replace("One home", name), OptionsFile)[1] == []


def test_the_id_of_an_option_is_not_lettered_either(read):
    assert [line for line, _ in read(ONE_OPTION.replace("id: one", "id: option-b"), OptionsFile)[1]] == [3]


def test_a_file_larger_than_any_person_writes_is_refused_before_it_is_read(read):
    problem = (0, "The file is 1,000,001 bytes; at most 1 million can be read.")
    assert read("a: b" + " " * 999_997)[1] == [problem]
    assert read("a: b" + " " * 999_996)[0].value == {"a": "b"}


def test_a_hundred_thousand_unknown_keys_are_told_soon_and_not_all(read):
    _, problems = read(SETTINGS + "".join(f"k{number}: 1\n" for number in range(80_000)), Settings)
    assert len(problems) == 1_000
    assert problems[0] == (6, "Key 'k0' is not known here. Take it out.")
