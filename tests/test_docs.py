"""The documents say what the code does."""

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import get_args

import click
import jsonschema

from appraisal import appraise, open_workspace
from appraisal.cli.group import COMMANDS, cli
from appraisal.model.governance import Condition
from appraisal.pipeline import STEPS
from appraisal.records.cast_ballots import ballots_by_place
from appraisal.records.importing import import_ballots

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_readme_is_short():
    assert len(README.splitlines()) < 150


def test_the_readmes_table_of_steps_is_the_list_that_drives_a_run():
    rows = re.findall(
        r"^\| (\w+) \| (.+) \|$", README.split("## How a run goes")[1].split("## Commands")[0], re.MULTILINE
    )
    assert [row for row in rows if row[0] != "step"] == [(step.name, step.does) for step in STEPS]


def test_the_readmes_diagram_has_the_steps_in_their_order():
    assert " --> ".join(step.name for step in STEPS) in README


def test_the_readme_shows_every_command_and_no_other():
    shown = re.findall(r"^    appraisal (\w+)", README, re.MULTILINE)
    assert list(dict.fromkeys(shown)) == list(COMMANDS)


def test_every_command_of_a_how_to_is_there_with_each_of_its_options():
    lines = [
        line.split()
        for path in sorted((ROOT / "docs" / "how-to").glob("*.md"))
        for line in re.findall(r"^    appraisal (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    ]
    assert lines
    for words in lines:
        found, context = cli, click.Context(cli)
        while isinstance(found, click.Group):
            found = found.get_command(context, words.pop(0))
        assert found is not None, words
        known = {option for parameter in found.params for option in parameter.opts}
        assert {word for word in words if word.startswith("--")} <= known, found.name


def test_every_decision_is_numbered_without_gaps_and_says_what_is_bad_about_it():
    records = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    assert [int(path.name[:4]) for path in records] == list(range(1, len(records) + 1))
    for path in records:
        text = path.read_text(encoding="utf-8")
        assert text.startswith(f"# {int(path.name[:4])}. ")
        assert all(f"**{part}**" in text for part in ("Context.", "Decision.", "What is bad about it."))


def test_every_link_of_the_documents_leads_somewhere():
    for path in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *ROOT.glob("*/README.md")]:
        for target in re.findall(r"\]\(([^)#:]+)\)", path.read_text(encoding="utf-8")):
            assert (path.parent / target).exists(), f"{path.name} -> {target}"


def test_every_module_that_the_method_page_names_is_there():
    text = (ROOT / "docs" / "explanation" / "method.md").read_text(encoding="utf-8")
    named = re.findall(r"`((?:model|measures|analysis)/[\w/.]+)`", text)
    assert named
    assert [name for name in named if not (ROOT / "appraisal" / name).exists()] == []


def test_the_starters_findings_have_the_documented_shape(tmp_path):
    workspace = open_workspace(ROOT, ballots=False)
    (place,) = workspace.places.values()
    inbox = sorted((ROOT / "options" / place.id / "ballots").glob("*.csv"))
    root = tmp_path / "copy"
    root.mkdir()
    import_ballots(root, workspace, place, inbox, entered_by="p01", entered_at="2025-09-01T09:00:00.000000Z")

    cast = ballots_by_place(root / "ledger.sqlite3")[place.id]
    findings = appraise(_with_ballots(workspace, place, cast), samples=100)
    schema = json.loads((ROOT / "docs" / "reference" / "findings.schema.json").read_text(encoding="utf-8"))
    problems = list(jsonschema.Draft202012Validator(schema).iter_errors(json.loads(findings.to_json())))
    assert [problem.message for problem in problems] == []


def test_the_schema_names_every_key_and_refuses_any_other():
    schema = json.loads((ROOT / "docs" / "reference" / "findings.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["additionalProperties"] is False
    assert schema["$defs"]["body"]["additionalProperties"] is False


def _with_ballots(workspace, place, cast):
    return replace(workspace, places={place.id: replace(place, ballots=cast)})


def test_the_readme_of_options_names_every_condition_of_a_gate():
    text = (ROOT / "options" / "README.md").read_text(encoding="utf-8")
    assert [condition for condition in get_args(Condition) if f"`{condition}`" not in text] == []
