"""The map of two weights: which option scores highest at each pair of them."""

from __future__ import annotations

from appraisal.papers import words
from appraisal.papers.charts import Chart
from appraisal.papers.presenters.material import Material
from appraisal.papers.two_way_chart import MOST_NAMED, Place, Words, two_way_chart


def two_way_map(material: Material) -> Chart | None:
    """The map, with its message as title and its regions in words; None where there is nothing to set side by side."""
    found = material.findings["robustness"]["two_way_map"]
    if found is None or len(found["shares"]) < 2:
        return None
    leading = [row["id"] for row in material.ranked_options() if any(row["id"] in c["leaders"] for c in found["cells"])]
    if not leading:
        return None
    one, other = (material.criterion_in_text(criterion) for criterion in found["criteria"])
    names = {option: material.name("options", option) for option in leading}
    often = sorted(leading, key=lambda option: (-found["shares"][option], leading.index(option)))
    # Those that lead most often are named in the map, in the order of the ranking.
    shown = [option for option in leading if option in often[:MOST_NAMED]]
    place_of = {option: shown.index(option) if option in shown else len(shown) for option in leading}
    key = "chart.two_way_title" if len(leading) > 1 else "chart.two_way_title_all"
    said = Words(
        title=material.say(key, one=one, other=other, option=words.quoted(names[often[0]])),
        description=material.say(
            "chart.two_way_description",
            one=one,
            other=other,
            shares="; ".join(f"{names[option]}: {words.in_100(found['shares'][option])}" for option in leading),
        ),
        axes=(material.say("chart.two_way_axis", criterion=one), material.say("chart.two_way_axis", criterion=other)),
        options=tuple(names[option] for option in shown),
        others=material.say("chart.two_way_others") if len(shown) < len(leading) else "",
        now=material.say("chart.two_way_now"),
    )
    places = [
        Place(
            (cell["weights"][0], cell["weights"][1]),
            tuple(dict.fromkeys(place_of[option] for option in cell["leaders"])),
        )
        for cell in found["cells"]
    ]
    return two_way_chart(places, found["step"], (found["now"][0], found["now"][1]), said)
