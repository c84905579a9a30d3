"""A paper that somebody holds: which run made it, whether it is current, and which numbers differ."""

import hashlib
import json
import random
import re
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import html5lib
import planting
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from appraisal.audit.papers.check import check_paper
from appraisal.audit.papers.comparing import compare_pages
from appraisal.audit.papers.differences import differences
from appraisal.audit.papers.held import read_held
from appraisal.audit.papers.pages import read_page
from appraisal.audit.papers.references import Reference
from appraisal.errors import FindingsError, OutputError
from appraisal.model.entries import Receipt
from appraisal.records.issued import keep_paper
from appraisal.records.ledger_address import LEDGER
from appraisal.records.runs import runs_of

PLACE = "hammersmith-and-fulham"
KINDS = ("options", "feedback", "audit")
DEARER = b"amber,,cost.bed-day,398,390,420,pounds a bed-day,example-return-harbour,2025-08-28,yes,A new price\n"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def paper_of(folder, kind="options"):
    return folder / "papers" / PLACE / f"{kind}-illustrative.html"


def text_of(folder, kind="options"):
    return paper_of(folder, kind).read_text(encoding="utf-8")


def elsewhere(tmp_path, text, name="downloaded.html"):
    """A paper as it was downloaded or sent."""
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def demo(demo_once, tmp_path):
    return Path(shutil.copytree(demo_once, tmp_path / "demo"))


@pytest.mark.parametrize("kind", KINDS)
def test_a_paper_as_it_was_written_agrees(demo_once, command, kind):
    told = command("audit", "paper", paper_of(demo_once, kind), "-w", demo_once, "--json")
    found = json.loads(told.out)
    assert (told.code, found["paper"], found["run"]) == (0, kind, runs_of(demo_once)[-1].content["run"])
    assert (found["in_record"], found["current"], found["as_written"], found["agrees"]) == (True, True, True, True)
    assert (found["numbers_that_differ"], found["words_that_differ"], found["looks"]) == (0, 0, [])
    assert found["compared_with"].startswith("the paper made anew")


@pytest.mark.parametrize("kind", KINDS)
def test_each_of_100_wrong_numbers_is_found_in_its_section(demo_once, kind):
    page = text_of(demo_once, kind)
    right = read_page(page)
    chance = random.Random(20250901)
    shown, drawn, margin = (
        getattr(planting, of)(page) for of in ("numbers_in_text", "numbers_drawn", "numbers_in_margins")
    )
    chosen = chance.sample(shown, 80) + chance.sample(drawn, min(17, len(drawn))) + margin[:3]
    chosen += chance.sample(shown, 100 - len(chosen))
    missed = []
    for where in chosen:
        planted = planting.with_another_digit(page, where, chance)
        found = [one for one in differences(read_page(planted).blocks, right.blocks) if one.is_number]
        section = planting.section_at(page, where[0])
        expected = page[slice(*where)]
        if [one.section[0] for one in found] != [section] or expected not in found[0].expected:
            missed.append((section, expected, found))
    assert missed == []


def test_a_wrong_number_is_told_with_what_it_should_be_and_where(demo_once, command, tmp_path):
    path = elsewhere(tmp_path, text_of(demo_once).replace("71 of 100", "81 of 100", 1))
    told = command("audit", "paper", path, "-w", demo_once)
    assert told.code == 5
    assert "1 number DIFFERS. It was held against the paper made anew" in told.out
    assert (
        "\n1 number differs\n  1. The answer so far\n    found '81', expected '71'\n"
        "    ... on the weights so far: [71] of 100. There is no ...\n"
    ) in told.out + "\n"


