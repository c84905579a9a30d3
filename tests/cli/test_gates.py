"""`appraisal gates` answers in a few lines and in JSON, before there is any record too, and imports little."""

import json
import subprocess
import sys
from pathlib import Path

from appraisal.records.ledger import open_ledger
from appraisal.records.ledger_address import LEDGER

ROOT = Path(__file__).parents[2]
PLACE = "hammersmith-and-fulham"
INBOX = Path("options") / PLACE / "ballots"


def test_gates_say_what_blocks_the_next_stage_before_there_is_any_record(command, starter):
    told = command("gates", starter)
    assert (told.code, told.err) == (0, "")
    lines = told.out.splitlines()
    assert lines[0] == "Hammersmith and Fulham, stage 2: Listening to communities and refining options"
    assert "Stage 2 has begun: 3 conditions are not met" in lines
    assert any(line.startswith("Before stage 3: ") for line in lines)
    assert any(line.startswith("Before anything is final: ") for line in lines)
    assert "  not met  place-opened: The appraisal is not opened." in lines
    assert f"           appraisal record opening --as o01 --why WHY -w {starter}" in lines
    assert "  met      feedback-answered: No comment has come in." in lines
    assert lines[-1].endswith("the notice is due by 18 September 2025 (8 working days of standstill).")
    assert not (starter / LEDGER).exists()


def test_a_condition_is_told_once_with_its_command(command, starter):
    told = command("gates", starter).out
    assert told.count("agreed-and-locked") == 2
    assert told.count("agreed-and-locked: see above") == 1
    assert told.count("--what criteria") == 1


def test_gates_answer_in_json(command, appraised):
    told = json.loads(command("gates", appraised, "--json").out)
    assert (told["place"], told["stage"]) == (PLACE, 2)
    assert {tuple(gate) for gate in told["gates"]} == {
        ("stage", "when", "condition", "is_open", "why", "clear_with"),
    }
    assert told["dates"]
    assert {gate["when"] for gate in told["gates"]} == {"entry", "exit", "final"}


def test_gates_read_and_write_nothing_in(command, appraised):
    before = {path: path.read_bytes() for path in appraised.rglob("*") if path.is_file()}
    assert command("gates", appraised).code == 0
    assert {path: path.read_bytes() for path in appraised.rglob("*") if path.is_file()} == before


def test_a_last_stage_ends_and_a_place_without_gates_says_where_they_go(command, starter):
    path = starter / "options" / PLACE / "place.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("\nstage: 2\n", "\nstage: 3\n"), encoding="utf-8")
    assert "\nBefore the end of stage 3: 2 conditions are not met\n" in command("gates", starter).out
    kept = [
        line
        for line in text.splitlines()
        if not line.startswith(("    entry:", "    exit:", "final:", "        no-con"))
    ]
    path.write_text("\n".join(kept), encoding="utf-8")
    assert "No gates are set. Write them in place.yaml" in command("gates", starter).out


def test_findings_that_are_gone_ask_for_a_run_instead_of_ending_the_command(command, appraised):
    for path in appraised.rglob("findings.json"):
        path.unlink()
    told = command("gates", appraised)
    assert told.code == 0
    assert "The findings of the last run cannot be read." in told.out


def test_a_ledger_that_does_not_hold_ends_with_5(command, appraised):
    (appraised / LEDGER).write_bytes(b"not a ledger" * 500)
    assert command("gates", appraised).code == 5


def test_verify_says_what_the_order_shows_for_each_place(command, appraised):
    told = command("audit", "verify", appraised).out
    assert f"\nIn which order things were said, for {PLACE}\n" in told
    assert "Scores were seen before weights were locked: run " in told
    assert "The scores came in files, so the tool did not collect them blind." in told
    said = json.loads(command("audit", "verify", appraised, "--json").out)["order"]
    assert [one["verdict"] for one in said[PLACE]] == ["cannot be shown", "not so", "cannot be shown", "shown"]


def test_check_names_the_entry_that_the_files_no_longer_agree_with(command, starter):
    said = ("record", "agreement", "--as", "o01", "--what", "parameters", "--why", "Agreed.", "-w", starter)
    assert command(*said).code == 0
    assert "speaks of" not in command("check", starter).out
    path = starter / "options" / PLACE / "place.yaml"
    path.write_text(path.read_text("utf-8").replace("near_tie_points: 2\n", "near_tie_points: 3\n"), "utf-8")
    told = command("check", starter)
    assert told.code == 0
    assert (
        "  parameters: Entry 1 (agreement) speaks of the parameters as it stood then; the files say otherwise"
        in told.out
    )


def test_check_warns_of_dates_that_leave_too_little_time(command, starter):
    path = starter / "options" / PLACE / "place.yaml"
    path.write_text(path.read_text("utf-8").replace("workshop: 2025-09-09", "workshop: 2025-09-19"), "utf-8")
    assert (
        "milestones: The workshop is planned for 19 September 2025, after 18 September" in command("check", starter).out
    )


def test_a_reveal_after_the_lock_is_taken_although_a_run_showed_scores_before(command, appraised):
    lock = ("record", "lock", "--as", "o02", "--why", "All have weighed.", "-w", appraised)
    reveal = ("record", "reveal", "--as", "o02", "--why", "All have scored.", "-w", appraised)
    early = command(*reveal)
    assert (early.code, "The scores were revealed by a run" in early.err) == (4, True)
    assert command(*lock).code == 0
    assert command(*reveal).code == 0
    again = command(*reveal)
    assert "There is nothing left to reveal" in again.err or "says this already" in again.out
    with open_ledger(appraised / LEDGER) as ledger:
        assert len(list(ledger.entries(kinds=["reveal"]))) == 2


def test_gates_import_no_heavy_library(starter):
    program = "import sys\nfrom appraisal.cli import main\nmain(sys.argv[1:])\nprint('modules:', *sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program, "gates", str(starter)], capture_output=True, text=True, timeout=60,
        env={"PYTHONPATH": str(ROOT), "PATH": ""}, check=True,
    )  # fmt: skip
    loaded = set(done.stdout.partition("modules:")[2].split())
    assert "holidays" in loaded
    assert loaded & {"pandas", "pulp", "highspy", "scipy", "jinja2", "openpyxl", "xlsxwriter"} == set()
