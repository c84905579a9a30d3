"""The checker against tampered packs: each change refused, and plainly which kinds nobody finds from a pack alone."""

import copy
import hashlib
import json
import random

import pytest
from packing import checked, described_anew, entries_of, files_of, with_entries, with_findings, without_papers

from appraisal.audit import checker
from appraisal.audit.pack import write_pack

PLACE = "hammersmith-and-fulham"
MADE_AGAIN = (
    *("weights", "weights_by_branch", "ranking", "criteria_order", "ballots.by_person", "ballots.by_group"),
    *("ballots.scores", "ballots.interests", "robustness.by_person", "robustness.by_group"),
    "robustness.without_criterion",
)
OF_A_SET = ("value_scores", "weighted_scores", "total", "rank", "performance.clinical-fit", "performance.cultural-fit")


@pytest.fixture(scope="module")
def pack(demo_once, tmp_path_factory):
    return write_pack(demo_once, tmp_path_factory.mktemp("pack") / "demo-confidential.zip")


@pytest.fixture(scope="module")
def files(pack):
    return files_of(pack.path)


def last_run(files):
    return [entry for entry in entries_of(files) if entry["kind"] == "run"][-1]["content"]["run"]


def findings_in(files):
    return json.loads(files[f"runs/{PLACE}/{last_run(files)}/findings.json"])


def refused(files, folder, because, receipts=()):
    code, said = checked(files, folder, receipts)
    assert code == 1, said
    assert because in said, said
    return said


def test_a_changed_total_whose_fingerprint_is_made_anew_is_refused(files, tmp_path):
    content = findings_in(files)
    content["options"][0]["total"] = {"low": 80.0, "value": 80.0, "high": 80.0}
    changed = with_findings(files, last_run(files), content, entered=False)
    said = refused(described_anew(changed), tmp_path, "its fingerprint is")
    assert "options.amber-alone.total.value: the findings say 80.0, here it is 69.28" in said


def test_a_changed_ballot_with_every_hash_made_anew_is_refused_by_receipts_and_by_the_weights(files, tmp_path, pack):
    entries = entries_of(files)
    ballot = next(e for e in entries if e["kind"] == "weights" and e["person"] == "p04")
    ballot["content"]["points"]["cost"] = "100"
    changed = described_anew(with_entries(dict(files), entries))
    said = refused(changed, tmp_path, "of 9 receipts in its own papers agree")
    assert "0 of 9 receipts in its own papers agree" in said
    assert "ballots.by_person.p04.weights.cost" in said
    said = refused(described_anew(without_papers(changed)), tmp_path, "The receipt 1 that you gave",
                   [str(pack.contents.receipt)])  # fmt: skip
    assert "has another hash" in said


def test_a_changed_input_is_refused(files, tmp_path):
    name = f"runs/{PLACE}/{last_run(files)}/inputs/options/{PLACE}/evidence.csv"
    changed = {**files, name: files[name].replace(b"harbour", b"lantern", 1)}
    assert changed != files
    refused(described_anew(changed), tmp_path, f"{name}: it is not the file that the run read")
    refused(described_anew({n: d for n, d in files.items() if n != name}), tmp_path, "does not say that it is missing")


def test_a_paper_with_the_receipt_of_another_entry_is_refused(files, tmp_path):
    entries = entries_of(files)
    run = next(e for e in entries if e["kind"] == "run" and e["content"]["run"] == last_run(files))
    other = entries[run["number"] - 2]
    name = f"papers/{PLACE}/options-illustrative.html"
    paper = files[name].decode().replace(run["hash"], other["hash"])
    paper = paper.replace(f"{run['number']} entries", f"{other['number']} entries")
    paper = paper.replace(f"last entered {run['entered_at']}", f"last entered {other['entered_at']}")
    changed = {n: d for n, d in files.items() if d != files[name]}
    kept = f"runs/{PLACE}/{last_run(files)}/papers/{hashlib.sha256(paper.encode()).hexdigest()}.html"
    changed |= {name: paper.encode(), kept: paper.encode()}
    said = refused(described_anew(changed), tmp_path, "its receipt is of entry")
    assert "9 of 9 receipts in its own papers agree" in said  # it is a true receipt, of another entry


