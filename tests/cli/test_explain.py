"""`appraisal audit explain`: names that are nearly right, JSON, places and runs."""

import json
import shutil

import pytest


def explain(command, folder, *arguments):
    return command("audit", "explain", *arguments, "-w", folder)


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        (["ambr"], "There is nothing called 'ambr' in this run. Did you mean 'amber'?"),
        (["amber-alone", "costs"], "There is no criterion 'costs' in this run. Did you mean 'cost'?"),
        (["weight:acess"], "There is no criterion 'acess' in this run. Did you mean 'access'?"),
        (["hurdle:nursng"], "There is no hurdle 'nursng' in this run. Did you mean 'nursing'?"),
        (["hurdle:nursing", "ambr"], "There is no site 'ambr' in this run. Did you mean 'amber'?"),
        (["option:amber"], "There is no option 'amber' in this run."),
        (["99999"], "There is no entry 99999: the ledger holds"),
        (["0"], "There is no entry 0: the ledger holds"),
        (["29", "cost"], "An entry is explained by itself; 'cost' was given too."),
        (["cost", "amber"], "A weight is explained by itself; 'amber' was given too."),
        (["three short words"], "A sentence of a paper needs at least 4 of its words."),
        (["override:29"], "Entry 29 is of kind 'lock', so it is no override. Overrides here: none."),
        (["amber-alone", "--run", "nosuch"], "There is no run 'nosuch'."),
        (["amber-alone", "--place", "hammersmith"], "Did you mean 'hammersmith-and-fulham'?"),
        ([""], "There is nothing called ''"),
    ],
)
def test_what_is_not_there_is_refused_by_name_with_a_hint(command, demo_once, asked, says):
    answer = explain(command, demo_once, *asked)
    assert (answer.code, answer.out) == (6, "")
    assert says in answer.err


def test_a_workspace_without_a_ledger_or_without_a_run_says_so(command, starter, tmp_path):
    assert explain(command, starter, "amber-alone").code == 5
    assert explain(command, tmp_path / "nowhere", "29").code == 5


def test_json_holds_every_step_with_its_path_entries_and_unrounded_figure(command, demo_once):
    answer = explain(command, demo_once, "elder-alone", "--json")
    told = json.loads(answer.out)
    assert (answer.code, answer.err) == (0, "")
    assert (told["place"], told["problems"], told["confidential"]) == ("hammersmith-and-fulham", [], True)
    steps, paths = list(told["steps"]), {}
    for step in steps:
        steps.extend(step["details"])
        if step["path"] and step["figure"] is not None:
            paths[step["path"]] = step["figure"]
    assert told["compared"] > 150
    findings = json.loads(next(demo_once.glob(f"runs/*/{told['run']}/findings.json")).read_text(encoding="utf-8"))
    index = next(i for i, row in enumerate(findings["options"]) if row["id"] == "elder-alone")
    assert paths[f"options[{index}].total.value"] == pytest.approx(
        findings["options"][index]["total"]["value"], abs=1e-9
    )


def test_the_same_question_gives_the_same_bytes(command, demo_once):
    assert explain(command, demo_once, "hazel-and-foxglove") == explain(command, demo_once, "hazel-and-foxglove")


def test_a_site_that_has_not_been_approached_is_announced(command, appraised):
    sites, settings = next(appraised.glob("options/*/sites.yaml")), appraised / "workspace.yaml"
    text = sites.read_text(encoding="utf-8").replace("standing: illustrative", "standing: interested")
    garnet = text.index("- id: garnet")
    hiding = text[garnet:].replace("standing: interested", "standing: not approached", 1)
    sites.write_text(text[:garnet] + hiding, encoding="utf-8")
    said = settings.read_text(encoding="utf-8").replace("illustrative: true", "illustrative: false")
    settings.write_text(said, encoding="utf-8")
    assert command("run", appraised, "--samples", "50", "-q").code == 0
    assert "It names a site that has not been approached." in explain(command, appraised, "garnet").out
    assert "It names a site that has not been approached." not in explain(command, appraised, "amber-alone").out


def test_findings_that_are_gone_are_named(command, demo_once, tmp_path):
    folder = shutil.copytree(demo_once, tmp_path / "gone")
    for path in folder.glob("runs/*/*/findings.json"):
        path.unlink()
    answer = explain(command, folder, "amber-alone")
    assert (answer.code, answer.out) == (6, "")
    assert "findings" in answer.err
    assert explain(command, folder, "29").code == 0
