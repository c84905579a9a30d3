"""Where the sites are, in words: the map's message, and the map for a reader who does not see it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from appraisal.model.places import Point, Ring
from appraisal.model.rings import count_inside
from appraisal.papers import words
from appraisal.papers.map_marks import Area, Site
from appraisal.papers.presenters.material import Material
from appraisal.papers.projection import Box

_BEYOND_KM = 1.0  # without an outline: farther than this from the box of the areas' middles is outside the place


@dataclass(frozen=True, slots=True)
class Ground:
    """The place below the sites: what "north" and "outside" are measured by, wherever its sites are."""

    areas: tuple[Area, ...]
    outline: tuple[Ring, ...]

    @property
    def box(self) -> Box:
        """The box of the areas and the outline."""
        points = [point for ring in self.outline for point in ring]
        return Box.of([*points, *((area.lat, area.lon) for area in self.areas)])

    def holds(self, point: Point) -> bool:
        """Whether a point is inside the place, as far as it is known where that ends."""
        if self.outline:
            return count_inside(self.outline, [point]) == 1
        return self.box.holds(*point, margin_km=_BEYOND_KM)


def message(material: Material, ground: Ground, shown: Sequence[Site], *, is_complete: bool) -> str:
    """How the sites that clear every hurdle are spread along the longer side of the place.

    Args:
        material: what papers are made of.
        ground: the place.
        shown: the sites on the map.
        is_complete: whether these are all sites.
    """
    clear = [site for site in shown if site.is_in]
    if not clear:
        return material.say("map.title_none" if shown else "map.title_no_site")
    across, upright = ground.box.km
    ends = ("north", "south") if upright >= across else ("west", "east")
    counts = dict.fromkeys((ends[0], "middle", ends[1], "outside"), 0)
    for site in clear:
        direction = ground.box.direction(site.lat, site.lon)
        third = next((end for end in ends if end in direction), "middle")
        counts[third if ground.holds((site.lat, site.lon)) else "outside"] += 1
    spread = [
        material.say(f"map.spread_{third}", sites=words.how_many(count))
        for third, count in counts.items()
        if count or third != "outside"
    ]
    return material.say("map.title" if is_complete else "map.title_some", spread=words.listed(spread))


def description(material: Material, ground: Ground, shown: Sequence[Site]) -> str:
    """What is to be seen: how many areas and sites, and each site with its number, kind, status and direction."""
    seen = material.say(
        "map.description" if ground.outline else "map.description_no_outline",
        areas=words.counted(len(ground.areas), "small area"),
        sites=words.counted(len(shown), "site"),
    )
    return " ".join([seen, *(_whereabouts(material, ground, site) for site in shown)])


def _whereabouts(material: Material, ground: Ground, site: Site) -> str:
    return material.say(
        "map.site" if ground.holds((site.lat, site.lon)) else "map.site_outside",
        number=site.number,
        site=site.name,
        setting=words.within_a_sentence(material.say(f"setting.{site.setting}")),
        status=material.say("map.in" if site.is_in else "map.out"),
        where=material.say(f"map.where.{ground.box.direction(site.lat, site.lon)}"),
    )
