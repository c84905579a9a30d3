"""The demo gives everybody the same findings, and papers that differ only in what they say of the record."""

import json
import random
import re
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from reading import last_findings

PLACE = "hammersmith-and-fulham"
FOLDER = Path("options") / PLACE
LEDGER = "ledger.sqlite3"
OF_THE_INPUTS = ("files",)
OF_THE_WHOLE = ("fingerprint", "run")


def findings_file(folder):
    """The findings file of a folder's last run."""
    return last_findings(folder)


def findings_of(folder):
    return json.loads(findings_file(folder).read_text(encoding="utf-8"))


def entries(folder):
    with closing(sqlite3.connect(folder / LEDGER)) as connection:
        return connection.execute("SELECT * FROM entries ORDER BY number").fetchall()


def appraise(process, folder, *more, **environment):
    """Take the inbox into the ledger and run; give the findings' path."""
    inbox = sorted((folder / FOLDER / "ballots").glob("*.csv"))
    taken = process("import", *inbox, "-w", folder, **environment)
    assert (taken.returncode, taken.stderr) == (0, "")
    ran = process("run", folder, *more, "-q", **environment)
    assert (ran.returncode, ran.stderr) == (0, "")
    return folder / "runs" / PLACE / ran.stdout.strip() / "findings.json"


@pytest.fixture(scope="session")
def second_demo(tmp_path_factory, process):
    """A demo made elsewhere: another folder, clock, language and order of hashing."""
    home = tmp_path_factory.mktemp("elsewhere")
    elsewhere = {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "LANG": "de_DE.UTF-8", "PYTHONHASHSEED": "12345"}
    done = process("demo", "a folder with spaces", cwd=home, **elsewhere)
    assert (done.returncode, done.stderr) == (0, "")
    return home / "a folder with spaces"


