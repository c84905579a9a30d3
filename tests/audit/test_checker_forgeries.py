"""The checker against forgers with every right, who make every hash anew: what they can no longer change, by kind."""

import copy
import io
import json
import zipfile

import pytest
from packing import checked, described_anew, entries_of, files_of, named_missing, with_findings, without_papers

from appraisal.audit import checker
from appraisal.audit.pack import write_pack

PLACE = "hammersmith-and-fulham"
LEADER = "willow-and-hazel"


@pytest.fixture(scope="module")
def files(demo_once, tmp_path_factory):
    return files_of(write_pack(demo_once, tmp_path_factory.mktemp("pack") / "demo-confidential.zip").path)


@pytest.fixture(scope="module")
def last(files):
    """The last run: its id, findings, entries up to it, and inputs."""
    entry = [each for each in entries_of(files) if each["kind"] == "run"][-1]
    home = f"runs/{PLACE}/{entry['content']['run']}/"
    inputs = {name[len(home) + 7 :]: data for name, data in files.items() if name.startswith(f"{home}inputs/")}
    findings = json.loads(files[f"{home}findings.json"])
    return entry["content"]["run"], findings, entries_of(files)[: int(entry["content"]["read_entries"])], inputs


def problems_of(last, findings, inputs=None):
    checking = checker.Recomputed(findings, last[2], last[3] if inputs is None else inputs)
    checking.check()
    return checking.problems


def option(findings, id_=LEADER):
    return next(row for row in findings["options"] if row["id"] == id_)


def beds(findings):
    for part in (findings, findings["public"]):
        option(part)["sites"] = {"hazel": 1, "willow": 4}


def withdrawn(findings):
    for part in (findings, findings["public"]):
        option(part).update(status="withdrawn", total=None, rank=None, tied_with=[])


def deleted(findings):
    for part in (findings, findings["public"]):
        part["options"] = [row for row in part["options"] if row["id"] != LEADER]


def deleted_in_public(findings):
    part = findings["public"]
    part["options"] = [row for row in part["options"] if row["id"] != LEADER]


def set_aside(findings):
    for part in (findings, findings["public"]):
        option(part).update(status="set aside", total=None, rank=None, tied_with=[])
        option(part)["hurdles"][0]["result"] = "fails"
        next(row for row in part["sites"] if row["id"] == "hazel")["hurdles"][0]["result"] = "fails"


def fails_its_rating(findings):
    [row] = [row for row in findings["sites"] if row["id"] == "hazel"]
    next(each for each in row["hurdles"] if each["hurdle"] == "rating")["result"] = "fails"


def of_site(name, value):
    def change(findings):
        next(row for row in findings["sites"] if row["id"] == "hazel")[name] = value

    return change


def of_criterion(name, value):
    def change(findings):
        next(row for row in findings["criteria"] if row["id"] == "clinical-fit")[name] = value

    return change


def without_person(findings):
    findings["robustness"]["without_person"]["p05"]["leader"] = LEADER


def a_total_without(findings):
    findings["robustness"]["without_person"]["p09"]["ranking"][3]["total"]["high"] += 0.001


def influence(findings):
    findings["robustness"]["without_person"]["p01"]["influence"] = 0.1


def in_public_without(findings):
    findings["public"]["robustness"]["without_person"]["p09"]["ranking"][0]["rank"]["low"] = 1


def reversed_groups(findings):
    findings["robustness"]["equal_group_weights"].reverse()


def a_total_alike(findings):
    findings["robustness"]["equal_group_weights"][1]["ranking"][0]["total"]["low"] += 0.001


def no_conflicts(findings):
    findings["panel"]["conflicted_scores"] = []


def no_conflicts_in_public(findings):
    findings["public"]["panel"]["conflicted_scores"] = findings["public"]["panel"]["conflicted_scores"][1:]


def a_role(findings):
    findings["context"]["panel"][0]["role"] = "palliative medicine consultant"


def a_way(findings):
    findings["ballots"]["way"] = "ranking"


