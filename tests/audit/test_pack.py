"""The pack: whole, the same bytes twice, described from the record, and honest about what is not in it."""

import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from packing import checked, entries_of, files_of

from appraisal.audit import checker
from appraisal.audit.pack import write_pack
from appraisal.errors import LedgerError, OutputError
from appraisal.records.ledger import open_ledger
from appraisal.records.ledger_address import ledger_address
from appraisal.records.runs import runs_of

PLACE = "hammersmith-and-fulham"


@pytest.fixture(scope="module")
def pack(demo_once, tmp_path_factory):
    return write_pack(demo_once, tmp_path_factory.mktemp("pack") / "demo-confidential.zip")


@pytest.fixture(scope="module")
def files(pack):
    return files_of(pack.path)


def test_the_same_workspace_gives_the_same_bytes(pack, demo_once, tmp_path):
    again = write_pack(Path(shutil.copytree(demo_once, tmp_path / "elsewhere")), tmp_path / "b-confidential.zip")
    assert again.path.read_bytes() == pack.path.read_bytes()
    with zipfile.ZipFile(pack.path) as held:
        told = held.infolist()
    assert [one.filename for one in told] == sorted(one.filename for one in told)
    assert {(one.date_time, one.compress_type) for one in told} == {((1980, 1, 1, 0, 0, 0), zipfile.ZIP_STORED)}


def test_the_whole_record_and_every_run_are_in_it(files, demo_once):
    with open_ledger(ledger_address(demo_once)) as ledger:
        assert entries_of(files) == [entry.as_json() for entry in ledger.entries()]
    for run in runs_of(demo_once):
        home = Path("runs", PLACE, run.content["run"])
        kept = (demo_once / home / "findings.json").read_bytes()
        assert files[(home / "findings.json").as_posix()] == kept
        for path in json.loads(kept)["inputs"]["files"]:
            assert (home / "inputs" / path).as_posix() in files
        for paper in (demo_once / home / "papers").iterdir():
            assert files[(home / "papers" / paper.name).as_posix()] == paper.read_bytes()
    assert f"papers/{PLACE}/options-illustrative.html" in files
    assert {"README.txt", "checker.py", "formats/record.md", "formats/findings.schema.json"} < files.keys()


def test_no_name_is_in_it(demo_once, tmp_path):
    folder = Path(shutil.copytree(demo_once, tmp_path / "named"))
    with open_ledger(ledger_address(folder)) as ledger:
        ledger.person_for("Quentin Unmistakable")
    held = files_of(write_pack(folder).path)
    assert not any(b"Unmistakable" in data for data in held.values())


def test_the_checker_agrees_on_the_pack_zipped_and_unpacked_in_an_empty_environment(pack, tmp_path):
    with zipfile.ZipFile(pack.path) as held:
        held.extractall(tmp_path)
    for what in (pack.path, tmp_path):
        given = [sys.executable, "-I", tmp_path / "checker.py", what, "--receipt", str(pack.contents.receipt)]
        done = subprocess.run(given, capture_output=True, text=True, env={}, cwd=tmp_path, timeout=120, check=False)
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout.endswith("It agrees.\n")
        assert done.stdout.count("11 ballots of weights, 308 scores") == 2
        assert "Not made again here: what options do on the criteria that no panel scores" in done.stdout
        assert "Taken as the findings state them" not in done.stdout


def test_the_description_has_what_ro_crate_asks_for(files, pack):
    told = json.loads(files["ro-crate-metadata.json"])
    assert told["@context"][0] == "https://w3id.org/ro/crate/1.1/context"
    by_id = {one["@id"]: one for one in told["@graph"]}
    assert len(by_id) == len(told["@graph"])
    about = by_id["ro-crate-metadata.json"]
    assert about["@type"] == "CreativeWork"
    assert (about["about"], about["conformsTo"]) == ({"@id": "./"}, {"@id": "https://w3id.org/ro/crate/1.1"})
    root = by_id["./"]
    assert root["@type"] == "Dataset"
    assert {"name", "description", "datePublished", "license"} <= root.keys()
    assert root["datePublished"] == pack.contents.receipt.time
    parts = {one["@id"] for one in root["hasPart"]}
    assert parts == files.keys() - {"ro-crate-metadata.json"}
    assert all(by_id[part]["@type"] == "File" for part in parts)
    assert all({"name", "description", "encodingFormat", "contentSize", "sha256"} <= by_id[p].keys() for p in parts)
    referred = {value["@id"] for one in told["@graph"] for value in references(one)}
    assert referred - {"https://w3id.org/ro/crate/1.1"} <= by_id.keys()


