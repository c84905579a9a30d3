"""What auditors ask, answered from an unpacked pack alone, and held against what its audit paper says.

Whatever is below reads the folder with the standard library and nothing of ours: the record as JSON lines, the
findings, the inputs and the audit paper.
"""

import csv
import hashlib
import json
import re
import zipfile
from collections import Counter
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def folder(demo_once, process, tmp_path_factory):
    """The demo's pack, unpacked: all that an outsider is given."""
    home = tmp_path_factory.mktemp("outside")
    packed = process("audit", "pack", demo_once, "--to", home / "a-confidential.zip")
    assert (packed.returncode, packed.stderr) == (0, "")
    with zipfile.ZipFile(home / "a-confidential.zip") as pack:
        pack.extractall(home / "pack")
    return home / "pack"


@dataclass(frozen=True)
class Pack:
    """What an outsider reads: entries, the findings that may be shown, where the run's files are, and the answers."""

    entries: list
    run: dict
    findings: dict
    inputs: Path
    verdicts: dict
    texts: dict

    def of(self, *kinds):
        return [entry for entry in self.entries if entry["kind"] in kinds]

    def current(self, kind, *parts):
        """The last entry of each person, or of nobody, on each question."""
        return list({tuple(_part(e, part) for part in parts): e for e in self.of(kind)}.values())

    def name(self, kind, ident):
        return next(row["name"] for row in self.findings[kind] if row["id"] == ident)

    def answers(self, question, verdict, *words):
        """Whether the paper gives this verdict, and says these words."""
        assert self.verdicts[question] == verdict
        for each in words:
            assert " ".join(str(each).split()) in self.texts[question], (question, each)


def _part(entry, part):
    return entry["person"] if part == "person" else str(entry["content"][part])


class Sections(HTMLParser):
    """The text of each section of a page that has a verdict, with the verdict."""

    def __init__(self):
        super().__init__()
        self.inside, self.verdicts, self.texts = "", {}, {}

    def handle_starttag(self, tag, attrs):
        known = dict(attrs)
        if tag == "section":
            self.inside = (known.get("id") or "").removeprefix("question-") if "data-verdict" in known else ""
            if self.inside:
                self.verdicts[self.inside], self.texts[self.inside] = known["data-verdict"], []

    def handle_data(self, text):
        if self.inside:
            self.texts[self.inside].append(text)


@pytest.fixture(scope="session")
def pack(folder):
    lines = (folder / "record" / "record.jsonl").read_text(encoding="utf-8").splitlines()
    entries = [json.loads(line) for line in lines]
    run = [entry for entry in entries if entry["kind"] == "run"][-1]
    home = folder / "runs" / run["place"] / run["content"]["run"]
    found = json.loads((home / "findings.json").read_text(encoding="utf-8"))
    [paper] = (folder / "papers" / run["place"]).glob("audit*.html")
    page = Sections()
    page.feed(paper.read_text(encoding="utf-8"))
    texts = {name: " ".join(" ".join(parts).split()) for name, parts in page.texts.items()}
    return Pack(entries, run, found["public"] or found, home / "inputs", page.verdicts, texts)


def first(entries, **said):
    return next(e for e in entries if all(e["content"].get(key) == value for key, value in said.items()))


def leader(ranking):
    return [row["option"] for row in ranking if row["rank"]["low"] == 1]


def leads(pack):
    return leader([{"option": row["id"], "rank": row["rank"]} for row in pack.findings["options"] if row["rank"]])


def quoted(pack, ids):
    return [f"“{pack.name('options', ident)}”" for ident in ids]


def test_01_what_is_the_decision(pack):
    assert pack.of("decision") == []
    pack.answers("decided", "not yet", "nothing is decided", pack.findings["context"]["decision_body"])


def test_02_were_criteria_agreed_before_options_were_seen(pack):
    agreed = [first(pack.of("agreement"), what=what)["number"] for what in ("criteria", "anchors")]
    seen = pack.of("score", "option-added", "run")[0]["number"]
    assert max(agreed) < seen
    dated = {e["content"]["option"] for e in pack.of("option-added")}
    dated |= {option for e in pack.of("option-split") for option in e["content"]["into"]}
    undated = [row["id"] for row in pack.findings["options"] if row["id"] not in dated]
    assert undated
    words = f"agreed (entries {min(agreed)} and {max(agreed)}) before the first score, option or run in the record"
    pack.answers("objectives-first", "cannot be shown", f"when {len(undated)} of the options", words, f"(entry {seen})")


