"""Runs are kept as findings and an entry; findings changed on disk are refused."""

import json
import shutil

import pytest

from appraisal.analysis.findings import Findings
from appraisal.errors import FindingsError, LedgerError, OutputError
from appraisal.records.ledger import open_ledger
from appraisal.records.ledger_address import LEDGER
from appraisal.records.runs import findings_path, keep_run, latest_run, ledger_head

PLACE = "hammersmith-and-fulham"
NOW = "2025-09-01T10:00:00.000000Z"
LATER = "2025-09-02T10:00:00.000000Z"
WEIGHTS = "person,cast_on,access,clinical-fit,cost,cultural-fit,equity,travel-time,replaces,replaces_reason\n"
P01 = "p01,2025-08-18,90,80,20,50,60,100,,\n"
INTEREST = "person,cast_on,provider,site,interest,managed\np01,2025-08-11,,,none,none needed\n"
SCORE = "person,cast_on,site,criterion,score,reason\np01,2025-08-21,amber,clinical-fit,75,Quiet.\n"
RECORD = "kind,person,cast_on,text,basis,confidence,dissent,replaces,replaces_reason\n"


PANEL = {"panel": [{"person": "p10"}]}


def findings(**more):
    return Findings.of(
        {"place": PLACE, "inputs": {"as_at": "2025-09-01"}, "context": PANEL, "total": 0.1 + 0.2, **more}
    )


@pytest.fixture
def keep(starter, take):
    """Keep findings as a run of the starter's copy, whose ledger holds one ballot."""
    take(WEIGHTS + P01)

    def kept(found, entered_by="p10", entered_at=NOW):
        head = ledger_head(starter)
        return keep_run(
            starter,
            found,
            entered_by=entered_by,
            entered_at=entered_at,
            read_to=head,
            made_with={"python": "3.11"},
            roles={"p10": "programme-team"},
        )

    return kept


def test_a_run_writes_its_findings_and_enters_what_it_read(starter, keep):
    head = ledger_head(starter)
    entry = keep(findings())
    path = findings_path(starter, PLACE, findings().run)
    assert path == starter / "runs" / PLACE / findings().run / "findings.json"
    assert Findings.from_json(path.read_text(encoding="utf-8")) == findings()
    assert (entry.number, entry.kind, entry.place) == (2, "run", PLACE)
    assert entry.content["fingerprint"] == findings().fingerprint
    assert (entry.content["read_entries"], entry.content["read_head"]) == ("1", head.head)
    assert entry.content["made_with"]["python"] == "3.11"
    assert (entry.person, entry.entered_by) == ("p10", "p10")


def test_the_last_run_is_that_of_the_ledger_not_of_the_folder(starter, keep):
    keep(findings(total=1))
    keep(findings(total=2), entered_at=LATER)
    stray = findings(total=3)
    path = findings_path(starter, PLACE, stray.run)
    path.parent.mkdir(parents=True)
    path.write_text(stray.to_json(), encoding="utf-8")
    found, record = latest_run(starter, PLACE)
    assert found["total"] == 2
    assert (record["entries"], record["run_entry"]["number"], record["as_of"]) == (3, 3, LATER)
    keep(findings(total=1), entered_at=LATER)
    assert latest_run(starter, PLACE)[0]["total"] == 1


def test_a_place_without_a_run_says_how_to_run_it(starter, keep):
    with pytest.raises(FindingsError, match="There is no run of 'hammersmith-and-fulham' yet"):
        latest_run(starter, PLACE)
    keep(findings())
    with pytest.raises(FindingsError, match="There is no run of 'elsewhere' yet"):
        latest_run(starter, "elsewhere")


def test_a_folder_without_a_ledger_says_so(starter):
    with pytest.raises(LedgerError, match="There is no ledger at"):
        latest_run(starter, PLACE)
    with pytest.raises(LedgerError, match="There is no ledger at"):
        ledger_head(starter)
    assert not (starter / LEDGER).exists()


def test_findings_changed_on_disk_are_refused(starter, keep):
    keep(findings())
    path = findings_path(starter, PLACE, findings().run)
    content = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(content | {"total": 0.9}), encoding="utf-8")
    with pytest.raises(FindingsError, match="These findings were changed after they were written"):
        latest_run(starter, PLACE)


def test_findings_changed_together_with_their_fingerprint_are_refused_by_the_ledger(starter, keep):
    entry = keep(findings())
    findings_path(starter, PLACE, findings().run).write_text(findings(total=0.9).to_json(), encoding="utf-8")
    with pytest.raises(LedgerError, match=f"are not those that entry {entry.number} names"):
        latest_run(starter, PLACE)