FORGED = {
    "options.willow-and-hazel.sites: ": beds,
    "options.willow-and-hazel.status: it is withdrawn": withdrawn,
    "options: the findings say": deleted,
    "public.options.willow-and-hazel: it is left out": deleted_in_public,
    "sites.hazel.hurdles.contract-date: ": set_aside,
    "sites.hazel.hurdles.rating: ": fails_its_rating,
    "sites.hazel.provider: ": of_site("provider", "harbour"),
    "sites.hazel.standing: ": of_site("standing", "not approached"),
    "criteria.clinical-fit.combine: ": of_criterion("combine", "worst"),
    "criteria.clinical-fit.regime: ": of_criterion("regime", "value"),
    "criteria.clinical-fit.anchors: ": of_criterion("anchors", [[0.0, 0.0], [100.0, 90.0]]),
    "robustness.without_person.p05.leader: ": without_person,
    "robustness.without_person.p09.damson-and-birch.total.high: ": a_total_without,
    "robustness.without_person.p01.influence: ": influence,
    "public.robustness.without_person.p09.amber-alone.rank: ": in_public_without,
    "robustness.equal_group_weights: ": reversed_groups,
    "robustness.equal_group_weights.people.amber-alone.total.low: ": a_total_alike,
    "panel.conflicted_scores: ": no_conflicts,
    "public.panel.conflicted_scores: ": no_conflicts_in_public,
    "context.panel, roles: ": a_role,
    "ballots.way: ": a_way,
}


@pytest.mark.parametrize("because", FORGED)
def test_what_follows_from_record_and_files_cannot_be_changed_in_the_findings(last, because):
    findings = copy.deepcopy(last[1])
    assert problems_of(last, findings) == []
    FORGED[because](findings)
    assert any(problem.startswith(because) for problem in problems_of(last, findings))


@pytest.mark.parametrize("forge", [beds, withdrawn, deleted, deleted_in_public])
def test_an_option_is_not_changed_away_in_a_pack_whose_hashes_are_all_made_anew(files, last, tmp_path, forge):
    findings = copy.deepcopy(last[1])
    forge(findings)
    code, said = checked(described_anew(with_findings(without_papers(files), last[0], findings)), tmp_path)
    assert code == 1
    assert LEADER in said


def test_files_that_are_not_plain_are_taken_as_stated_and_said_to_be(last):
    path = f"options/{PLACE}/options.yaml"
    checking = checker.Recomputed(last[1], last[2], {**last[3], path: b"options: &all\n  - *anchor\n"})
    checking.check()
    assert checking.problems == []
    assert "which options there are, their beds, and which of them are withdrawn" in checking.taken


def test_an_option_that_an_entry_withdrew_is_not_ranked_again(last):
    entries = [*last[2], {"kind": "option-withdrawn", "number": 999, "person": "o01", "content": {"option": LEADER}}]
    checking = checker.Recomputed(last[1], entries, last[3])
    checking.check()
    assert checking.problems == [f"options.{LEADER}.status: it is ranked, and entry 999 withdrew it"]


def test_every_key_of_the_findings_is_held_or_named(files, last, tmp_path):
    said = checked(files, tmp_path)[1]
    [told] = [line for line in said.splitlines() if line.startswith("So nothing here was held against")]
    for key, part in last[1].items():
        rows = part if isinstance(part, list) else [part]
        inside = {name for row in rows if isinstance(row, dict) for name in row} if key in checker.HELD else set()
        names = inside - set(checker.HELD.get(key, ())) if inside else {key} - set(checker.HELD[""])
        assert all(name in told for name in names), (key, names)
    assert "no_clear_difference_from" in told
    assert "tipping_points" in told


def issued_in(files):
    [entry] = [entry for entry in entries_of(files) if entry["kind"] == "paper"]
    return f"runs/{PLACE}/{entry['content']['run']}/papers/{entry['content']['file_hash']}.html"


