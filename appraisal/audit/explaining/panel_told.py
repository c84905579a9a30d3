"""What a panel's scores of a site come to, person by person, and how sites combine in an option (method 1.8)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import floor, inf, nan

from appraisal.audit.explaining.arithmetic import number
from appraisal.audit.explaining.dossier import Dossier, cited, numbers_of
from appraisal.audit.explaining.performed import Performed
from appraisal.audit.explaining.steps import Step
from appraisal.measures.clinical_fit import recusals
from appraisal.model.ballots import Moderated, ScoreCast
from appraisal.model.criteria import Criterion
from appraisal.model.entries import Entry

Ends = tuple[float, float | None, float]

_HOW = {
    "bed-weighted-mean": "Sites by their new beds",
    "sum": "Sites added up",
    "worst": "The lowest of the sites",
}


def panel(dossier: Dossier, criterion: Criterion, sites: Mapping[str, int], *, with_areas: bool) -> Performed:  # noqa: ARG001
    """A panel criterion of a set of sites: each site's scores, and how they combine.

    Args:
        dossier: of the run.
        criterion: a panel criterion.
        sites: id -> new beds.
        with_areas: not used: no area is in it.
    """
    found = {site: site_score(dossier, criterion, site) for site in sorted(sites)}
    ends = {site: _ends(dossier, criterion, site) for site in found}
    value = _combined(criterion, sites, {site: nan if e[1] is None else e[1] for site, e in ends.items()})
    low = {site: nan if e[1] is None else e[0] for site, e in ends.items()}
    high = {site: nan if e[1] is None else e[2] for site, e in ends.items()}
    least = {site: e[0] if e[1] is None else e[1] for site, e in ends.items()}
    most = {site: e[2] if e[1] is None else e[1] for site, e in ends.items()}
    known = [e[1] for e in ends.values() if e[1] is not None]
    return Performed.of(
        criterion,
        value,
        (_combined(criterion, sites, low), _combined(criterion, sites, high)),
        (_combined(criterion, sites, least), _combined(criterion, sites, most)),
        [*found.values(), _combination(criterion, sites, ends, value)],
        beside={"lowest_site": min(known) if len(known) == len(ends) else nan},
        ends_say=("the lower end of each site's scores", "the higher end of each site's scores"),
    )


def site_score(dossier: Dossier, criterion: Criterion, site: str) -> Step:
    """The score of a site on a panel criterion: who gave what and why, the median, and what was moderated."""
    place = dossier.place
    apart, rows, counted, used = recusals(place.ballots, place), [], [], []
    for cast in place.ballots.scores:
        if (cast.site, cast.criterion) != (site, criterion.id):
            continue
        entry = _entry(dossier, "score", site, criterion.id, cast.person)
        is_counted = cast.points is not None and (cast.person, site) not in apart
        counted += [cast.points] if is_counted and cast.points is not None else []
        used.append(entry)
        rows.append(_score(dossier, cast, entry, is_apart=(cast.person, site) in apart))
    row = next(
        index
        for index, told in enumerate(dossier.findings["panel"]["scores"])
        if (told["criterion"], told["site"]) == (criterion.id, site)
    )
    scores = sorted(counted)
    steps = [*rows, *_quarters(dossier, row, scores)]
    moderated = next(
        (said for said in place.ballots.moderated if (said.site, said.criterion) == (site, criterion.id)), None
    )
    if moderated is not None:
        entry = _entry(dossier, "moderation", site, criterion.id)
        used.append(entry)
        steps.append(_moderated(dossier, moderated, entry, row))
    low, value, high = _ends(dossier, criterion, site)
    what = "moderated" if moderated else "median" if scores else "nobody's score counts, so not known"
    text = f"{dossier.name('sites', site)}, {criterion.name}: {what}, range {number(low)} to {number(high)}"
    entries = numbers_of(entry for entry in used if entry is not None)
    return Step(text, tuple(steps), entries, figure=value, shown=number(value))


def _ends(dossier: Dossier, criterion: Criterion, site: str) -> Ends:
    """Low, value and high of a site's score; the anchors where it is not known."""
    place, anchors = dossier.place, [anchor.performance for anchor in criterion.anchors]
    apart = recusals(place.ballots, place)
    scores = sorted(
        cast.points
        for cast in place.ballots.scores
        if (cast.site, cast.criterion) == (site, criterion.id)
        and cast.points is not None
        and (cast.person, site) not in apart
    )
    said = next((m for m in place.ballots.moderated if (m.site, m.criterion) == (site, criterion.id)), None)
    if said is not None and said.points is not None:
        low, high = (quantile(scores, 0.25), quantile(scores, 0.75)) if scores else (said.points, said.points)
        return min(low, said.points), said.points, max(high, said.points)
    if said is not None or not scores:
        return min(anchors), None, max(anchors)
    return quantile(scores, 0.25), quantile(scores, 0.5), quantile(scores, 0.75)


