"""From what is published nobody can work out where a site stands that has not been approached, nor what it asks."""

import csv
import re
import shutil
from pathlib import Path

import pytest
import yaml
from locating import Searcher
from recalculating import shown

PLACE = "hammersmith-and-fulham"
HIDDEN = "damson"
FEW_SQUARE_KM = 0.5  # what exact figures leave of the place


@pytest.fixture(scope="module")
def told(appraised_once, tmp_path_factory, process):
    """The starter with one site not approached: its folder, and what both forms of the workbook show."""
    folder = Path(shutil.copytree(appraised_once, tmp_path_factory.mktemp("hidden") / "workspace"))
    path = folder / "options" / PLACE / "sites.yaml"
    head, _, rest = path.read_text("utf-8").partition(f"- id: {HIDDEN}")
    changed = head + f"- id: {HIDDEN}" + rest.replace("standing: illustrative", "standing: not approached", 1)
    path.write_text(changed.replace("standing: illustrative", "standing: interested"), "utf-8")
    settings = folder / "workspace.yaml"
    settings.write_text(settings.read_text("utf-8").replace("illustrative: true", "illustrative: false"), "utf-8")
    xlsx = ("papers", folder, "--format", "xlsx")
    for given in (("run", folder, "--samples", "20"), xlsx, (*xlsx, "--full"), ("papers", folder, "--format", "csv")):
        done = process(*given)
        assert done.returncode == 0, done.stderr
    home = folder / "papers" / PLACE
    public, full = (shown((home / name).read_bytes()) for name in ("workbook.xlsx", "workbook-full-confidential.xlsx"))
    return folder, public, full


def options_of(sheets, site):
    """Ranked options with a site: id -> its other sites."""
    ranked = {row["Option"] for row in sheets["Totals and ranks"]}
    sites = {option: [row["Site"] for row in sheets["Options"] if row["Option"] == option] for option in ranked}
    return {option: tuple(s for s in each if s != site) for option, each in sites.items() if site in each}


def ends(sheets, option):
    """Ends of travel time and equity that a workbook shows of an option."""
    rows = {row["Criterion"]: row for row in sheets["Performance"] if row["Option"] == option}
    return [(rows[on]["Lowest"], rows[on]["Highest"]) for on in ("travel-time", "equity")]


def test_the_public_workbook_and_tables_leave_most_of_the_place_where_it_may_stand(told):
    folder, public, full = told
    areas = folder / "options" / PLACE / "areas.csv"
    search = Searcher(public, areas)
    whole = len(search.grid) * search.square_km

    exact = {others: ends(full, option) for option, others in options_of(full, HIDDEN).items()}
    near = search.fitting(exact, slack=0.15)
    assert 0 < near.sum() * search.square_km < FEW_SQUARE_KM, "exact figures give it away, so the search can find it"

    rough = {others: ends(public, option) for option, others in options_of(public, "site-1").items()}
    assert len(rough) == len(exact) == 2
    with (folder / "papers" / PLACE / "options-scores.csv").open(encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            others = options_of(public, "site-1").get(row["option"])
            if others and row["criterion"] in ("travel-time", "equity"):
                place = ("travel-time", "equity").index(row["criterion"])
                assert row["performance"] == ""
                assert (float(row["performance_low"]), float(row["performance_high"])) == rough[others][place]
    fits = search.fitting(rough)
    assert fits.sum() * search.square_km > min(10, whole / 3)
    sites = yaml.safe_load((folder / "options" / PLACE / "sites.yaml").read_text("utf-8"))["sites"]
    inside = {
        site["id"]
        for site in sites
        if fits[((search.grid - (site["lat"], site["lon"])) ** 2 * (1, 0.4)).sum(axis=1).argmin()]
    }
    assert HIDDEN in inside and len(inside) > 5


def test_no_table_has_a_figure_of_its_options_to_the_last_digit(told):
    folder, public, _ = told
    hidden = options_of(public, "site-1").keys()
    home = folder / "papers" / PLACE
    for name, key in (("options", "total"), ("options-scores", "performance"), ("sites", "total_alone")):
        with (home / f"{name}.csv").open(encoding="utf-8") as stream:
            rows = [row for row in csv.DictReader(stream) if row.get("option") in hidden or row.get("site") == "site-1"]
        assert rows
        for row in rows:
            low, high = float(row[f"{key}_low"]), float(row[f"{key}_high"])
            assert low < high
            if key != "performance":
                assert all(re.fullmatch(r"\d+(\.0)?", row[f"{key}_{end}"]) for end in ("low", "high"))


def test_a_cost_less_that_of_the_other_site_leaves_a_band_and_no_price(told):
    _, public, full = told
    for option, others in options_of(public, "site-1").items():
        [cost] = [row for row in public["Performance"] if (row["Option"], row["Criterion"]) == (option, "cost")]
        [twin] = [o for o, each in options_of(full, HIDDEN).items() if each == others]
        [exact] = [row for row in full["Performance"] if (row["Option"], row["Criterion"]) == (twin, "cost")]
        assert cost["Lowest"] < exact["Lowest"] <= exact["Highest"] < cost["Highest"]
        assert cost["Highest"] / cost["Lowest"] > 1.2