def test_a_demo_says_what_it_found_and_what_to_open(tmp_path, process):
    done = process("demo", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    first = "Hammersmith and Fulham, as at 1 September 2025 (illustrative): 5 beds, 14 sites, 10 options, 12 people\n"
    assert done.stdout.startswith(first)
    assert "\nNothing is decided. Read: demo/papers/hammersmith-and-fulham/options-illustrative.html\n" in done.stdout
    named = re.findall(r"demo/papers/\S+\.(?:html|csv)", done.stdout)
    assert len(named) == 6
    assert all((tmp_path / name).is_file() for name in named)


def test_two_demos_give_the_same_findings_to_the_byte(demo_once, second_demo):
    one, other = findings_file(demo_once), findings_file(second_demo)
    assert one.read_bytes() == other.read_bytes()
    assert one.parent.name == other.parent.name == findings_of(demo_once)["fingerprint"][:12]


def record_lines(paper):
    """What a paper says of the run and the record, by title; and the rest of the paper."""
    start = paper.index("<dl><dt>Run</dt>")
    end = paper.index("</dl>", start)
    said = dict(re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", paper[start:end]))
    return said, paper[:start] + paper[end:]


def test_papers_of_two_demos_differ_only_in_what_they_say_of_the_record(demo_once, second_demo):
    papers = sorted(path.relative_to(demo_once) for path in demo_once.glob("papers/*/*"))
    assert papers == sorted(path.relative_to(second_demo) for path in second_demo.glob("papers/*/*"))
    assert {path.suffix for path in papers} == {".html", ".csv"}
    for path in papers:
        one, other = (folder.joinpath(path).read_text(encoding="utf-8") for folder in (demo_once, second_demo))
        if path.suffix == ".csv":
            assert one == other
            continue
        (said, rest), (said_other, rest_other) = record_lines(one), record_lines(other)
        assert rest == rest_other
        assert said.keys() == said_other.keys()
        differing = {title for title in said if said[title] != said_other[title]}
        assert differing == {"Receipt of the record", "Entry of this run"}
        masked = [
            re.sub(r"[0-9a-f]{64}|\d+ \w+ 20\d\d", "...", found["Entry of this run"]) for found in (said, said_other)
        ]
        assert masked[0] == masked[1]
        heads = [entries(folder)[-1][-1] for folder in (demo_once, second_demo)]
        assert all(
            head in lines["Receipt of the record"] for head, lines in zip(heads, (said, said_other), strict=True)
        )


def test_one_worker_and_two_find_the_same(appraised, process):
    runs = []
    for workers in ("1", "2"):
        ran = process("run", appraised, "--samples", "9000", "--workers", workers, "-q")
        assert (ran.returncode, ran.stderr) == (0, "")
        path = appraised / "runs" / PLACE / ran.stdout.strip() / "findings.json"
        runs.append(path.read_bytes())
        path.unlink()
    assert runs[0] == runs[1]


def test_another_number_of_samples_is_another_run(appraised, process):
    names = {process("run", appraised, "--samples", samples, "-q").stdout for samples in ("500", "501")}
    assert len(names) == 2


def without_hashes(found):
    """Findings without the files' hashes, and without the fingerprint and run that follow from them."""
    kept = {key: value for key, value in found.items() if key not in OF_THE_WHOLE}
    kept["inputs"] = {key: value for key, value in kept["inputs"].items() if key not in OF_THE_INPUTS}
    if kept.get("public"):
        kept["public"] = without_hashes(kept["public"])
    return kept


def shuffle_rows(path, draw):
    header, *rows = path.read_text(encoding="utf-8").splitlines(keepends=True)
    assert '"\n' not in header
    mixed = draw.sample(rows, len(rows))
    assert mixed != rows
    path.write_text("".join([header, *mixed]), encoding="utf-8")


def shuffle_items(path, keys, draw):
    """Shuffle the items of some lists of a YAML file: blocks that begin with two spaces and a hyphen."""
    text = path.read_text(encoding="utf-8")
    parts = re.split(r"(?m)^(?=\S)", text)
    for index, part in enumerate(parts):
        if part.split(":")[0] in keys:
            head, *items = re.split(r"(?m)^(?=  - )", part if part.endswith("\n") else f"{part}\n")
            assert len(items) > 2
            parts[index] = head + "".join(draw.sample(items, len(items)))
    path.write_text("".join(parts), encoding="utf-8")


def test_shuffled_rows_change_only_the_hashes_of_the_files(starter, process, appraised_once):
    draw = random.Random(20250901)
    shuffled = ["criteria/sources.csv", str(FOLDER / "areas.csv"), str(FOLDER / "evidence.csv")]
    for name in shuffled:
        shuffle_rows(starter / name, draw)
    for path in sorted((starter / FOLDER / "ballots").glob("*.csv")):
        shuffle_rows(path, draw)
    found = json.loads(appraise(process, starter, "--samples", "500").read_text(encoding="utf-8"))
    before = findings_of(appraised_once)
    assert without_hashes(found) == without_hashes(before)
    files, files_before = found["inputs"]["files"], before["inputs"]["files"]
    assert sorted(name for name in files if files[name] != files_before[name]) == shuffled
    assert found["fingerprint"] != before["fingerprint"]


def test_shuffled_lists_change_only_the_hashes_of_the_files(starter, process, appraised_once):
    draw = random.Random(7)
    shuffled = {
        str(FOLDER / "options.yaml"): ("options",),
        str(FOLDER / "place.yaml"): ("groups", "panel"),
        str(FOLDER / "sites.yaml"): ("providers", "sites"),
        "criteria/criteria.yaml": ("themes", "criteria"),
        "criteria/hurdles.yaml": ("hurdles",),
    }
    for name, keys in shuffled.items():
        shuffle_items(starter / name, keys, draw)
    found = json.loads(appraise(process, starter, "--samples", "500").read_text(encoding="utf-8"))
    before = findings_of(appraised_once)
    assert without_hashes(found) == without_hashes(before)
    files, files_before = found["inputs"]["files"], before["inputs"]["files"]
    assert {name for name in files if files[name] != files_before[name]} == set(shuffled)


def test_a_changed_figure_changes_the_findings(starter, process, appraised_once):
    path = starter / FOLDER / "evidence.csv"
    text = path.read_text(encoding="utf-8")
    assert text.count("amber,,cost.bed-day,298,") == 1
    path.write_text(text.replace("amber,,cost.bed-day,298,", "amber,,cost.bed-day,299,"), encoding="utf-8")
    found = json.loads(appraise(process, starter, "--samples", "500").read_text(encoding="utf-8"))
    assert without_hashes(found) != without_hashes(findings_of(appraised_once))


def test_importing_twice_adds_nothing(appraised, command):
    before = entries(appraised)
    again = command("import", *sorted((appraised / FOLDER / "ballots").glob("*.csv")), "-w", appraised)
    assert again.code == 0
    assert "nothing new" in again.out
    assert entries(appraised) == before


def test_verify_calls_the_record_of_a_demo_sound(demo_once, command):
    answer = command("audit", "verify", demo_once)
    assert (answer.code, answer.err) == (0, "")
    assert f"every one of {len(entries(demo_once))} entries follows" in answer.out


def test_the_database_itself_refuses_to_change_an_entry(appraised):
    before = entries(appraised)
    with closing(sqlite3.connect(appraised / LEDGER)) as connection:
        for statement in ("UPDATE entries SET person = 'p99' WHERE number = 3", "DELETE FROM entries WHERE number = 3"):
            with pytest.raises(sqlite3.IntegrityError, match="an entry is never"):
                connection.execute(statement)
    assert entries(appraised) == before


@pytest.mark.parametrize("column", ["person", "content", "entered_at", "salt", "hash"])
def test_a_changed_byte_of_the_ledger_is_found(appraised, command, column):
    with closing(sqlite3.connect(appraised / LEDGER)) as connection, connection:
        for (name,) in list(connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")):
            connection.execute(f"DROP TRIGGER {name}")
        [(text,)] = connection.execute(f"SELECT {column} FROM entries WHERE number = 100")
        at = next(index for index, letter in enumerate(text) if letter.isdigit())
        changed = text[:at] + str((int(text[at]) + 1) % 10) + text[at + 1 :]
        connection.execute(f"UPDATE entries SET {column} = ? WHERE number = 100", (changed,))
    answer = command("audit", "verify", appraised)
    assert (answer.code, answer.out) == (5, "")
    assert answer.err.startswith("Ledger entry 100 was changed after it was written")
    assert "Traceback" not in answer.err


def test_papers_are_refused_where_findings_were_changed_on_disk(appraised, command):
    path = findings_file(appraised)
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('"as_at": "2025-09-01"', '"as_at": "2025-09-02"', 1), encoding="utf-8")
    answer = command("papers", appraised)
    assert (answer.code, answer.out) == (6, "")
    assert "These findings were changed after they were written" in answer.err
    assert not (appraised / "papers").exists()


def test_papers_written_again_are_the_same(demo_once, tmp_path, command):
    folder = Path(shutil.copytree(demo_once, tmp_path / "demo"))
    before = {path: path.read_bytes() for path in folder.glob("papers/*/*")}
    for form in ("html", "csv"):
        assert command("papers", folder, "--format", form).code == 0
    assert {path: path.read_bytes() for path in folder.glob("papers/*/*")} == before


def test_a_replaced_ballot_changes_the_findings_and_is_counted(appraised, command):
    ballot = appraised / "again.csv"
    ballot.write_text(
        "person,cast_on,access,clinical-fit,cost,cultural-fit,equity,travel-time,replaces,replaces_reason\n"
        "p01,2025-08-25,10,80,20,50,60,100,yes,Read the evidence again\n",
        encoding="utf-8",
    )
    assert "1 replaced an earlier ballot; both are kept." in command("import", ballot, "-w", appraised).out
    before = findings_of(appraised)
    found = json.loads(command("run", appraised, "--samples", "500", "--json").out)
    assert (before["ballots"]["counts"]["replaced"], found["ballots"]["counts"]["replaced"]) == (0, 1)
    assert found["inputs"]["ballots"] != before["inputs"]["ballots"]
    assert found["weights"] != before["weights"]


def test_a_recommendation_reaches_the_next_paper(appraised, command):
    record = appraised / "record.csv"
    record.write_text(
        "kind,person,cast_on,text,basis,confidence,dissent\n"
        "recommendation,p04,2025-08-26,Visit both homes at night,Two visits by day,fairly sure,\n",
        encoding="utf-8",
    )
    assert command("papers", appraised).code == 0
    [paper] = appraised.glob("papers/*/options-illustrative.html")
    assert "Visit both homes at night" not in paper.read_text(encoding="utf-8")
    assert command("import", record, "-w", appraised).code == 0
    assert command("run", appraised, "--samples", "500", "-q").code == 0
    assert command("papers", appraised).code == 0
    assert "Visit both homes at night" in paper.read_text(encoding="utf-8")