def test_03_why_was_each_option_dropped(pack):
    dropped = [row for row in pack.findings["options"] if row["status"] != "ranked"]
    assert len(dropped) > 2
    pack.answers(
        "long-list", "cannot be shown", *(row["name"] for row in dropped), *(w for r in dropped for w in r["why"])
    )
    entries = {e["content"]["option"] for e in pack.of("option-withdrawn", "option-split")}
    bare = [row["id"] for row in dropped if row["status"] == "withdrawn" and row["id"] not in entries]
    assert bare
    pack.answers("long-list", "cannot be shown", "no entry that says when and by whom: " + quoted(pack, bare)[0])
    words = f"There were {len(pack.findings['options'])} options and {len(pack.findings['sites'])} sites."
    pack.answers("long-list", "cannot be shown", words)


def test_04_were_weights_fixed_before_scores_were_known(pack):
    lock, reveal = pack.of("lock")[0]["number"], pack.of("reveal")[0]["number"]
    read_to = int(pack.run["content"]["read_entries"])
    late = [e for e in pack.of("weights") if reveal < e["number"] <= read_to]
    assert lock < pack.of("score")[0]["number"] < reveal
    said = pack.of("weights", "lock", "score", "reveal", "run")
    assert len({entry["entered_at"][:10] for entry in said}) == 1
    pack.answers("weights-first", "not so", "the order in which it was taken in, not when it was said")
    assert len(late) == 1
    words = f"after scores could be seen (entry {reveal}): {late[0]['person']} (entry {late[0]['number']})"
    pack.answers("weights-first", "not so", words, f"locked (entry {lock})")


def test_05_who_set_the_weights(pack):
    counted = pack.findings["ballots"]["by_person"]
    given = Counter(e["person"] for e in pack.of("weights"))
    assert counted.keys() == given.keys()
    roles = {row["person"]: row["role"] for row in pack.findings["context"]["panel"]}
    pack.answers("who-weighed", "shown", f"{len(counted)} people", *(f"{p} {roles[p]}" for p in counted))
    silent = sorted(roles.keys() - counted.keys())
    pack.answers("who-weighed", "shown", "gave none that count: " + " and ".join(silent))
    for group in pack.findings["ballots"]["by_group"].values():
        pack.answers("who-weighed", "shown", f"{group['name']} (", f"{group['weight']:.0%})")


def test_06_who_scored(pack):
    scores = Counter(e["person"] for e in pack.current("score", "person", "site", "criterion"))
    pack.answers("who-scored", "shown", f"{len(scores)} people gave {sum(scores.values())} scores")
    for row in pack.findings["context"]["panel"]:
        words = rf"{row['person']} {re.escape(row['role'])} .*? {scores[row['person']]} "
        assert re.search(words, pack.texts["who-scored"])


def family(groups, provider):
    """The group of a provider, which stands for it where it has one."""
    return groups.get(provider, provider)


def test_07_which_scores_count_beside_an_interest(pack):
    [sites] = pack.inputs.glob("options/*/sites.yaml")
    groups = dict(re.findall(r"id: ([\w-]+), name: [^,}]+, group: ([\w-]+)", sites.read_text(encoding="utf-8")))
    providers = {row["id"]: family(groups, row["provider"]) for row in pack.findings["sites"]}
    declared = [e["content"] | {"person": e["person"]} for e in pack.current("interest", "person", "provider", "site")]
    beside = set()
    for said in declared:
        whose = providers[said["site"]] if said["site"] else family(groups, said["provider"])
        if said["managed"] == "declared":
            beside |= {(said["person"], site) for site, provider in providers.items() if provider == whose}
    counted = [
        row for row in pack.findings["ballots"]["scores"] if row["counted"] and (row["person"], row["site"]) in beside
    ]
    people = sorted({row["person"] for row in counted})
    assert counted
    words = f"{len(counted)} scores count although {' and '.join(people)} declared an interest"
    pack.answers("interests", "not so", words)
    apart = sorted({said["person"] for said in declared if said["managed"] == "recused"})
    pack.answers("interests", "not so", "do not count: " + ", ".join(apart[:-1]) + f" and {apart[-1]}")


