"""What every command has in common: help, hints, exit codes, machine-readable answers, and no traceback."""

import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pytest
from reading import words_of

from appraisal import __version__
from appraisal.cli.group import COMMANDS, EPILOG, cli
from appraisal.errors import AppraisalError
from appraisal.pipeline import STEPS
from appraisal.records.ledger import open_ledger
from appraisal.records.ledger_address import LEDGER

ROOT = Path(__file__).parents[2]
PLACE = "hammersmith-and-fulham"
AUDIT = ("audit", "verify")
INBOX = Path("options") / PLACE / "ballots"


def tree(folder):
    return {path.relative_to(folder): path.read_bytes() if path.is_file() else None for path in folder.rglob("*")}


def subclasses(kind):
    return {one for direct in kind.__subclasses__() for one in (direct, *subclasses(direct))}


def test_help_lists_every_command_with_what_it_does(command):
    answer = command("--help")
    assert answer.code == 0
    said = " ".join(answer.out.split())
    for name, does in COMMANDS.items():
        assert f" {name} {does}" in said
    assert command("-h").out == answer.out


def test_every_command_has_its_module_and_every_module_its_command():
    modules = {path.stem.removesuffix("_command") for path in (ROOT / "appraisal/cli").glob("*_command.py")}
    assert modules == set(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself_and_each_of_its_options(command, name):
    answer = command(name, "--help")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.startswith(f"Usage: appraisal {name}")
    found = cli.get_command(None, name)
    assert found.help
    for option in found.params:
        if option.param_type_name == "option" and option.name not in ("kind", "form"):
            assert option.name == "help" or option.help or option.opts[0] in answer.out


def test_a_command_under_audit_explains_itself(command):
    assert command(*AUDIT, "--help").out.startswith("Usage: appraisal audit verify")


def test_the_help_names_every_exit_code_that_an_error_has(command):
    said = command("--help").out
    codes = {kind.exit_code for kind in subclasses(AppraisalError)} - {1}
    assert codes == {3, 4, 5, 6, 7}
    assert {int(code) for code in re.findall(r"\b(\d) (?:a|wrong|sound|ballots)", EPILOG)} == codes | {0, 1, 2}
    assert all(f"{code} " in said for code in codes)


def test_the_version_is_told(command):
    assert command("--version").out == f"appraisal, version {__version__}\n"


@pytest.mark.parametrize(
    ("typed", "meant"), [("chekc", "check"), ("improt", "import"), ("audits", "audit"), ("rn", "run")]
)
def test_a_command_misspelt_is_answered_with_the_nearest(command, typed, meant):
    answer = command(typed)
    assert answer.code == 2
    assert typed in answer.err
    assert answer.err.count("Did you mean") == 1
    assert meant in answer.err.partition("Did you mean")[2]


@pytest.mark.parametrize(
    "arguments",
    [
        ["weather"],
        ["check", "--jsno"],
        ["run", "--samples", "0"],
        ["run", "--workers", "none"],
        ["run", "--solver", "higs"],
        ["run", "--time-limit", "0"],
        ["run", "--time-limit", "soon"],
        ["papers", "--kind", "poem"],
        ["ballot", "--ask", "money"],
        ["import"],
        ["new", "x"],
        ["new", "x", "--place", "X", "--beds", "0"],
        ["new", "x", "--place", "???", "--beds", "3"],
        ["new", "x", "--place", "X", "--beds", "3", "--as-at", "soon"],
    ],
)
def test_wrong_use_ends_with_2_and_writes_nothing(command, arguments, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    answer = command(*arguments)
    assert answer.code == 2
    assert answer.err.startswith("Usage: ")
    assert answer.out == ""
    assert tree(tmp_path) == {}


@pytest.mark.parametrize("arguments", [["check"], ["ballot"], ["run"], ["papers"], ["import", "none.csv", "-w"]])
def test_a_folder_that_is_not_there_is_told(command, arguments, tmp_path):
    answer = command(*arguments, tmp_path / "nowhere")
    assert answer.code == 3
    assert f"There is no workspace.yaml in {tmp_path / 'nowhere'}" in answer.err
    assert (answer.out, tree(tmp_path)) == ("", {})


def test_a_ledger_that_is_not_there_is_told(command, tmp_path, starter):
    for arguments in ((*AUDIT, tmp_path / "nowhere"), (*AUDIT, starter), ("run", starter), ("papers", starter)):
        before = tree(tmp_path)
        answer = command(*arguments)
        assert (answer.code, answer.out) == (5, "")
        what = "nothing at" if arguments[-1] != starter else "no ledger at"
        assert answer.err.startswith(f"There is {what} {arguments[-1]}")
        assert tree(tmp_path) == before


@pytest.mark.parametrize("held", [b"not a ledger" * 500, b"", None])
def test_a_ledger_that_is_no_sqlite_database_is_told(command, starter, held):
    ledger = starter / LEDGER
    if held is None:
        ledger.mkdir()
    else:
        ledger.write_bytes(held)
    before = tree(starter)
    for arguments in (
        ("check", starter),
        ("run", starter),
        ("papers", starter),
        (*AUDIT, starter),
        ("import", starter / INBOX / "weights.csv", "-w", starter),
    ):
        answer = command(*arguments)
        assert (answer.code, answer.out) == (5, "")
        assert str(ledger) in answer.err
        assert "Traceback" not in answer.err
        assert tree(starter) == before


def test_papers_before_any_run_say_how_to_run(command, starter):
    assert command("import", starter / INBOX / "weights.csv", "-w", starter).code == 0
    answer = command("papers", starter)
    assert (answer.code, answer.out) == (6, "")
    assert answer.err == f"There is no run of '{PLACE}' yet. Run it first: appraisal run.\n"
    assert not (starter / "papers").exists()


def test_a_run_without_weights_says_so_and_keeps_nothing(command, starter):
    assert command("import", starter / INBOX / "interests.csv", "-w", starter).code == 0
    before = tree(starter)
    answer = command("run", starter, "--as", "Jo Smith")
    assert (answer.code, answer.out) == (6, "")
    assert tree(starter) == before


def test_a_place_that_is_not_there_is_told_with_the_nearest(command, appraised):
    for name in ("run", "papers"):
        answer = command(name, appraised, "--place", "hammersmith-and-fullham")
        assert (answer.code, answer.out) == (6, "")
        assert f"Did you mean '{PLACE}'?" in answer.err


def test_a_paper_that_cannot_be_written_ends_with_7(command, appraised):
    (appraised / "papers").write_text("in the way", encoding="utf-8")
    answer = command("papers", appraised, "--format", "csv")
    assert (answer.code, answer.out) == (7, "")
    assert "cannot be written" in answer.err


def test_demo_and_new_refuse_a_folder_with_something_in_it(command, tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "file").write_text("mine", encoding="utf-8")
    for arguments in (["demo", tmp_path / "mine"], ["new", tmp_path / "mine", "--place", "Brent", "--beds", "3"]):
        answer = command(*arguments)
        assert (answer.code, answer.out) == (7, "")
        assert "has something in it already" in answer.err
    assert list(tree(tmp_path / "mine")) == [Path("file")]


def test_new_says_what_to_do_next_and_check_then_says_what_is_missing(command, tmp_path):
    folder = tmp_path / "brent"
    answer = command("new", folder, "--place", "Brent", "--beds", "3", "--as-at", "2025-09-01")
    assert answer.code == 0
    assert f"appraisal check {folder}" in answer.out
    checked = command("check", folder)
    assert checked.code == 3
    assert checked.err.startswith("7 problems in this workspace\n\noptions/brent/areas.csv\n")


def test_check_says_its_warnings_unless_asked_to_be_quiet(command, appraised):
    loud, quiet = command("check", appraised), command("check", appraised, "-q")
    assert (loud.code, quiet.code) == (0, 0)
    assert re.match(r"\d+ warnings; each goes into the findings and papers\n", loud.out)
    assert loud.out.endswith("\nThe workspace is sound.\n")
    assert quiet.out == "The workspace is sound.\n"


def test_check_makes_a_salt_where_confidential_figures_have_none(command, starter):
    path = starter / "options" / PLACE / "evidence.csv"
    salted = path.read_bytes()
    assert "salt" not in command("check", starter).out
    path.write_bytes(re.sub(rb"; salt: [0-9a-f]{32}", b"", salted))
    told = command("check", starter)
    assert told.code == 0
    assert "  evidence.csv: Something is confidential, and nothing random is among it." in told.out
    [made] = re.findall(r"made just now, for evidence.csv: (salt: [0-9a-f]{32})\n", told.out)
    assert made not in command("check", starter).out
    path.write_bytes(path.read_bytes().replace(b"signed\n", f"signed; {made}\n".encode(), 1))
    assert "salt" not in command("check", starter).out


def test_check_answers_in_json(command, appraised):
    answer = command("check", appraised, "--json")
    assert answer.code == 0
    told = json.loads(answer.out)
    assert told["problems"] == []
    assert {tuple(warning) for warning in told["warnings"]} == {("place", "about", "text")}


def test_check_answers_with_problems_in_json_in_order(command, starter):
    for file in ("options/hammersmith-and-fulham/place.yaml", "criteria/hurdles.yaml"):
        text = (starter / file).read_text(encoding="utf-8").replace("version: 1", "version: 7")
        (starter / file).write_text(text, encoding="utf-8")
    (starter / "criteria/sources.csv").unlink()
    answer = command("check", starter, "--json")
    assert (answer.code, answer.err) == (3, "")
    told = json.loads(answer.out)["problems"]
    assert [(row["file"], row["line"]) for row in told] == [
        ("criteria/hurdles.yaml", 1),
        ("criteria/sources.csv", 0),
        ("options/hammersmith-and-fulham/place.yaml", 1),
    ]


def test_a_run_answers_in_json_quietly_or_in_a_few_lines(command, appraised):
    found = json.loads(command("run", appraised, "--samples", "200", "--json").out)
    kept = appraised / "runs" / PLACE / found["run"] / "findings.json"
    assert json.loads(kept.read_text(encoding="utf-8")) == found
    assert command("run", appraised, "--samples", "200", "-q").out == f"{found['run']}\n"
    told = command("run", appraised, "--samples", "200", "--place", "all")
    assert (told.code, told.err) == (0, "")
    assert "Nothing is decided." in told.out
    assert [
        step for step in ("check", "screen", "measure", "score", "test", "search") if f"\n  {step} " in told.out
    ] == [step.name for step in STEPS[:-1]]


def test_a_run_is_entered_with_the_person_who_ran_it(command, appraised):
    for person in ("p10", "Jo Smith", None):
        arguments = ["--as", person] if person else []
        assert command("run", appraised, "--samples", "200", "-q", *arguments).code == 0
    with open_ledger(appraised / LEDGER) as ledger:
        runs = list(ledger.entries(kinds=["run"]))[-3:]
        assert [runs[0].entered_by, runs[2].entered_by] == ["p10", "not-stated"]
        assert ledger.name_of(runs[1].entered_by) == "Jo Smith"
    with closing(sqlite3.connect(appraised / LEDGER)) as connection:
        assert not any("Smith" in str(row) for row in connection.execute("SELECT * FROM entries"))


def test_the_help_of_a_run_says_how_it_can_search(command):
    said = " ".join(command("run", "--help").out.split())
    assert "--solver [enumeration|highs|cbc] How to search." in said
    assert "every set is scored where there are up to a million, else HiGHS." in said
    assert "Seconds that a solver may take for each question. The findings may then not reproduce, and say so." in said


def test_a_run_may_be_searched_by_a_solver_within_a_time_limit_and_the_record_says_so(command, appraised):
    """A limit so short that no set is found, which is no reason to say that there is none."""
    arguments = ("run", appraised, "--samples", "10", "--solver", "cbc", "--time-limit", "1e-9")
    found = json.loads(command(*arguments, "--json").out)
    assert (found["inputs"]["solver"], found["inputs"]["time_limit_seconds"]) == ("cbc", 1e-9)
    assert (found["search"]["proven"], found["search"]["nothing_possible"]) == (False, None)
    with open_ledger(appraised / LEDGER) as ledger:
        made_with = list(ledger.entries(kinds=["run"]))[-1].content["made_with"]
    assert made_with["solver"] == "cbc"
    assert [made_with[name] for name in ("pulp", "highspy")] == [version("pulp"), version("highspy")]
    assert 0 <= float(made_with["seconds_searching"]) <= float(made_with["seconds"])
    written = command("papers", appraised, "--format", "html")
    assert (written.code, written.err) == (0, "")
    said = words_of(next((appraised / "papers").rglob("*.html")).read_text(encoding="utf-8"))
    assert "its time ran out before it found one that is possible" in said
    assert "The same run may find others on another day or machine." in said


def test_a_run_ranks_by_other_methods_when_asked_and_says_how_to_have_them(command, appraised, monkeypatch):
    arguments = ("run", appraised, "--samples", "10", "--other-methods")
    found = json.loads(command(*arguments, "--json").out)
    assert found["inputs"]["other_methods"] == version("pymcdm")
    assert sorted(found["robustness"]["other_methods"]["methods"]) == ["promethee-ii", "topsis", "vikor"]
    told = command(*arguments)
    assert (told.code, told.err) == (0, "")

    def missing(name):
        raise PackageNotFoundError(name)

    monkeypatch.setattr("appraisal.analysis.other_methods.version", missing)
    kept = sorted((appraised / "runs").rglob("*"))
    refused = command(*arguments)
    assert refused.code == 6
    assert "pip install 'appraisal[methods]'" in refused.err
    assert sorted((appraised / "runs").rglob("*")) == kept


def test_a_run_that_goes_through_every_set_says_no_solver(command, appraised):
    told = command("run", appraised, "--samples", "10", "--solver", "enumeration").out
    assert "searched by" not in told


def test_steps_are_told_in_order_and_in_json(command):
    lines = command("steps").out.splitlines()
    assert [line.split()[0] for line in lines] == [step.name for step in STEPS]
    told = json.loads(command("steps", "--json").out)
    assert told == [{"name": step.name, "does": step.does} for step in STEPS]


def test_verify_answers_in_words_and_in_json(command, appraised):
    told = command(*AUDIT, appraised)
    assert told.code == 0
    assert told.out.startswith("The chain holds: every one of 333 entries follows from the one before.\n")
    found = json.loads(command(*AUDIT, appraised, "--json").out)
    assert (found["entries"], found["sound"], found["first_bad"], found["problem"]) == (333, True, None, None)
    assert f"Receipt: {found['receipt']}\n" in told.out


def test_verify_of_a_changed_ledger_ends_with_5_in_words_and_in_json(command, appraised):
    with closing(sqlite3.connect(appraised / LEDGER)) as connection, connection:
        for (name,) in list(connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")):
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute("UPDATE entries SET content = replace(content, '\"90\"', '\"91\"') WHERE number = 13")
    told = command(*AUDIT, appraised)
    assert (told.code, told.out) == (5, "")
    assert told.err.startswith("Ledger entry 13 was changed after it was written")
    assert "Entries 1 to 12 are sound; rely on nothing later." in told.err
    answer = command(*AUDIT, appraised, "--json")
    assert (answer.code, answer.err) == (5, "")
    found = json.loads(answer.out)
    assert (found["sound"], found["first_bad"]) == (False, 13)


def test_an_import_says_what_it_took_and_what_was_there(command, starter):
    taken = command("import", *sorted((starter / INBOX).glob("*.csv")), "-w", starter)
    assert taken.out.startswith(
        "Taken into the record for Hammersmith and Fulham: 12 interests, 11 weights, 308 scores.\n"
    )
    assert re.search(r"\nReceipt: 331 entries, head [0-9a-f]{64}, last entered \S+Z\n$", taken.out)
    again = command("import", *sorted((starter / INBOX).glob("*.csv")), "-w", starter)
    assert "nothing new.\n331 were there already and are as they were.\n" in again.out


def test_an_import_is_entered_with_the_person_who_imported(command, starter):
    for person, file in (("p10", "interests"), ("Jo Smith", "weights"), (None, "scores")):
        arguments = ["--as", person] if person else []
        assert command("import", starter / INBOX / f"{file}.csv", "-w", starter, *arguments).code == 0
    with open_ledger(starter / LEDGER) as ledger:
        who = {entry.kind: entry.entered_by for entry in ledger.entries()}
        assert (who["interest"], who["score"]) == ("p10", "not-stated")
        assert ledger.name_of(who["weights"]) == "Jo Smith"


def test_an_import_of_a_file_that_is_not_there_ends_with_4(command, starter):
    answer = command("import", starter / "none.csv", "-w", starter)
    assert (answer.code, answer.out) == (4, "")
    assert "This file is missing." in answer.err
    assert not (starter / LEDGER).exists()


def test_an_import_answers_in_json_and_quietly(command, starter):
    told = json.loads(command("import", starter / INBOX / "weights.csv", "-w", starter, "--json").out)
    assert (told["entries"], told["unchanged"], told["replaced"]) == ({"weights": 11}, 0, 0)
    again = command("import", starter / INBOX / "weights.csv", "-w", starter, "-q")
    assert again.out == f"{told['receipt']}\n"


def test_papers_answer_in_json_and_quietly(command, appraised):
    told = json.loads(command("papers", appraised, "--format", "csv", "--json").out)
    assert len(told) == 3
    assert all(Path(path).is_file() for path in told)
    assert command("papers", appraised, "--format", "csv", "-q").out.splitlines() == told


def test_papers_are_written_where_they_say(command, appraised):
    answer = command("papers", appraised, "--format", "csv")
    written = [Path(line.removeprefix("Written: ")) for line in answer.out.splitlines()]
    assert len(written) == 3
    assert all(path.is_file() and "illustrative" in path.name for path in written)


def in_a_process(*arguments, **more):
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, "-m", "appraisal", *map(str, arguments)],
        capture_output=True,
        text=True,
        env=environment,
        timeout=60,
        check=False,
        **more,
    )


def test_a_traceback_is_shown_only_when_asked_for(tmp_path):
    plain = in_a_process("check", tmp_path)
    assert plain.returncode == 3
    assert "Traceback" not in plain.stderr
    for arguments in (("--debug", "check", tmp_path), ("check", tmp_path, "--debug")):
        debug = in_a_process(*arguments)
        assert debug.returncode == 1
        assert debug.stderr.startswith("Traceback")
        assert "WorkspaceError" in debug.stderr


def test_a_fault_of_ours_is_told_in_words_and_ends_with_1(command, starter, monkeypatch):
    def fail(folder):
        raise KeyError("willow")

    monkeypatch.setattr("appraisal.records.workspace_files.read_workspace", fail)
    answer = command("check", starter)
    assert (answer.code, answer.out) == (1, "")
    assert answer.err.startswith("This should not have happened (KeyError: 'willow').")
    assert "Traceback" not in answer.err
    with pytest.raises(KeyError):
        command("check", starter, "--debug")


def test_an_answer_goes_to_standard_output_and_an_error_to_standard_error(tmp_path, starter):
    sound, broken = in_a_process("check", "-q", cwd=starter), in_a_process("check", "-q", cwd=tmp_path)
    assert (sound.returncode, sound.stdout, sound.stderr) == (0, "The workspace is sound.\n", "")
    assert (broken.returncode, broken.stdout) == (3, "")
    assert broken.stderr


def test_a_reader_that_stops_reading_is_no_error(starter):
    program = f"{sys.executable} -m appraisal check {starter} | head -n 1"
    done = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {program}"],
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        timeout=60,
        check=False,
    )
    assert "Traceback" not in done.stderr
    assert done.stdout.count("\n") == 1


@pytest.mark.skipif(shutil.which("env") is None, reason="needs env")
def test_output_is_plain_where_there_is_no_terminal(appraised):
    done = in_a_process("run", appraised, "--samples", "200")
    assert done.stderr == ""
    assert "\x1b" not in done.stdout
