"""After a paper was issued, people give reasons that name a site nobody has approached: nothing public names it."""

import re
import shutil
from pathlib import Path

import pytest
from bookmaking import texts

PLACE = "hammersmith-and-fulham"
NAMED = re.compile("garnet", re.IGNORECASE)
WITHHELD = "These words are left out, because they name a site that has not been approached yet"
CHEAPER = "amber,,cost.bed-day,250,240,260,pounds a bed-day,example-return-harbour,2025-09-10,yes,cheaper than Garnet\n"
DEARER = "amber,,cost.bed-day,298,290,312,pounds a bed-day,example-return-harbour,2025-09-11,yes,A second bill\n"
WEIGHTS = """person,cast_on,access,clinical-fit,cost,cultural-fit,equity,travel-time,replaces,replaces_reason
p01,2025-09-11,80,100,40,60,50,40,yes,after visiting Example home Garnet
"""


@pytest.fixture(scope="module")
def hiding_once(demo_once, tmp_path_factory, process):
    """The demo with all sites real, one of them not approached, and its options paper issued."""
    folder = Path(shutil.copytree(demo_once, tmp_path_factory.mktemp("hiding") / "workspace"))
    sites = folder / "options" / PLACE / "sites.yaml"
    text = sites.read_text("utf-8").replace("standing: illustrative", "standing: interested")
    garnet = text.index("- id: garnet")
    text = text[:garnet] + text[garnet:].replace("standing: interested", "standing: not approached", 1)
    sites.write_text(text, "utf-8")
    settings = folder / "workspace.yaml"
    settings.write_text(settings.read_text("utf-8").replace("illustrative: true", "illustrative: false"), "utf-8")
    shutil.rmtree(folder / "papers")
    issue = ("record", "paper", "--as", "o01", "--file", f"papers/{PLACE}/options.html", "--to", "public")
    for given in (("run", folder, "--samples", "100"), ("papers", folder), (*issue, "-w", folder)):
        done = process(*given)
        assert (done.returncode, done.stderr) == (0, ""), done.stderr
    return folder


@pytest.fixture
def hiding(hiding_once, tmp_path):
    return Path(shutil.copytree(hiding_once, tmp_path / "hiding"))


def append(path, text):
    path.write_bytes(path.read_bytes() + text.encode("utf-8"))


def last_runs(folder, count=2):
    from appraisal.records.runs import runs_of

    return [entry.content["run"] for entry in runs_of(folder, PLACE)][-count:]


def test_reasons_that_name_it_stop_no_paper_and_no_public_form_prints_them(hiding, tmp_path, command):
    (tmp_path / "weights.csv").write_text(WEIGHTS, encoding="utf-8")
    append(hiding / "options" / PLACE / "evidence.csv", CHEAPER)
    said = {"text": "Take Garnet first", "basis": "a visit", "confidence": "high", "dissent": "p06: not Garnet"}
    options = [part for name, text in said.items() for part in (f"--{name}", text)]
    evidence = ("--site", "amber", "--item", "cost.bed-day", "--reason", "Garnet asked for more")
    for given in (
        ("import", tmp_path / "weights.csv", "-w", hiding),
        ("record", "evidence", "--as", "o01", *evidence, "-w", hiding),
        ("record", "recommendation", "--as", "p05", *options, "-w", hiding),
        ("run", hiding, "--samples", "100", "--because", "Cheaper than Garnet"),
    ):
        assert command(*given).code == 0
    home = hiding / "papers" / PLACE
    for form in ("html", "csv"):
        done = command("papers", hiding, "--kind", "all", "--format", form)
        assert done.code == 0, done.err
        assert not NAMED.search(done.out + done.err)
        assert ("seems to name a site that has not been approached" in done.err) == (form == "html")
    public = {path.name: path.read_text("utf-8") for path in home.iterdir()}
    assert [name for name, text in public.items() if NAMED.search(text)] == []
    paper = public["options.html"]
    assert "What changed since the last paper" in paper
    assert re.search(rf"Person p01, weights after the lock \(entry \d+\): {WITHHELD}", paper)
    assert paper.count(WITHHELD) > 4
    assert "Basis: A visit. Confidence: High." in paper
    for form in ((), ("--json",)):
        done = command("compare", *last_runs(hiding), "-w", hiding, "--public", *form)
        assert (done.code, NAMED.search(done.out + done.err)) == (0, None)
        assert WITHHELD in " ".join(done.out.split())
        assert "What is said of a change (Example home Amber: price of a bed-day) seems to name" in done.err
    assert NAMED.search(command("compare", *last_runs(hiding), "-w", hiding).out)


def test_the_public_workbook_names_it_nowhere_and_the_full_one_does(hiding, command):
    assert command("papers", hiding, "--format", "xlsx").code == 0
    assert command("papers", hiding, "--format", "xlsx", "--full").code == 0
    home = hiding / "papers" / PLACE
    public, full = (texts((home / name).read_bytes()) for name in ("workbook.xlsx", "workbook-full-confidential.xlsx"))
    assert [name for name, text in public.items() if NAMED.search(text)] == []
    assert NAMED.search(full["xl/sharedStrings.xml"])


def test_a_reason_that_names_nothing_is_printed_and_nobody_is_warned(hiding, command):
    append(hiding / "options" / PLACE / "evidence.csv", DEARER)
    assert command("run", hiding, "--samples", "100", "--because", "A second bill came").code == 0
    done = command("papers", hiding)
    assert (done.code, done.err) == (0, "")
    paper = (hiding / "papers" / PLACE / "options.html").read_text("utf-8")
    assert "A second bill came." in paper and WITHHELD not in paper
    compared = command("compare", *last_runs(hiding), "-w", hiding, "--public")
    assert (compared.code, compared.err) == (0, "")
    assert "A second bill came" in compared.out


def test_what_may_be_printed_of_a_run_whose_findings_are_gone_is_not_guessed(hiding, command):
    append(hiding / "options" / PLACE / "evidence.csv", DEARER)
    assert command("run", hiding, "--samples", "100", "--because", "Unlike Garnet").code == 0
    before, after = last_runs(hiding)
    shutil.rmtree(hiding / "runs" / PLACE / before)
    done = command("compare", before, after, "-w", hiding, "--public")
    assert (done.code, done.out) == (6, "")
    assert f"The findings of run {before} are not at" in done.err