def test_08_what_do_the_scales_mean(pack):
    criteria = pack.findings["criteria"]
    words = [row[key] for row in criteria for key in ("why_anchors", "question")]
    pack.answers("scales", "cannot be shown", *words)
    pack.answers("scales", "cannot be shown", *(text for row in criteria for text in row["levels"].values()))
    agreed, weighed = first(pack.of("agreement"), what="anchors"), pack.of("weights")[0]
    assert weighed["number"] < agreed["number"] and agreed["cast_on"] < weighed["cast_on"]
    words = f"came in (entry {agreed['number']}) after weights had come in (entry {weighed['number']})"
    pack.answers("scales", "cannot be shown", words, "people said that they saw the scales")


def test_09_is_anything_counted_twice(pack):
    pairs = pack.findings["robustness"]["overlap"]
    assert pairs
    weights = pack.findings["weights"]
    pack.answers("counted-twice", "cannot be shown", f"{len(pairs)} pairs of criteria overlap")
    for row in pairs:
        together = sum(weights[criterion] for criterion in row["criteria"])
        pack.answers("counted-twice", "cannot be shown", f"{together:.0%}")


def test_10_what_is_not_known(pack):
    gaps = {
        site["id"]: [one["name"] for one in site["not_known"] if not one["confidential"]]
        for site in pack.findings["sites"]
    }
    gaps = {site: names for site, names in gaps.items() if names}
    pack.answers("missing", "shown", f"not known of {len(gaps)} of {len(pack.findings['sites'])} sites")
    pack.answers("missing", "shown", *(name for names in gaps.values() for name in names))
    assert all(pack.name("sites", site) in pack.texts["missing"] for site in gaps)


def test_11_can_the_run_be_made_again(pack):
    files = pack.findings["inputs"]["files"]
    for path, hash_ in files.items():
        assert hashlib.sha256((pack.inputs / path).read_bytes()).hexdigest() == hash_
    said = pack.run["content"]
    pack.answers("reproduces", "shown", f"All {len(files)} files", f"(entry {pack.run['number']})", said["fingerprint"])
    pack.answers("reproduces", "shown", f"appraisal audit replay {said['run']}")


def test_12_what_did_the_panel_moderate_and_who_disagreed(pack):
    moderated = pack.current("moderation", "site", "criterion")
    assert moderated
    for entry in moderated:
        said = entry["content"]
        alike = [e for e in pack.of("score") if all(e["content"][k] == said[k] for k in ("site", "criterion"))]
        assert alike and all(e["number"] < entry["number"] for e in alike)
        dissent = [f"{one['person']}: {one['text']}" for one in said["dissent"]]
        pack.answers("scores-and-moderation", "shown", said["reason"], *dissent, pack.name("sites", said["site"]))
    for score in pack.current("score", "person", "site", "criterion"):
        assert score["content"]["answer"] in pack.texts["scores-and-moderation"]


def test_13_how_far_does_the_ranking_hold(pack):
    [highest] = leads(pack)
    found = pack.findings["robustness"]
    often = found["rank_acceptability"]["panel-range"][highest][0]
    figures = found["rank_acceptability_with_figures"]["panel-range"][highest][0]
    assert figures < often < 1
    pack.answers("robust", "shown", f"highest in {often * 100:.0f} in 100", f"does so in {figures * 100:.0f} in 100")
    other = [name for name, ranking in found["without_criterion"].items() if leader(ranking) != [highest]]
    names = [pack.name("criteria", name) for name in sorted(other)]
    assert all(name[0].lower() + name[1:] in pack.texts["robust"] for name in names)


def test_14_what_is_the_ranking_with_cost_and_without(pack):
    [cost] = [row["id"] for row in pack.findings["criteria"] if row["unit"] == "pounds"]
    without = {row["option"]: row for row in pack.findings["robustness"]["without_criterion"][cost]}
    assert leader(without.values()) == leads(pack)
    pack.answers("cost-inside-and-beside", "shown", f"Cost carries {pack.findings['weights'][cost] * 100:.0f} in 100")
    for row in pack.findings["options"]:
        if row["rank"] and row["total"]["value"] is not None:
            one, other = row["total"]["value"], without[row["id"]]["total"]["value"]
            rank, next_rank = row["rank"]["low"], without[row["id"]]["rank"]["low"]
            pack.answers("cost-inside-and-beside", "shown", f"{row['name']} {one:.0f} {rank} {other:.0f} {next_rank}")


def test_15_were_impact_assessments_done_in_time(pack):
    done = {e["content"]["what"]: e for e in pack.of("assessment")}
    assert done.keys() == {"equality"}
    pack.answers("assessments", "not yet", "no impact assessment of quality", f"(entry {done['equality']['number']})")