@pytest.mark.parametrize(
    ("before", "after", "is_number"),
    [
        ("Nothing is decided</p>", "Everything is decided</p>", True),
        ("does not clear", "does clear", False),
        ("never passes", "always passes", False),
        ("takes two buses", "takes four buses", True),
    ],
)
def test_a_word_that_is_another_or_gone_is_found(demo_once, tmp_path, before, after, is_number):
    text = text_of(demo_once)
    assert before in text
    path = elsewhere(tmp_path, text.replace(before, after, 1))
    found = check_paper(demo_once, path)
    assert found.is_true is False
    assert [one.is_number for one in found.compared.differences] == [is_number]


@pytest.mark.parametrize(
    ("before", "after"), [(r"\d+ entr", "399 entr"), ("head .", "head 0"), ("number .", "number 9")]
)
def test_a_number_in_the_foot_is_found_also_where_the_record_is_read_by_it(demo_once, tmp_path, before, after):
    text = text_of(demo_once, "feedback")
    at = text.index("<footer>")
    found = check_paper(demo_once, elsewhere(tmp_path, text[:at] + re.sub(before, after, text[at:], count=1)))
    assert found.is_true is False
    assert {one.section for one in found.compared.numbers} == {("the foot of the paper",)}


def test_a_receipt_in_the_foot_is_held_against_the_record(demo_once, tmp_path):
    run, held = runs_of(demo_once)[-1], read_held(demo_once)
    right = Receipt(run.number, run.hash, run.entered_at)
    assert held.problem_with(right) == ""
    for wrong in (
        Receipt(run.number - 1, run.hash, run.entered_at),
        Receipt(run.number + 99, run.hash, run.entered_at),
        Receipt(run.number, "0" * 64, run.entered_at),
        Receipt(run.number, run.hash, "2025-01-01T00:00:00.000000Z"),
    ):
        assert held.problem_with(wrong)
    text = text_of(demo_once, "feedback").replace("</footer>", f"<p>{right}</p><p>{wrong}</p></footer>")
    found = check_paper(demo_once, elsewhere(tmp_path, text))
    assert [not problem for _, problem in found.receipts if _ in (right, wrong)] == [True, False]
    assert found.is_true is False


def test_a_paper_of_an_earlier_run_is_stale_and_true(demo_once, command):
    first = runs_of(demo_once)[0].content["run"]
    [path] = (demo_once / "runs" / PLACE / first / "papers").glob("*.html")
    told = command("audit", "paper", path, "-w", demo_once)
    assert told.code == 0
    assert "NO LONGER: this paper is stale. Run " in told.out
    assert "says that it was issued on 1 September 2025, to: deciders." in " ".join(told.out.split())
    plain = json.loads(command("audit", "paper", path, "-w", demo_once, "--json").out)
    assert (plain["current"], plain["agrees"], plain["as_written"]) == (False, True, True)


def test_a_changed_file_and_a_later_answer_make_a_paper_stale(demo, command):
    evidence = demo / "options" / PLACE / "evidence.csv"
    evidence.write_bytes(evidence.read_bytes() + DEARER)
    found = check_paper(demo, paper_of(demo, "feedback"))
    assert (found.is_current, found.is_true) == (False, True)
    assert "evidence.csv" in found.why_stale
    asked = ("--as", "o01", "--id", "q9", "--asked-by", "A committee", "--text", "Why?")
    told = command("record", "question", *asked, "-w", demo)
    assert told.code == 0, told.err
    assert "came later: the first is entry" in check_paper(demo, paper_of(demo, "feedback")).why_stale
    assert "came later" not in check_paper(demo, paper_of(demo, "options")).why_stale


def test_a_paper_of_another_workspace_is_not_in_the_record(demo_once, appraised_once, command):
    told = command("audit", "paper", paper_of(demo_once), "-w", appraised_once)
    assert told.code == 5
    assert "is not in this record" in told.out
    plain = json.loads(command("audit", "paper", paper_of(demo_once), "-w", appraised_once, "--json").out)
    assert (plain["in_record"], plain["current"], plain["compared_with"]) == (False, None, "")