def test_a_changed_paper_is_refused(files, tmp_path):
    name = f"papers/{PLACE}/options-illustrative.html"
    refused(described_anew({**files, name: files[name].replace(b"71", b"17")}), tmp_path, "no kept paper of a run")


def test_a_planted_number_in_the_public_part_is_refused(files, tmp_path):
    content = findings_in(files)
    option = next(o for o in content["public"]["options"] if o["id"] == "elder-alone")
    option["value_scores"]["cost"]["low"] = option["value_scores"]["cost"]["high"]
    changed = with_findings(without_papers(files), last_run(files), content)
    refused(described_anew(changed), tmp_path, "public.options.elder-alone")


def test_files_that_are_added_taken_away_or_changed_are_refused(files, tmp_path):
    refused({**files, "papers/note.txt": b"hello"}, tmp_path, "ro-crate-metadata.json does not describe it")
    refused({n: d for n, d in files.items() if n != "formats/entries.md"}, tmp_path, "and is not here")
    refused({**files, "README.txt": b"All is well."}, tmp_path, "it is not the file that")
    stray = {f"runs/{PLACE}/{'0' * 12}/findings.json": b"{}\n"}
    refused(described_anew({**files, **stray}), tmp_path, "no entry of the record is of such a run")
    assert checked({n: d for n, d in files.items() if n != "record/record.jsonl"}, tmp_path)[0] == 2


def test_a_random_byte_of_any_file_is_found_though_the_description_is_made_anew(files, tmp_path):
    chance = random.Random(20250901)
    covered = [n for n in files if n.startswith(("record/", "runs/")) or n.endswith(".html")]
    for _ in range(12):
        name = chance.choice(covered)
        at = chance.randrange(len(files[name]))
        data = bytearray(files[name])
        data[at] ^= 1 << chance.randrange(7)
        code, said = checked(described_anew({**files, name: bytes(data)}), tmp_path)
        assert code in (1, 2), (name, at, said)


def numbers_within(value, path=()):
    """Paths of every number within a plain value."""
    if isinstance(value, dict):
        for key, part in value.items():
            yield from numbers_within(part, (*path, key))
    elif isinstance(value, list):
        for index, part in enumerate(value):
            yield from numbers_within(part, (*path, index))
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield path


def made_again_in(content, first=()):
    """Paths of the numbers that the checker makes again: of people and groups, and of every set."""
    found = []
    for name in MADE_AGAIN:
        at = (*first, *name.split("."))
        found += [(*at, *path) for path in numbers_within(part_at(content, at)) if "consistency" not in path]
    for many in ("options", "portfolios"):
        for index, row in enumerate(part_at(content, (*first, many))):
            for name in OF_A_SET:
                at = name.split(".")
                if first and at[0] == "performance":
                    continue
                if at[0] in row and row[at[0]]:
                    inside = numbers_within(part_at(row, at))
                    found += [(*first, many, index, *at, *p) for p in inside if "beside" not in p]
    return found


def part_at(value, path):
    for key in path:
        value = value[key]
    return value


def planted_in(content, path):
    """The findings with another number at a path."""
    planted = copy.deepcopy(content)
    *above, last = path
    was = part_at(planted, path)
    part_at(planted, above)[last] = was + 1 if isinstance(was, int) else round(was + 0.001, 9)
    return planted


