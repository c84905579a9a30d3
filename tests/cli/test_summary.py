"""What a run says in the terminal: lines that a chair could read over a shoulder."""

from building import SITES, evidence, place, workspace

from appraisal import appraise
from appraisal.cli.summary import summary


def said_of(**given):
    """The lines of a run in which figures of some sites are not known: `cost_bed_day=("ash", "elm")`."""
    missing = {
        (site, item): None
        for item, sites in (("cost.bed-day", given["bed_day"]), ("access.admission-hours", given["hours"]))
        for site in sites
    }
    return summary(appraise(workspace(place(evidence=evidence(SITES, missing))), samples=50)).split("\n")


def test_where_no_option_is_placed_what_is_most_often_missing_is_named_and_no_more_than_three_things():
    lines = said_of(bed_day=SITES, hours=("ash",))
    at = next(number for number, line in enumerate(lines) if "no option has all its figures, so none is placed" in line)
    assert lines[at + 1].strip() == "most often not known: price of a bed-day and hours a week in which it admits"


def test_where_some_option_is_placed_nothing_is_said_of_what_is_most_often_missing():
    assert not any("most often" in line for line in said_of(bed_day=("ash",), hours=()))
