"""The options: which sites with how many beds, and which criteria there are, on which anchors."""

from __future__ import annotations

from appraisal.papers.workbook.basis import Basis
from appraisal.papers.workbook.tables import FORM_OF_UNIT, Cell, Column, Table


def option_table(basis: Basis) -> Table:
    """An option and site a row, in order of id; every option, those that are not ranked too."""
    why = [Column("why", "Why not ranked", 70)] if basis.is_full else []
    table = Table(
        "Options",
        [
            Column("option", "Option", 28),
            Column("name", "Name", 44),
            Column("status", "Status", 12),
            Column("list", "List", 8),
            Column("site", "Site", 16),
            Column("site_name", "Name of the site", 34),
            Column("beds", "Beds", 8, "whole"),
            *why,
        ],
    )
    for option in sorted(basis.findings["options"], key=lambda option: option["id"]):
        told = {"option": option["id"], "name": option["name"], "status": option["status"], "list": option["list"]}
        reasons = {"why": " ".join(option["why"])} if basis.is_full else {}
        for site in sorted(option["sites"]):
            name = basis.site_names.get(site, site)
            table.add(option["id"], site, **told, site=site, site_name=name, beds=int(option["sites"][site]), **reasons)
    return table


def anchor_table(basis: Basis) -> Table:
    """An anchor of a criterion a row, in rising order of performance, with what each unit more earns from there."""
    table = Table(
        "Anchors",
        [
            Column("criterion", "Criterion", 18),
            Column("name", "Name", 34),
            Column("unit", "Unit", 10),
            Column("better", "Better", 9),
            Column("performance", "Performance", 14, "three"),
            Column("value", "Value score", 12, "one"),
            Column("slope", "Each unit more earns", 16, "nine"),
        ],
    )
    for criterion in basis.criteria:
        anchors = sorted(criterion.anchors, key=lambda anchor: anchor.performance)
        for place, anchor in enumerate(anchors):
            slope = Cell(0.0)
            if place < len(anchors) - 1:
                then = anchors[place + 1]
                rise = (then.value - anchor.value) / (then.performance - anchor.performance)
                now, later = table.next, table.next + 1
                values = f"({table.here('value', later)}-{table.here('value', now)})"
                steps = f"({table.here('performance', later)}-{table.here('performance', now)})"
                slope = Cell(rise, f"={values}/{steps}")
            table.add(
                criterion.id,
                str(place),
                criterion=criterion.id,
                name=basis.criterion_names[criterion.id],
                unit=criterion.unit,
                better=criterion.better,
                performance=Cell(anchor.performance, form=FORM_OF_UNIT[criterion.unit]),
                value=anchor.value,
                slope=slope,
            )
    return table