def test_a_record_whose_chain_does_not_hold_is_not_relied_on(demo, command):
    with closing(sqlite3.connect(demo / LEDGER)) as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f'DROP TRIGGER "{name}"')
        connection.execute("UPDATE entries SET cast_on = '2025-01-01' WHERE number = 7")
        connection.commit()
    told = command("audit", "paper", paper_of(demo), "-w", demo)
    assert (told.code, told.out) == (5, "")
    assert told.err.startswith("Ledger entry 7 was changed after it was written")


@pytest.mark.parametrize("kind", KINDS)
def test_a_paper_that_a_program_read_and_wrote_again_agrees(demo_once, tmp_path, kind):
    tree = html5lib.parse(text_of(demo_once, kind))
    again = html5lib.serialize(tree, omit_optional_tags=True, alphabetical_attributes=True, quote_attr_values="legacy")
    saved = f"<!-- saved from url=(0014)about:internet -->\r\n{again}".replace("\n", "\r\n")
    injected = saved.replace("<body>", "<body data-x=y><div id=extension class=z></div>")
    path = tmp_path / "saved.htm"
    path.write_bytes(injected.encode("utf-16"))
    found = check_paper(demo_once, path)
    assert (found.is_true, found.is_as_written) == (True, False)


@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not on this machine")
def test_a_paper_saved_by_a_browser_agrees_and_a_wrong_number_in_it_is_found(demo_once, tmp_path):
    asked = [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'profile'}"]
    saved = subprocess.run(
        [*asked, "--dump-dom", paper_of(demo_once).as_uri()], capture_output=True, timeout=120, check=True
    ).stdout.decode("utf-8")
    assert saved != text_of(demo_once)
    assert check_paper(demo_once, elsewhere(tmp_path, saved)).is_true
    found = check_paper(demo_once, elsewhere(tmp_path, saved.replace("71 of 100", "71.5 of 100", 1)))
    assert [(one.found, one.expected) for one in found.compared.numbers] == [("71.5", "71")]


def test_a_paper_that_lost_its_mark_for_machines_is_known_by_its_foot(demo_once, tmp_path):
    text = re.sub('<meta name="appraisal"[^>]*>', "", text_of(demo_once, "feedback"))
    found = check_paper(demo_once, elsewhere(tmp_path, text))
    assert (found.kind, found.is_true, found.is_current) == ("feedback", True, True)


@pytest.mark.parametrize(
    ("planted", "says"),
    [
        ("<script>document.title = 1</script></body>", "a script"),
        ('<img src="chart.png"></body>', "a picture"),
        ("<style>.lead { display: none }</style></body>", "a style"),
        ('<div style="position: absolute"></div></body>', "a style of one element"),
    ],
)
def test_what_can_change_what_is_seen_is_told(demo_once, tmp_path, planted, says):
    found = check_paper(demo_once, elsewhere(tmp_path, text_of(demo_once, "feedback").replace("</body>", planted)))
    assert (found.is_true, found.compared.differences, found.compared.looks) == (False, (), (says,))


def wrapped(name, attributes=""):
    return lambda text: text.replace(
        "Nothing is decided</p>", f"<{name}{attributes}>Nothing is decided</{name}></p>", 1
    )


@pytest.mark.parametrize(
    "change",
    [
        *(wrapped(name) for name in ("s", "del", "ins", "sup", "sub", "small", "big", "details", "strike", "u")),
        wrapped("font", " size=1"),
        wrapped("span", " class=skip"),
        lambda text: re.sub(r' class="[^"]+"', "", text),
        lambda text: text.replace('class="note"', 'class="skip"', 1),
        lambda text: re.sub(r"(<h2[^>]*>.*?)</h2>", r"\1 <small></small></h2>", text, count=1, flags=re.DOTALL),
        lambda text: text.replace("<ul", "<ol", 1).replace("</ul>", "</ol>", 1),
        lambda text: re.sub(r"<p>", "<p align=right>", text, count=1),
    ],
)
def test_a_tag_or_class_that_makes_true_words_look_otherwise_is_found(demo_once, change):
    text = text_of(demo_once, "feedback")
    assert change(text) != text
    compare = compare_pages(read_page(change(text)))
    found = compare(Reference(text.encode(), "feedback", "itself", is_vouched=True))
    assert (found.differences, bool(found.looks), found.agrees) == ((), True, False)
    injected = read_page(text.replace("<body>", "<body><div class=z></div><my-element class=z></my-element>"))
    assert compare_pages(injected)(Reference(text.encode(), "feedback", "itself", is_vouched=True)).agrees


