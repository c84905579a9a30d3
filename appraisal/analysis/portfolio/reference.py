"""The model's algebra as a page of the reference, printed from the families' own descriptions."""

from __future__ import annotations

from appraisal.analysis.portfolio.families import FAMILIES

_HEAD = """\
# The model of one place

Printed from the code (`appraisal/analysis/portfolio/`); a test holds this page and the code together.

Where a place has up to a million sets of sites and beds, each is scored by the ranking's own code, and there is no
model. Beyond that, or where `appraisal run --solver highs` or `--solver cbc` asks for it, this model is solved. What it
finds is scored again by the ranking's own code, shut out, and the model is made tighter there; the search ends when the
solver's bound is below the sets that it keeps. So the answer is the same to the last digit, whichever way it was found.

| letter | means |
| --- | --- |
| s, b, a, j | a site, a number of beds, an area, a criterion |
| u[s,b] | 1 if site s opens with b beds, else 0 |
| x[a,s] | 1 if the people of area a go to site s; areas with the same order of sites share one |
| r[s,b], c[s,b] | load offered to, and carried by, site s if it holds b beds, in erlangs |
| p[j] | performance on criterion j, in its unit: a sum over x, u and c |
| v[j], w[j] | value score on criterion j, at most 100; its weight |

The objective is the total that the ranking shows: the greatest sum[j] w[j] v[j].
"""


def model_reference() -> str:
    """The page, in Markdown."""
    parts = [_HEAD]
    for family in FAMILIES:
        rows = "\n".join(f"    {row}" for row in family.algebra)
        parts.append(f"## {family.title}\n\n{family.sentence} Unit: {family.unit}.\n\n{rows}\n")
    return "\n".join(parts)