def quantile(ordered: Sequence[float], share: float) -> float:
    """What lies a share of the way along some numbers in order, between two of them in proportion.

    >>> quantile([50, 75, 75, 100], 0.5), quantile([0, 100], 0.25)
    (75.0, 25.0)
    """
    at = share * (len(ordered) - 1)
    below = floor(at)
    above = min(below + 1, len(ordered) - 1)
    return float(ordered[below] + (at - below) * (ordered[above] - ordered[below]))


def _entry(dossier: Dossier, kind: str, site: str, criterion: str, person: str = "") -> Entry | None:
    found = None
    for entry in dossier.read.of(kind):
        about = entry.content["site"], entry.content["criterion"]
        if isinstance(entry, Entry) and about == (site, criterion) and person in ("", entry.person):
            found = entry
    return found


def _score(dossier: Dossier, cast: ScoreCast, entry: Entry | None, *, is_apart: bool) -> Step:
    group = next((one.group for one in dossier.place.plan.panel if one.person == cast.person), "no group")
    why = ""
    if cast.answer == "not known":
        why = "; no score, and no zero"
    elif cast.answer == "recused":
        why = "; does not count"
    elif is_apart:
        why = "; recused from this site or its provider's group, so it does not count"
    where = cited(entry, with_person=False) if entry else "no entry"
    text = f"{cast.person} ({group}), {where}: “{cast.reason}”{why}"
    return Step(text, entries=(entry.number,) if entry else (), figure=cast.points, shown=cast.answer)


def _quarters(dossier: Dossier, row: int, scores: Sequence[float]) -> list[Step]:
    """The median and the quartiles of the scores that count, held against the findings."""
    path = ("panel", "scores", row)
    if not scores:
        return [dossier.checked((*path, "people"), "Scores that count", 0.0, "0")]
    said = ", ".join(number(score) for score in scores)
    rows = [("lower_quartile", "A quarter of the way", 0.25), ("median", "The median", 0.5)]
    rows.append(("upper_quartile", "Three quarters of the way", 0.75))
    steps = [dossier.checked((*path, "people"), f"Scores that count, in order: {said}", float(len(scores)), "")]
    for name, text, share in rows:
        found, at = quantile(scores, share), 1 + share * (len(scores) - 1)
        where = f"at place {number(at)} of {len(scores)}"
        steps.append(dossier.checked((*path, name), f"{text}, {where}", found, number(found)))
    return steps


def _moderated(dossier: Dossier, said: Moderated, entry: Entry | None, row: int) -> Step:
    where = cited(entry) if entry else "no entry"
    dissent = tuple(Step(f"{person} dissents: “{text}”") for person, text in said.dissent)
    told = dossier.findings["panel"]["scores"][row]["moderated"]
    problem = "" if told and told["answer"] == said.answer else f"panel.scores[{row}].moderated is otherwise."
    text = f"The panel then agreed, {where}: “{said.reason}”"
    return Step(text, dissent, (entry.number,) if entry else (), figure=said.points, shown=said.answer, problem=problem)


def _combined(criterion: Criterion, beds: Mapping[str, int], scores: Mapping[str, float]) -> float:
    if any(score != score for score in scores.values()):  # noqa: PLR0124  only NaN differs from itself
        return nan
    if criterion.combine == "worst":
        return min(scores.values(), default=inf)
    if criterion.combine == "sum":
        return sum(scores.values())
    return sum(scores[site] * beds[site] for site in scores) / sum(beds.values())


def _combination(criterion: Criterion, beds: Mapping[str, int], ends: Mapping[str, Ends], value: float) -> Step:
    said = {site: number(e[1]) for site, e in ends.items()}
    if criterion.combine == "worst":
        how = ", ".join(said.values())
    elif criterion.combine == "sum":
        how = " + ".join(said.values())
    else:
        how = f"({' + '.join(f'{said[site]} x {beds[site]}' for site in said)}) / {sum(beds.values())}"
    known = None if value != value else value  # noqa: PLR0124
    return Step(f"{_HOW[criterion.combine]}: {how}", figure=known, shown=number(known))