def test_a_run_is_described_as_what_made_findings_of_inputs(files, demo_once):
    by_id = {one["@id"]: one for one in json.loads(files["ro-crate-metadata.json"])["@graph"]}
    for run in runs_of(demo_once):
        action = by_id[f"#run-{run.content['run']}"]
        assert (action["@type"], action["endTime"]) == ("CreateAction", run.entered_at)
        assert action["result"]["@id"].endswith(f"{run.content['run']}/findings.json")
        assert len(action["object"]) == 13  # twelve files, and the record
        tools = {by_id[one["@id"]]["name"]: by_id[one["@id"]]["softwareVersion"] for one in action["instrument"]}
        assert (tools["numpy"], tools["appraisal"]) == (run.content["made_with"]["numpy"], "0.1.0")


def references(value):
    """Every reference to another entity within one."""
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for part in parts:
        if isinstance(part, dict) and part.keys() == {"@id"}:
            yield part
        yield from references(part)


def test_what_is_not_there_any_more_is_named_and_the_rest_still_agrees(demo_once, tmp_path):
    folder = Path(shutil.copytree(demo_once, tmp_path / "old"))
    first, last = (run.content["run"] for run in runs_of(folder))
    shutil.rmtree(folder / "runs" / PLACE / first)
    gone = sorted((folder / "runs" / PLACE / last / "inputs").iterdir())[0]
    gone.unlink()
    paper = folder / "papers" / PLACE / "options-illustrative.html"
    paper.write_text(paper.read_text(encoding="utf-8").replace("71", "72"), encoding="utf-8")
    packed = write_pack(folder)
    held = files_of(packed.path)
    [issued] = [entry for entry in entries_of(held) if entry["kind"] == "paper"]
    kept = f"runs/{PLACE}/{first}/papers/{issued['content']['file_hash']}.html"
    assert len(packed.contents.missing) == 4
    assert "cannot be made" in packed.contents.missing[f"papers/{PLACE}"]
    assert packed.contents.missing[kept] == "the paper that entry 341 says was issued is not kept here as it was"
    assert f"Not checked, because it is not here and README.txt says so: {kept}" in checked(held, tmp_path)[1]
    assert f"runs/{PLACE}/{first}/findings.json" in packed.contents.missing
    assert packed.contents.left_out == (f"papers/{PLACE}/options-illustrative.html",)
    for name in (*packed.contents.missing, *packed.contents.left_out):
        assert name not in held
        assert name in held["README.txt"].decode()
    described = held["ro-crate-metadata.json"].decode()
    assert all(f"Missing: {name}" in described for name in packed.contents.missing)
    code, said = checked(held, tmp_path)
    assert code == 3, said
    assert "0 of 2 runs were made again" in said
    assert "its findings are not here, so nothing of it could be made again" in said


def test_an_unsound_or_absent_record_is_not_packed(appraised, tmp_path):
    import sqlite3

    with sqlite3.connect(appraised / "ledger.sqlite3") as ledger:
        for (name,) in ledger.execute("select name from sqlite_master where type = 'trigger'").fetchall():
            ledger.execute(f"drop trigger {name}")
        ledger.execute("update entries set role = 'clinicians' where number = 1")
    ledger.close()
    with pytest.raises(LedgerError, match=r"Nothing is packed\. Ledger entry 1 was changed"):
        write_pack(appraised)
    with pytest.raises(LedgerError, match="There is no ledger"):
        write_pack(tmp_path)
    assert list(appraised.glob("*.zip")) == list(tmp_path.glob("*.zip")) == []


def test_a_name_that_does_not_say_confidential_is_refused(demo_once, tmp_path):
    with pytest.raises(OutputError, match=r"Name it 'audit-confidential\.zip'"):
        write_pack(demo_once, tmp_path / "audit.zip")


def test_the_command_says_what_it_wrote(appraised, command):
    answer = command("audit", "pack", appraised)
    assert (answer.code, answer.err) == (0, "")
    [path] = appraised.glob("*-confidential.zip")
    assert answer.out.startswith(f"Written: {path}\n")
    assert "It holds confidential figures, and what people wrote." in answer.out
    told = json.loads(command("audit", "pack", appraised, "--json").out)
    assert told["path"] == str(path)
    assert told["missing"] == {}


def test_the_checker_in_the_pack_is_ours(files):
    assert files["checker.py"] == Path(checker.__file__).read_bytes()
