"""Families about where people go, and whether a bed is free there."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from appraisal.analysis.portfolio.family import family
from appraisal.analysis.portfolio.model import ROOM, Model, Sum, summed
from appraisal.measures.erlang import carried_tangents

TOUCHED_AT_FIRST = 9  # loads, evenly from none to all, at which lines touch what beds carry
_LEAST = 1e-6  # solvers drop coefficients that are smaller still, so a line with one is left out


@family(
    "One site for each area",
    "The people of each area go to one site, and it is open.",
    "share of an area",
    "for each a:  sum[s] x[a,s] = 1",
    "for each a and s:  x[a,s] <= sum[b] u[s,b]",
)
def one_site_for_each_area(model: Model) -> None:
    """Everybody goes to an open site."""
    for way in range(len(model.nearest_first)):
        goes = [model.goes(way, site) for site in model.sites]
        model.row(f"one_site.{way + 1}", summed(goes), "=", 1)
        for site in model.sites:
            goes_there = summed([model.goes(way, site)])
            model.row(f"open.{way + 1}.{model.site_name(site)}", goes_there, "<=", model.opened(site))


@family(
    "The nearest open site",
    "The people of an area go no farther than to its nearest open site. Ties go by the site's id.",
    "share of an area",
    "for each a and s:  sum[s' no farther from a than s] x[a,s'] >= sum[b] u[s,b]",
)
def nearest_open_site(model: Model) -> None:
    """Nobody goes past an open site."""
    for way, in_order in enumerate(model.nearest_first):
        for place, site in enumerate(in_order[:-1], start=1):
            no_farther = summed([model.goes(way, nearer) for nearer in in_order[:place]])
            model.row(f"nearest.{way + 1}.{model.site_name(site)}", no_farther, ">=", model.opened(site))


@family(
    "A free bed",
    "Beds carry no more of the load offered to them than Erlang's loss leaves. Lines that touch that bent load stand "
    "in for it, and more are added where a set is found.",
    "erlangs",
    "for each s:  sum[b] r[s,b] = sum[a] load[a] x[a,s]",
    "for each s and b:  r[s,b] <= load of all u[s,b]",
    "for each s, b and line:  c[s,b] <= slope r[s,b] + intercept u[s,b]",
)
def free_bed(model: Model) -> None:
    """What beds carry of the load offered to them."""
    if model.load is None:
        return
    loads = model.by_way(model.load).tolist()
    everybody = float(model.load.sum()) + ROOM
    for site in model.sites:
        asked = Sum()
        for way, load in enumerate(loads):
            asked.add(model.goes(way, site), load)
        shared_out = summed([model.offered(site, beds) for beds in model.choices[site]])
        model.row(f"load.{model.site_name(site)}", shared_out, "=", asked)
        for beds in model.choices[site]:
            held = Sum()
            held.add(model.holds(site, beds), everybody)
            name = f"load_only_if.{model.site_name(site)}.{beds}"
            model.row(name, summed([model.offered(site, beds)]), "<=", held)
            touch(model, site, beds, np.linspace(0.0, everybody, TOUCHED_AT_FIRST).tolist())


def touch(model: Model, site: int, beds: int, loads: Sequence[float]) -> None:
    """Add lines that touch what so many beds at a site carry, at some loads."""
    slopes, intercepts = carried_tangents(beds, loads)
    for load, slope, intercept in zip(loads, slopes.tolist(), intercepts.tolist(), strict=True):
        name = f"carried.{model.site_name(site)}.{beds}.at.{load:.6f}"
        if 0 < intercept < _LEAST or model.has_row(name):
            continue
        line = Sum()
        line.add(model.offered(site, beds), slope)
        line.add(model.holds(site, beds), intercept)
        model.row(name, summed([model.carried(site, beds)]), "<=", line)