def test_findings_written_otherwise_but_saying_the_same_are_taken(starter, keep):
    keep(findings())
    path = findings_path(starter, PLACE, findings().run)
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")), indent=4), encoding="utf-8")
    assert latest_run(starter, PLACE)[0] == findings()


@pytest.mark.parametrize("held", [b"", b"[]", b"{}", b"\xff\xfe\x00", b"{" * 50, b'{"fingerprint": "ab"}', b"null"])
def test_a_file_that_holds_no_findings_is_refused(starter, keep, held):
    keep(findings())
    findings_path(starter, PLACE, findings().run).write_bytes(held)
    with pytest.raises(FindingsError, match="Run again: appraisal run"):
        latest_run(starter, PLACE)


def test_findings_that_are_gone_are_told_with_their_path(starter, keep):
    keep(findings())
    shutil.rmtree(starter / "runs")
    with pytest.raises(FindingsError, match=f"The findings of run {findings().run} are not at "):
        latest_run(starter, PLACE)


def test_a_run_that_cannot_be_written_is_not_entered(starter, keep):
    (starter / "runs").write_text("in the way", encoding="utf-8")
    before = ledger_head(starter)
    with pytest.raises(OutputError, match="cannot be written"):
        keep(findings(), entered_by="Jo Smith")
    assert ledger_head(starter) == before
    assert b"Smith" not in (starter / LEDGER).read_bytes()


def test_a_run_that_first_shows_scores_is_entered_as_a_reveal_just_before_itself(starter, keep, take):
    take(INTEREST, SCORE)
    entry = keep(findings())
    with open_ledger(starter / LEDGER) as ledger:
        *_, reveal, run = ledger.entries(PLACE)
    assert (run, reveal.kind, reveal.number) == (entry, "reveal", entry.number - 1)
    assert dict(reveal.content) == {"why": "A run shows the scores.", "run": findings().run}
    assert (reveal.route, reveal.person, reveal.entered_at) == ("command", "p10", run.entered_at)
    assert latest_run(starter, PLACE)[0].run == findings().run


def test_scores_are_revealed_once(starter, keep, take):
    take(INTEREST, SCORE)
    keep(findings(total=1))
    keep(findings(total=2), entered_at=LATER)
    with open_ledger(starter / LEDGER) as ledger:
        assert len(list(ledger.entries(kinds=["reveal"]))) == 1


def test_a_run_that_read_no_score_reveals_none(starter, keep, take):
    """Not even where one came in while it was under way."""
    keep(findings(total=1))
    head = ledger_head(starter)
    take(INTEREST, SCORE)
    keep_run(starter, findings(total=2), entered_by="p10", entered_at=LATER, read_to=head, made_with={})
    with open_ledger(starter / LEDGER) as ledger:
        assert list(ledger.entries(kinds=["reveal"])) == []


def test_a_name_of_whoever_runs_is_kept_apart(starter, keep):
    entry = keep(findings(), entered_by="Jo Smith")
    assert entry.person == entry.entered_by != "Jo Smith"
    with open_ledger(starter / LEDGER) as ledger:
        assert ledger.name_of(entry.person) == "Jo Smith"


def test_the_extract_of_the_record_stops_at_the_run(starter, keep, take):
    keep(findings())
    take(WEIGHTS + P01.replace("p01", "p02"))
    _, record = latest_run(starter, PLACE)
    assert record["entries"] == 2
    assert record["ballots"] == {"weights": 1, "scores": 0, "interests": 0}
    assert record["receipt"].startswith(f"2 entries, head {record['head']}, last entered {NOW}")


def test_a_recommendation_that_was_replaced_is_no_longer_told(starter, keep, take):
    take(RECORD + "recommendation,p04,2025-08-22,Look at Amber,The visits,fairly sure,,,\n")
    take(RECORD + "recommendation,p05,2025-08-22,Look at Hazel,The rota,not sure,One nurse disagrees,,\n")
    take(RECORD + "recommendation,p04,2025-08-23,Look at Birch,A second visit,fairly sure,,yes,It has changed\n")
    keep(findings())
    _, record = latest_run(starter, PLACE)
    assert sorted(row["text"] for row in record["recommendations"]) == ["Look at Birch", "Look at Hazel"]
    assert record["replaced"] == 1
    assert {row["group"] for row in record["recommendations"]} == {"clinicians"}
