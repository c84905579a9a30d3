"""The list of kinds is closed, and its page in the reference is printed from it."""

from pathlib import Path

from appraisal.model.kinds import IN_ORDER, KINDS, MAY, VERBS
from appraisal.model.kinds_reference import kinds_reference

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "entries.md"


def test_the_reference_page_is_what_the_code_prints(regenerate):
    if regenerate:
        PAGE.write_text(kinds_reference(), encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == kinds_reference()


def test_the_page_has_a_section_for_every_kind():
    text = kinds_reference()
    assert [line[3:] for line in text.splitlines() if line.startswith("## ")] == list(KINDS)


def test_interests_are_entered_before_anything_else_and_each_kind_once():
    assert IN_ORDER[0] == "interest"
    assert sorted(IN_ORDER) == sorted(KINDS)
    assert IN_ORDER.index("weights") < IN_ORDER.index("lock") < IN_ORDER.index("score") < IN_ORDER.index("reveal")


def test_only_what_the_tool_finds_is_entered_by_nobody():
    assert [name for name, kind in KINDS.items() if kind.by == "tool"] == ["difference", "run"]
    assert set(VERBS.values()) <= set(KINDS)
    assert "decision" in MAY
    assert "score" not in MAY


def test_every_part_that_makes_two_entries_one_question_is_a_part():
    for kind in KINDS.values():
        assert set(kind.answers or ()) <= {part.name for part in kind.parts}


def test_no_part_has_the_name_of_what_every_entry_says():
    parts = {part.name for kind in KINDS.values() for part in kind.parts}
    assert not parts & {"kind", "person", "cast_on", "on_behalf_of", "replaces", "replaces_reason"}
