"""A programme manager goes from gate to gate: each is shut, and what it names opens it."""

import csv
import json
import re
import shlex
from datetime import date, datetime, timedelta
from typing import get_args

import pytest

from appraisal.model.governance import Condition

PLACE = "hammersmith-and-fulham"
PLAN = f"options/{PLACE}/place.yaml"
INBOX = f"options/{PLACE}/ballots"
COMMENTS = "comments: {close: 2025-09-05, respondents: [{id: residents, name: Residents}]}\n"
FILLED_IN = {
    "WHY": "For a reason that can be published.",
    "TEXT": "In words that can be published.",
    "OUTCOME": "cannot",
    "OPTION": "willow-and-hazel",
    "AUTHORITY": "Scheme of delegation 4.2",
    "MINUTE": "Minute 7",
}


class Manager:
    """Somebody who does what the gates say, and nothing else."""

    def __init__(self, folder, command):
        self.folder, self._command = folder, command

    def do(self, *arguments):
        answer = self._command(*arguments)
        assert (answer.code, answer.err) == (0, ""), (arguments, answer.err)
        return answer.out

    def gates(self):
        return json.loads(self.do("gates", self.folder, "--json"))["gates"]

    def shut(self):
        return [gate for gate in self.gates() if not gate["is_open"]]

    def clear(self, gate):
        how = gate["clear_with"]
        first, marked, rest = how.partition("appraisal ")
        if not marked:
            self.edit(how)
            return
        assert first in ("", "Take the decision again with it: ")
        for said in (marked + rest).split(" && "):
            words = shlex.split(said)[1:]
            if words[0] == "run":
                words += ["--samples", "50", "-q"]
            self.do(*(self.fill(word, gate["condition"]) for word in words))
            if words[0] == "papers":
                self.mark()

    def fill(self, word, condition):
        if word == "FILE":
            return self.folder / INBOX / ("weights.csv" if condition == "weights-locked" else "scores.csv")
        return self.as_at.isoformat() if word == "DATE" else FILLED_IN.get(word, word)

    def mark(self):
        """The run in the paper's head, as `appraisal record paper` reads it, where the template does not write it."""
        [paper] = self.folder.glob("papers/*/options-illustrative.html")
        text = paper.read_text(encoding="utf-8")
        run = re.search(r"<dt>Run</dt><dd>([0-9a-f]{12})</dd>", text)[1]
        if 'name="appraisal"' not in text:
            text = text.replace("<head>", f'<head>\n<meta name="appraisal" content="options run {run}">')
            paper.write_text(text, encoding="utf-8")

    @property
    def as_at(self):
        said = (self.folder / "workspace.yaml").read_text(encoding="utf-8")
        return date.fromisoformat(re.search(r"(?m)^as_at: (\S+)$", said)[1])

    def edit(self, how):
        """What has to be done by hand."""
        if "evidence.csv" in how:
            path = self.folder / "options" / PLACE / "evidence.csv"
            with path.open(encoding="utf-8", newline="") as file:
                rows = list(csv.reader(file))
            newest = {tuple(row[:3]): row for row in sorted(rows[1:], key=lambda row: row[8])}
            old = [row for row in newest.values() if row[8] < f"{self.as_at - timedelta(days=730)}"]
            with path.open("a", encoding="utf-8", newline="") as file:
                csv.writer(file).writerows([*row[:8], self.as_at.isoformat(), *row[9:]] for row in old)
        elif "sites.yaml" in how:
            self.replace(f"options/{PLACE}/sites.yaml", "date: 2018-11-14", "date: 2025-08-01")
        else:
            [after] = re.findall(r"'as_at' in workspace.yaml to a day after (.+)\.$", how)
            day = datetime.strptime(after, "%d %B %Y").date() + timedelta(days=1)
            self.replace("workspace.yaml", f"as_at: {self.as_at}", f"as_at: {day}")

    def replace(self, name, old, new):
        path = self.folder / name
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, (name, old)
        path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture
def manager(starter, command):
    """The starter with every condition before anything is final, one comment, one question and one early view."""
    path = starter / PLAN
    text = re.sub(r"(?ms)^final: \[.*?\]\n", f"final: [{', '.join(get_args(Condition))}]\n", path.read_text("utf-8"))
    text = re.sub(r"(?m)^    (entry|exit): .*\n", "", text)
    path.write_text(text if "\ncomments:" in text else text + COMMENTS, encoding="utf-8")
    interests = starter / INBOX / "interests.csv"
    lines = interests.read_text(encoding="utf-8").splitlines(keepends=True)
    interests.write_text("".join(line for line in lines if not line.startswith("p12,")), encoding="utf-8")
    found = Manager(starter, command)
    found.do("import", interests, "-w", starter)
    respondent = re.search(r"respondents:\s*(?:- |\[)?\s*\{id: ([a-z-]+)", path.read_text("utf-8"))[1]
    comment = {"id": "c001", "received": "2025-08-20", "respondent": respondent, "text": "No?", "proposes": "Privacy"}
    early = {"text": "One home", "basis": "A visit", "confidence": "Fairly sure", "option": "elder-alone"}
    for kind, person, said in (
        ("feedback", "c001", comment),
        ("question", "o01", {"id": "q01", "asked-by": "The committee", "text": "Who was asked?"}),
        ("recommend", "p04", early),
    ):
        found.do("record", kind, "--as", person, "-w", starter, *(w for k, v in said.items() for w in (f"--{k}", v)))
    return found


def test_every_gate_is_shut_until_what_it_names_is_done(manager):
    was_shut = set()
    for _ in range(60):
        found = manager.shut()
        if not found:
            break
        was_shut |= {gate["condition"] for gate in found}
        manager.clear(found[0])
    assert manager.shut() == []
    assert {gate["condition"] for gate in manager.gates()} == was_shut == set(get_args(Condition))


def test_the_old_paper_is_stale_by_its_entry_once_the_evidence_has_changed(manager):
    """And it stays so until the paper of a new run is issued."""

    def current():
        [found] = [gate for gate in manager.gates() if gate["condition"] == "paper-current"]
        return found

    manager.do("import", manager.folder / INBOX / "weights.csv", "-w", manager.folder)
    for _ in range(2):
        manager.clear(current())
    assert current()["is_open"]
    manager.replace(f"options/{PLACE}/sites.yaml", "date: 2018-11-14", "date: 2025-08-01")
    found = current()
    assert re.match(r"The options paper that entry \d+ issued is stale\.", found["why"])
    assert f"options/{PLACE}/sites.yaml" in found["why"]
    manager.clear(found)
    assert "is newer (entry" in current()["why"]
    manager.clear(current())
    assert current()["is_open"]
