"""A run in a few lines that a chair could read over a shoulder."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from appraisal.model.dates import spoken
from appraisal.papers.in_the_way import Way, in_the_way
from appraisal.papers.words import listed, of_100

if TYPE_CHECKING:
    from appraisal.analysis.findings import Findings


_SOLVERS = {"highs": "HiGHS", "cbc": "CBC"}


def summary(findings: Findings) -> str:
    """What each step came to."""
    told = findings["context"]
    mark = " (illustrative)" if told["illustrative"] else ""
    beds = told["beds"]
    head = (
        f"{told['place_name']}, as at {spoken(date.fromisoformat(findings['inputs']['as_at']))}{mark}: {_beds(beds)}, "
        f"{_counted(len(findings['sites']), 'site')}, {_counted(len(findings['options']), 'option')}, "
        f"{_counted(findings['ballots']['counts']['people'], 'person', 'people')}"
    )
    lines = {
        "check": _check(findings),
        "screen": _screen(findings),
        "measure": _measure(findings),
        "score": _score(findings),
        "test": _test(findings),
        "search": _search(findings),
    }
    rows = [f"  {name if first else '':<9} {text}" for name, texts in lines.items() for first, text in _first(texts)]
    return "\n".join([head, "", *rows])


def _check(findings: Findings) -> list[str]:
    count = len(findings["warnings"])
    return [f"{_counted(count, 'warning')} (appraisal check shows them)"] if count else ["nothing to warn of"]


def _screen(findings: Findings) -> list[str]:
    aside = [site for site in findings["sites"] if site["status"] == "set aside"]
    if not aside:
        return ["every site clears every hurdle"]
    why = {row["site"]: row["why"] for row in findings["search"]["sites_left_out"]}
    named = [f"{site['name']} ({why[site['id']]})" for site in aside]
    return [f"{_counted(len(aside), 'site')} set aside", *(f"  {name}" for name in named)]


def _measure(findings: Findings) -> list[str]:
    need = findings["context"]["need"]["admissions_a_year"]
    about, low, high = (f"{need[end]:.0f}" for end in ("value", "low", "high"))
    return [f"about {about} people a year would use these beds (between {low} and {high})"]


def _score(findings: Findings) -> list[str]:
    options = {option["id"]: option for option in findings["options"]}
    known = [options[id_] for id_ in findings["ranking"] if options[id_]["total"]["value"] is not None]
    partly = [options[id_] for id_ in findings["ranking"] if options[id_]["total"]["value"] is None]
    if not findings["ranking"]:
        return ["no option is left to rank" if options else "no option has been put forward"]
    if not known:
        counts = Counter(name for option in partly for name in {row["name"] for row in option["not_known"]})
        most = sorted(counts, key=lambda name: (-counts[name], name))[:3]
        return ["no option has all its figures, so none is placed", f"  most often not known: {listed(most)}"]
    leader = known[0]
    lines = [f"'{leader['name']}' scores highest on the weights so far: {leader['total']['value']:.0f} of 100"]
    near = sorted((options[id_] for id_ in leader["no_clear_difference_from"]), key=_by_total)
    lines += [f"  no clear difference from '{o['name']}': {o['total']['value']:.0f}" for o in near]
    ties = [options[id_] for id_ in leader["tied_with"]]
    lines += [f"  level with '{option['name']}'" for option in ties]
    for option in partly:
        low, high = option["total"]["low"], option["total"]["high"]
        missing = sorted({row["name"] for row in option["not_known"]})
        lines.append(f"  '{option['name']}': between {low:.0f} and {high:.0f}, not known: {', '.join(missing)}")
    return lines


def _test(findings: Findings) -> list[str]:
    shares = findings["robustness"]["rank_acceptability"]["panel-range"]
    options = {option["id"]: option for option in findings["options"]}
    leader = next((id_ for id_ in findings["ranking"] if id_ in shares), None)
    if leader is None:
        return ["nothing to test"]
    moving = findings["robustness"]["rank_acceptability_with_figures"]["panel-range"][leader][0]
    return [
        f"'{options[leader]['name']}': highest in {of_100(shares[leader][0])} weightings within the panel's range",
        f"  and in {of_100(moving)} when the figures move within their ranges too",
        "  this shows how far weights matter, not the chance that it is right",
    ]


def _search(findings: Findings) -> list[str]:
    found = findings["search"]
    if found["nothing_possible"]:
        return nothing_possible(findings)
    how = _SOLVERS.get(findings["inputs"]["solver"])
    looked_at = _counted(found["combinations"], "set") + " of sites" + (f", searched by {how}" if how else "")
    if not findings["portfolios"]:
        return [f"{looked_at}; its time ran out before it found one", "  this does not show that there is none"]
    first = findings["portfolios"][0]
    names = {site["id"]: site["name"] for site in findings["sites"]}
    options = {option["id"]: option["name"] for option in findings["options"]}
    if first["option"]:
        said = f"the highest is the named option '{options[first['option']]}'"
    else:
        beds = ", ".join(f"{names[site]} {count}" for site, count in first["sites"].items())
        said = f"the highest, {first['total']['value']:.0f} of 100, is not among the named options: {beds}"
    lines = [f"{looked_at}; {said}"]
    if not found["proven"]:
        lines.append("  time ran out: another set may be higher, and a run again may find others")
    ask = [names[row["site"]] for row in findings["find_out_first"]]
    return [*lines, f"  find out first what is not known of {listed(ask)}"] if ask else lines


def nothing_possible(findings: Findings) -> list[str]:
    """Why no set of sites is possible, and which limit stands in the way."""
    told = findings["search"]["nothing_possible"]
    wanted, offered = told["beds_wanted"], told["beds_offered"]
    if told["outside_anchors"]:
        names = {criterion["id"]: criterion["name"].lower() for criterion in findings["criteria"]}
        off = listed([names[id_] for id_ in told["off_scale"]])
        lines = ["no set of sites lies within the anchors of every criterion"]
        return [*lines, f"  the nearest are off the scale of {off} alone"] if told["off_scale"] else lines
    way = in_the_way(findings["search"])
    usable = "the sites that clear every hurdle"
    if any(one.waits for one in way.helps):
        usable += ", and of which every figure is known,"
    lines = [
        f"no combination of sites can supply {_counted(wanted, 'bed')}: {usable} offer {offered}"
        if way.is_too_few
        else f"no combination of sites comes to {_beds(findings['context']['beds'])} in all, though {usable} "
        f"offer {offered}"
    ]
    lines += [f"  {_how(one)} it would be {one.beds}" for one in way.helps]
    if way.does_not:
        lines.append(f"  {listed([f'without {name}' for name in way.does_not], 'or')} it would still be {offered}")
    elif way.is_too_few:
        lines.append(f"  without any {'other ' if way.helps else ''}one limit or hurdle it would still be {offered}")
    lines += [f"  as far as these go, it would be possible {_how(one)}: {one.beds}" for one in way.together]
    if way.fewest:
        lines.append(f"  at least {way.fewest} limits and hurdles would have to go together")
    return lines if way.is_possible else [*lines, "  even without every limit and hurdle there would be none"]


def _how(way: Way) -> str:
    """What would have to be otherwise."""
    gone = [f"without {name}" for name in way.without]
    return listed([*gone, *(["with what is not known at its most favourable"] if way.waits else [])])


def _by_total(option: Any) -> tuple[float, str]:
    return -option["total"]["value"], option["id"]


def _counted(count: int, thing: str, things: str = "") -> str:
    return f"{count:,} {thing if count == 1 else things or thing + 's'}"


def _beds(beds: Mapping[str, int]) -> str:
    if beds["at_least"] == beds["at_most"]:
        return _counted(beds["at_most"], "bed")
    return f"{beds['at_least']} to {beds['at_most']} beds"


def _first(texts: Sequence[str]) -> list[tuple[bool, str]]:
    return [(number == 0, text) for number, text in enumerate(texts)]
