"""What the panel scored, and what its scores of each site come to (method 1.8)."""

from __future__ import annotations

from itertools import groupby
from statistics import median

from appraisal.measures.clinical_fit import recusals
from appraisal.papers.workbook.basis import Basis
from appraisal.papers.workbook.tables import NOT_KNOWN, Cell, Column, Table, is_figure


def panel_table(basis: Basis) -> Table:
    """An answer a row, in order of criterion, site and person; what does not count stays text and is never a zero."""
    reason = [Column("reason", "Reason", 70)] if basis.is_full else []
    table = Table(
        "Panel scores",
        [
            Column("criterion", "Criterion", 18),
            Column("site", "Site", 16),
            Column("person", "Person", 9),
            Column("group", "Group", 16),
            Column("answer", "Answer", 12, "given"),
            Column("counts", "Counts", 14),
            Column("counted", "Score that counts", 14, "given"),
            *reason,
        ],
    )
    group_of = {member.person: member.group for member in basis.place.plan.panel}
    apart = recusals(basis.place.ballots, basis.place)
    panel = {criterion.id for criterion in basis.criteria if criterion.panel}
    for cast in sorted(basis.place.ballots.scores, key=lambda cast: (cast.criterion, cast.site, cast.person)):
        if cast.criterion not in panel or cast.site in basis.hidden:
            continue
        points = cast.points
        counts = "yes" if points is not None else cast.answer
        if (cast.person, cast.site) in apart:
            counts = "recused"
        answer = cast.answer if points is None else points
        counted = points if counts == "yes" else counts
        formula = f'=IF({table.here("counts")}="yes",{table.here("answer")},{table.here("counts")})'
        said = {"reason": cast.reason} if basis.is_full else {}
        table.add(
            cast.criterion,
            cast.site,
            cast.person,
            criterion=cast.criterion,
            site=cast.site,
            person=cast.person,
            group=group_of.get(cast.person, ""),
            answer=answer,
            counts=counts,
            counted=Cell(counted, formula),
            **said,
        )
    return table


def site_score_table(basis: Basis, panel: Table, anchors: Table) -> Table:
    """A site and panel criterion a row: the median of the scores that count, what the panel came to, what is used."""
    reason = [Column("reason", "Reason of the panel", 60), Column("dissent", "Who does not agree", 60)]
    table = Table(
        "Site scores",
        [
            Column("criterion", "Criterion", 18),
            Column("site", "Site", 16),
            Column("name", "Name", 34),
            Column("people", "Scores that count", 10, "whole"),
            Column("median", "Median", 12, "one"),
            Column("moderated", "What the panel came to", 14, "one"),
            Column("score", "Score in use", 12, "one"),
            Column("low", "Lowest that it can be", 12, "one"),
            Column("high", "Highest that it can be", 12, "one"),
            *(reason if basis.is_full else []),
        ],
    )
    cast = {key: list(some) for key, some in groupby(panel.places, key=lambda key: (key[0], key[1]))}
    came_to = {(said.criterion, said.site): said for said in basis.place.ballots.moderated}
    for criterion in (criterion for criterion in basis.criteria if criterion.panel):
        ends = sorted(anchor.performance for anchor in criterion.anchors)
        least, most = (anchors.at("performance", anchors.places[criterion.id, str(n)]) for n in (0, len(ends) - 1))
        for site in (site for site in basis.place.sites if site.id not in basis.hidden):
            found = cast.get((criterion.id, site.id), [])
            said = came_to.get((criterion.id, site.id))
            cells = _median(panel, found)
            moderated = None if said is None else (said.answer if said.points is None else said.points)
            score = cells["median"].value if moderated is None else moderated
            mine, middle = table.here("score"), table.here("median")
            came = table.here("moderated")
            low, high = (score, score) if is_figure(score) else (ends[0], ends[-1])
            words = _reasons(basis, criterion.id, site.id) if basis.is_full else {}
            table.add(
                criterion.id,
                site.id,
                criterion=criterion.id,
                site=site.id,
                name=basis.site_names.get(site.id, site.id),
                moderated=moderated,
                score=Cell(score, f'=IF({came}="",{middle},{came})'),
                low=Cell(low, f"=IF(ISNUMBER({mine}),{mine},{least})"),
                high=Cell(high, f"=IF(ISNUMBER({mine}),{mine},{most})"),
                **cells,
                **words,
            )
    return table


def _median(panel: Table, keys: list[tuple[str, ...]]) -> dict[str, Cell]:
    """How many scores count, and their median; text is no score."""
    if not keys:
        return {"people": Cell(0), "median": Cell(NOT_KNOWN)}
    places = [panel.places[key] for key in keys]
    span = panel.span("counted", places[0], places[-1])
    scores = [panel.number("counted", place) for place in places if is_figure(panel.shown("counted", place))]
    return {
        "people": Cell(len(scores), f"=COUNT({span})"),
        "median": Cell(median(scores) if scores else NOT_KNOWN, f'=IF(COUNT({span})=0,"{NOT_KNOWN}",MEDIAN({span}))'),
    }


def _reasons(basis: Basis, criterion: str, site: str) -> dict[str, str]:
    said = [one for one in basis.place.ballots.moderated if (one.criterion, one.site) == (criterion, site)]
    if not said:
        return {}
    dissent = "; ".join(f"{person}: {text}" for person, text in said[0].dissent)
    return {"reason": said[0].reason, "dissent": dissent}