def test_a_paper_that_was_issued_has_to_be_here_or_to_be_named_as_missing(files, tmp_path):
    name = issued_in(files)
    assert checked(files, tmp_path)[0] == 0
    gone = {each: data for each, data in files.items() if each != name}
    code, said = checked(described_anew(gone), tmp_path)
    assert (code, f"the paper that it says was issued is not here: {name}" in said) == (1, True)
    elsewhere = {**gone, "README.txt": files["README.txt"] + f"\nAsk for {name} if you want it.\n".encode()}
    assert checked(described_anew(elsewhere), tmp_path)[0] == 1
    code, said = checked(described_anew(named_missing(files, name)), tmp_path)
    assert code == 3
    assert said.endswith("2 of 2 runs were made again, and 1 file that the record names is not here.\n")


def test_an_issued_paper_that_was_edited_is_refused_though_it_has_the_name_of_its_new_hash(files, tmp_path):
    import hashlib

    name = issued_in(files)
    edited = files[name].replace(b"scores highest", b"scores lowest")
    assert edited != files[name]
    renamed = name.replace(name[-69:-5], hashlib.sha256(edited).hexdigest())
    changed = {each: data for each, data in files.items() if each != name} | {renamed: edited}
    assert checked(described_anew(changed), tmp_path)[0] == 1


def of_books(files, changed, folder):
    """What the checker says of the workbooks of a pack with some files changed."""
    with zipfile.ZipFile(folder / "books.zip", "w") as pack:
        for name, data in {**files, **changed}.items():
            pack.writestr(name, data)
    runs = {(e["place"], e["content"]["run"]): e for e in entries_of(files) if e["kind"] == "run"}
    return checker._check_books(checker.Pack(folder / "books.zip"), runs)


def test_workbooks_as_written_agree(files, tmp_path):
    assert of_books(files, {}, tmp_path) == []


@pytest.mark.parametrize("sheet", [3, 4, 6])
@pytest.mark.parametrize("form", ["workbook-illustrative", "workbook-full-confidential-illustrative"])
def test_a_number_in_a_workbook_is_held_against_the_findings(files, tmp_path, sheet, form):
    name = f"papers/{PLACE}/{form}.xlsx"
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(files[name])) as old, zipfile.ZipFile(written, "w") as new:
        for part in old.namelist():
            data = old.read(part)
            is_it = part == f"xl/worksheets/sheet{sheet}.xml"
            new.writestr(part, data.replace(b"<v>71.2", b"<v>81.2") if is_it else data)
    assert written.getvalue() != files[name]
    assert any(each.startswith(f"{name}, sheet ") for each in of_books(files, {name: written.getvalue()}, tmp_path))


def test_a_workbook_of_another_run_or_without_its_sheets_is_refused(files, tmp_path):
    name = f"papers/{PLACE}/workbook-illustrative.xlsx"
    for old, new in ((b"run ", b"gun "), (b'name="Check"', b'name="Cheek"')):
        written = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(files[name])) as book, zipfile.ZipFile(written, "w") as changed:
            for part in book.namelist():
                is_it = part in ("docProps/custom.xml", "xl/workbook.xml")
                changed.writestr(part, book.read(part).replace(old, new) if is_it else book.read(part))
        assert any(each.startswith(f"{name}: it ") for each in of_books(files, {name: written.getvalue()}, tmp_path))


def test_what_cannot_be_read_is_told_in_a_sentence(files, tmp_path, capsys):
    for crate in (b"[" * 100_000, b"\xff\xfe", b"[]", b'{"@graph": null}'):
        code, said = checked({**files, "ro-crate-metadata.json": crate}, tmp_path)
        assert (code, "it cannot be read as a description of files" in said) == (1, True)
    path = tmp_path / "broken.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as pack:
        pack.writestr("record/record.jsonl", files["record/record.jsonl"])
    data = bytearray(path.read_bytes())
    data[200:2000] = b"\xff" * 1800
    path.write_bytes(bytes(data))
    assert checker.main([str(path)]) == 2
    nothing = tmp_path / "record.jsonl"
    nothing.write_bytes(b"")
    assert checker.main([str(nothing)]) == 2
    assert "It holds no entry, so there is nothing to check." in capsys.readouterr().out