def test_none_of_200_numbers_that_follow_from_ballots_can_be_planted(files):
    content, run = findings_in(files), last_run(files)
    home = f"runs/{PLACE}/{run}/inputs/"
    inputs = {name[len(home) :]: data for name, data in files.items() if name.startswith(home)}
    entry = next(e for e in entries_of(files) if e["kind"] == "run" and e["content"]["run"] == run)
    entries = entries_of(files)[: int(entry["content"]["read_entries"])]
    chance = random.Random(20250912)
    paths, of_public = made_again_in(content), made_again_in(content, ("public",))
    assert len(paths) > 1500
    unfound = []
    for path in [*chance.sample(paths, 150), *chance.sample(of_public, 50)]:
        checking = checker.Recomputed(planted_in(content, path), entries, inputs)
        checking.check()
        unfound += [] if checking.problems else [path]
    assert unfound == []


def test_a_planted_number_is_refused_in_a_pack_in_which_everything_else_is_made_anew(files, tmp_path):
    content = findings_in(files)
    chance = random.Random(20250913)
    for path in chance.sample(made_again_in(content), 5):
        planted = with_findings(without_papers(files), last_run(files), planted_in(content, path))
        code, said = checked(described_anew(planted), tmp_path)
        assert code == 1, (path, said)
        assert "receipt" in said


def test_an_untouched_pack_that_was_made_anew_in_the_same_way_agrees(files, tmp_path):
    content = findings_in(files)
    remade = described_anew(with_findings(without_papers(files), last_run(files), content))
    code, said = checked(remade, tmp_path)
    assert (code, said.splitlines()[-1]) == (
        3,
        "It agrees as far as it could be checked: 2 of 2 runs were made again, and 1 file that the record names is "
        "not here.",
    )


def test_what_a_pack_alone_cannot_show_is_found_by_a_receipt_from_outside(files, tmp_path, pack):
    content = findings_in(files)
    shares = content["robustness"]["rank_acceptability"]
    first = next(iter(shares.values()))
    option = next(iter(first))
    first[option][0] = 0.999
    sampled = with_findings(without_papers(files), last_run(files), content)
    entries = entries_of(files)
    comment = next(e for e in entries if e["kind"] == "feedback")
    comment["content"]["text"] = "I agree with all of it."
    said_otherwise = with_entries(without_papers(files), entries)
    for changed in (described_anew(sampled), described_anew(said_otherwise)):
        code, said = checked(changed, tmp_path)
        assert code == 3
        assert "whoever keeps the record could have written all of it anew" in said
        refused(changed, tmp_path, "has another hash", [str(pack.contents.receipt)])


def test_a_run_entry_that_makes_no_sense_is_refused_without_a_traceback(files, tmp_path):
    for part in ({"read_entries": "many"}, {"read_entries": "-9000"}, {"fingerprint": None}, {"run": "../.."}):
        entries = entries_of(files)
        run = next(e for e in entries if e["kind"] == "run")
        changed = with_entries(dict(files), entries)
        run["content"] |= part
        previous = entries[run["number"] - 2]["hash"]
        for entry in entries[run["number"] - 1 :]:
            entry["previous"] = previous
            entry["hash"] = previous = checker.hash_of(entry)
        changed["record/record.jsonl"] = "".join(checker.canonical(e) + "\n" for e in entries).encode()
        assert checked(described_anew(changed), tmp_path)[0] == 1


def test_what_a_desktop_leaves_in_an_unpacked_folder_is_no_matter(files, tmp_path):
    assert checked({**files, "runs/.DS_Store": b"x"}, tmp_path)[0] == 0
    assert checked({**files, "runs/other.txt": b"x"}, tmp_path)[0] == 1


def test_a_pack_from_which_the_runs_were_taken_says_that_only_the_record_was_checked(files, tmp_path):
    record = {name: data for name, data in files.items() if name.startswith("record/")}
    code, said = checked(record, tmp_path)
    assert (code, "ONLY THE RECORD WAS CHECKED" in said) == (3, True)
    assert "0 of 2 runs were made again" in said
    described = {name: data for name, data in files.items() if not name.startswith("runs/")}
    refused(described_anew(described), tmp_path, "does not say that it is missing")