def test_a_look_that_moved_to_other_words_is_found():
    here, there = (
        f"<style>.skip {{ top: 0 }}</style><p>{said}</p>"
        for said in (
            "<span class=skip>Go</span> on. <span>Stop</span>.",
            "<span>Go</span> on. <span class=skip>Stop</span>.",
        )
    )
    further = here.replace("</span> on.", " on.</span>", 1)
    for found in (there, further):
        assert compare_pages(read_page(found))(Reference(here.encode(), "", "itself", is_vouched=True)).looks


def test_a_signature_is_checked_where_there_is_a_key_and_told_where_there_is_none(
    demo_once, command, tmp_path, monkeypatch
):
    monkeypatch.delenv("APPRAISAL_SIGNING_KEY", raising=False)
    key = Ed25519PrivateKey.generate()
    private, public = tmp_path / "k.pem", tmp_path / "k.pub"
    private.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    public.write_text(key.public_key().public_bytes_raw().hex())
    text = text_of(demo_once, "feedback")
    [(receipt, _)] = check_paper(demo_once, paper_of(demo_once, "feedback")).receipts
    assert receipt.text in text
    told = {}
    for name, signature in (("right", key.sign(receipt.text.encode()).hex()), ("forged", "0" * 128)):
        signed = elsewhere(tmp_path, text.replace(receipt.text, f"{receipt.text}, signed {signature}"), f"{name}.html")
        told[name] = command("audit", "paper", signed, "-w", demo_once)
        assert told[name].code == 0
        assert "Its signature was not checked: no key was given." in " ".join(told[name].out.split())
        for has_own in (False, True):
            if has_own:
                monkeypatch.setenv("APPRAISAL_SIGNING_KEY", str(private))
            found = check_paper(demo_once, signed, None if has_own else public)
            assert found.is_true is (name == "right"), (name, has_own)
        monkeypatch.delenv("APPRAISAL_SIGNING_KEY")
    asked = ("audit", "paper", tmp_path / "forged.html", "-w", demo_once, "--public-key", public)
    told = command(*asked)
    assert (told.code, "its signature was not made with the key given" in " ".join(told.out.split())) == (5, True)


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("a.xlsx", b"PK\x03\x04" + bytes(99), "is a damaged workbook"),
        ("a.xlsx", b"PK\xff", "is a damaged workbook"),
        ("a.csv", b"option,run\namber,5990e438c9a4\n", "check the HTML paper or the workbook"),
    ],
)
def test_what_cannot_be_checked_is_named_for_what_it_is(demo_once, tmp_path, name, data, says):
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(FindingsError, match=says):
        check_paper(demo_once, path)


def test_letters_that_are_moved_in_a_drawing_are_found():
    page = "<svg><text>71 of <tspan>100</tspan></text></svg>"
    compare = compare_pages(read_page(page.replace("<tspan>", "<tspan dx=-40>")))
    assert not compare(Reference(page.encode(), "", "itself", is_vouched=True)).agrees