def test_16_what_were_the_deciders_given(pack):
    given = [e for e in pack.of("paper") if e["content"]["to"] == "deciders"]
    assert all(e["content"]["run"] != pack.run["content"]["run"] for e in given)
    assert "feedback" not in {e["content"]["paper"] for e in given}
    pack.answers(
        "seen-by-deciders", "not yet", f"(entry {given[-1]['number']}) is of an earlier run", "was not issued to them"
    )


def test_17_what_changed_because_of_the_public(pack):
    comments = {e["content"]["id"] for e in pack.of("feedback")}
    answered = {e["content"]["feedback"] for e in pack.of("answer")}
    open_ones = comments - answered
    assert open_ones
    led = [
        e for e in pack.of("option-added", "option-withdrawn", "option-split", "evidence") if e["content"]["feedback"]
    ]
    pack.answers("public-changes", "not so", f"{len(open_ones)} of {len(comments)} comments have no answer yet")
    pack.answers("public-changes", "not so", *(e["content"]["reason"] for e in led))
    outcomes = Counter(e["content"]["outcome"] for e in pack.current("answer", "feedback"))
    pack.answers(
        "public-changes", "not so", f"something changed {outcomes['changed']}", f"passed on {outcomes['passed-on']}"
    )


def test_18_is_the_paper_current(pack):
    issued = [e for e in pack.of("paper") if e["content"]["paper"] == "options"][-1]
    last = pack.run["content"]["run"]
    words = f"(entry {issued['number']}) is of run {issued['content']['run']}; the last run is {last} "
    words += f"(entry {pack.run['number']})"
    pack.answers("paper-current", "not so", words)


def test_19_did_anybody_depart_from_the_method(pack):
    assert pack.of("override", "recommendation") == []
    pack.answers("overrides", "shown", "Nobody overrode")


def test_20_were_providers_treated_alike(pack):
    hurdles = {frozenset(one["hurdle"] for one in row["hurdles"]) for row in pack.findings["sites"]}
    assert len(hurdles) == 1
    [evidence] = pack.inputs.glob("options/*/evidence.csv")
    with evidence.open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["site"] and row["value"] not in ("pro", "con")]
    held = {site: len({row["item"] for row in rows if row["site"] == site}) for site in {row["site"] for row in rows}}
    fewer = sorted(site for site, count in held.items() if count < max(held.values()))
    assert fewer
    words = " and ".join(pack.name("sites", site) for site in fewer)
    pack.answers("alike", "cannot be shown", f"whether they were asked is not on record: {words}.")
    for site, count in held.items():
        pack.answers("alike", "cannot be shown", f"{pack.name('sites', site)} {count} ")


def test_21_with_what_was_it_made(pack):
    made = {name: text for name, text in pack.run["content"]["made_with"].items() if not name.startswith("seconds")}
    assert made
    pack.answers("software", "shown", f"Version {pack.findings['inputs']['appraisal']}", *made.values())
    pack.answers("software", "shown", *(e["content"]["run"] for e in pack.of("run")))


def test_22_what_was_replaced_and_why(pack):
    replaced = [e for e in pack.entries if "replaces" in e["content"]]
    assert replaced
    for entry in replaced:
        words = f"{entry['number']} {entry['content']['replaces']} {entry['person']}"
        pack.answers("late", "not so", words, entry["content"]["replaces_reason"])


def test_23_does_one_person_settle_it(pack):
    found = pack.findings["robustness"]["without_person"]
    possible = {person: row for person, row in found.items() if row["not_possible"] is None}
    others = sorted(person for person, row in possible.items() if leader(row["ranking"]) != leads(pack))
    assert others
    pack.answers("people-left-out", "shown", ", ".join(others[:-1]) + f" and {others[-1]}")


def test_24_which_key_criteria_does_a_criterion_serve(pack):
    weights = Counter()
    for row in pack.findings["criteria"]:
        weights[row["regime"]] += pack.findings["weights"][row["id"]]
    pack.answers(
        "regulation-24", "not yet", "No criterion here serves these key criteria", "No decision is on record yet"
    )
    for regime, weight in weights.items():
        assert regime
        pack.answers("regulation-24", "not yet", f"{weight * 100:.0f} in 100")
    for text in ("social value –", "collaboration and service sustainability –"):
        pack.answers("regulation-24", "not yet", text)