def test_a_paper_of_older_templates_is_held_against_the_copy_that_was_issued(demo, command):
    template = demo / "reports" / "options.html.j2"
    text = template.read_text(encoding="utf-8")
    template.write_text(text.replace("<main ", "<p>99 new words</p><main "), encoding="utf-8")
    first = runs_of(demo)[0].content["run"]
    [issued] = (demo / "runs" / PLACE / first / "papers").glob("*.html")
    found = check_paper(demo, issued)
    assert (found.is_true, found.own_templates) == (True, ("options.html.j2",))
    assert re.fullmatch(r"the copy that entry \d+ says was issued", found.compared.with_what)
    told = command("audit", "paper", paper_of(demo), "-w", demo)  # kept, and never issued
    assert told.code == 5
    assert "held against a copy kept when it was written" in " ".join(told.out.split())
    assert "So nothing here vouches for it." in " ".join(told.out.split())


def test_a_wrong_paper_that_somebody_put_among_the_kept_ones_is_not_believed(demo, tmp_path):
    wrong = text_of(demo).replace("71 of 100", "81 of 100")
    keep_paper(demo, PLACE, runs_of(demo)[-1].content["run"], wrong)
    found = check_paper(demo, elsewhere(tmp_path, wrong))
    assert (found.is_true, found.is_as_written) == (False, True)
    assert found.compared.numbers_made_anew == wrong.count("81 of 100")


def test_a_paper_with_words_that_were_changed_since_the_run_says_so(demo, command):
    wording = demo / "reports" / "wording.yaml"
    text = wording.read_text(encoding="utf-8")
    assert "You said, we did" in text
    wording.write_text(text.replace("You said, we did", "What you said"), encoding="utf-8")
    assert check_paper(demo, paper_of(demo, "feedback")).is_true
    assert command("papers", demo, "--kind", "feedback").code == 0
    found = check_paper(demo, paper_of(demo, "feedback"))
    assert (found.is_true, found.is_current) == (True, False)
    assert "reports/wording.yaml, which the run did not read" in found.compared.with_what


def test_findings_that_are_gone_are_said_and_so_are_findings_that_were_changed(demo, command):
    run = runs_of(demo)[-1].content["run"]
    kept = demo / "runs" / PLACE / run
    findings = kept / "findings.json"
    text = findings.read_text(encoding="utf-8")
    findings.unlink()
    shutil.rmtree(kept / "papers")
    told = command("audit", "paper", paper_of(demo), "-w", demo)
    assert told.code == 6
    assert "They could not be checked. The findings of run" in " ".join(told.out.split())
    findings.write_text(text.replace("20250901", "20250902"), encoding="utf-8")
    found = check_paper(demo, paper_of(demo))
    assert found.is_true is None
    assert "changed" in found.not_compared


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<html><p>A page of somebody else's</p>",
        bytes(range(256)) * 100,
        b"PK\x03\x04" + bytes(1000),
        b"%PDF-1.7 Run 5990e438c9a4" + b"\xff\xfe\x00",
        b'<meta charset="x-made-up">Run 5990e438c9a4',
        b"9" * 10_000_001,
    ],
)
def test_a_file_that_is_no_paper_of_ours_is_refused_in_words(demo_once, command, tmp_path, data):
    path = tmp_path / "file"
    path.write_bytes(data)
    told = command("audit", "paper", path, "-w", demo_once)
    assert (told.code, told.out) == (6, "")
    assert told.err.startswith("'file' ")


def test_a_file_that_is_not_there_is_said(demo_once, tmp_path):
    for path in (tmp_path / "none.html", tmp_path, Path("a\x00b")):
        with pytest.raises(OutputError, match=r"^There is no file at .* Name the paper"):
            check_paper(demo_once, path)


def test_a_deeply_nested_paper_is_read(demo_once, tmp_path):
    assert check_paper(demo_once, elsewhere(tmp_path, "<div>" * 200_000 + text_of(demo_once, "feedback"))).is_true


def test_the_hash_of_the_file_is_told(demo_once):
    path = paper_of(demo_once, "feedback")
    assert check_paper(demo_once, path).file_hash == hashlib.sha256(path.read_bytes()).hexdigest()
