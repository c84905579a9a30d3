"""Write areas.csv, 115 invented areas that add up to the borough's real totals, and outline.geojson, a line round them.

The points, the outline, the people in each area and the deprivation ranks are invented. Only these are real (Census
2021 and the English Indices of Deprivation 2025): how many areas there are, the totals by age band (those above 75 are
estimates), and how many areas stand in each tenth of England by deprivation. The codes begin with X, so that nobody
takes them for codes of the ONS.

Run it with `python make_areas.py`. It writes the same bytes each time: the seed is fixed and shares are whole numbers.
"""

import csv
import random
from pathlib import Path

SEED = 20250901
TOTAL_PEOPLE = 183_158
TOTAL_65_PLUS = 18_985
TOTAL_75_PLUS = 8_343
TOTAL_85_PLUS = 2_378
AREAS_IN_EACH_TENTH = {1: 2, 2: 13, 3: 16, 4: 14, 5: 15, 6: 27, 7: 13, 8: 10, 9: 5}
RANKS_IN_A_TENTH = 3_375  # 33,755 ranks in England, ten tenths

# The borough's rough shape from south to north: latitude from and to, longitude from and to, areas, all in
# ten-thousandths of a degree.
BANDS = (
    (514_670, 514_725, -2_105, -1_840, 11),
    (514_725, 514_775, -2_190, -1_832, 15),
    (514_775, 514_825, -2_215, -1_905, 15),
    (514_825, 514_875, -2_225, -1_965, 12),
    (514_875, 514_925, -2_420, -2_035, 12),
    (514_925, 514_975, -2_420, -2_075, 9),
    (514_975, 515_025, -2_465, -2_140, 13),
    (515_025, 515_075, -2_515, -2_200, 11),
    (515_075, 515_125, -2_425, -2_170, 8),
    (515_125, 515_205, -2_455, -2_260, 7),
    (515_205, 515_310, -2_480, -2_330, 2),
)

# Where the invented estates are: latitude, longitude, how strongly they pull the rank towards the most deprived.
ESTATES = (
    (515_160, -2_350, 100),
    (515_080, -2_310, 70),
    (515_260, -2_420, 60),
    (514_870, -2_080, 38),
    (514_800, -2_010, 34),
    (514_720, -1_880, 30),
)

MARGIN = 12  # how far the outline keeps from the bands, in ten-thousandths of a degree

COLUMNS = (
    "code",
    "name",
    "lat",
    "lon",
    "population",
    "population_65_plus",
    "population_75_plus",
    "population_85_plus",
    "deprivation_rank",
)


def points(draw):
    """Give 115 (latitude, longitude) pairs, spread out inside the bands, in ten-thousandths of a degree."""
    placed = []
    for south, north, west, east, count in BANDS:
        for _ in range(count):
            tries = [(draw.randrange(south, north), draw.randrange(west, east)) for _ in range(12)]
            placed.append(max(tries, key=lambda point: (nearest(point, placed), point)))
    return sorted(placed, reverse=True)


def outline():
    """Give the ring round the bands as (latitude, longitude), the first point again at the end.

    Where two bands meet, the line takes the outer end of either, so that it runs outside both.
    """
    neighbours = list(zip((BANDS[0], *BANDS), (*BANDS, BANDS[-1]), strict=True))
    lats = [BANDS[0][0] - MARGIN, *(north for _, north, *_ in BANDS[:-1]), BANDS[-1][1] + MARGIN]
    west = [min(below[2], above[2]) - MARGIN for below, above in neighbours]
    east = [max(below[3], above[3]) + MARGIN for below, above in neighbours]
    ring = [*zip(lats, east, strict=True), *reversed(list(zip(lats, west, strict=True)))]
    return [*ring, ring[0]]


def nearest(point, others):
    """Give the squared distance to the nearest of the others, in ten-thousandths of a degree of latitude."""
    return min((squared_distance(point, other) for other in others), default=10**9)


def squared_distance(one, other):
    """A degree of longitude is about 0.62 of a degree of latitude here; whole numbers only."""
    north = (one[0] - other[0]) * 100
    east = (one[1] - other[1]) * 62
    return (north * north + east * east) // 10_000


def share_out(total, wishes, ceilings=None):
    """Share a whole total in proportion to whole-number wishes, largest remainders first, none above its ceiling."""
    parts = [total * wish // sum(wishes) for wish in wishes]
    if ceilings:
        parts = [min(part, ceiling) for part, ceiling in zip(parts, ceilings, strict=True)]
    by_remainder = sorted(range(len(wishes)), key=lambda i: (-(total * wishes[i] % sum(wishes)), i))
    while sum(parts) < total:
        for i in by_remainder:
            if sum(parts) < total and (not ceilings or parts[i] < ceilings[i]):
                parts[i] += 1
    return parts


def deprivation_ranks(draw, places):
    """Rank areas by how near they are to an estate, then fill the tenths with their real counts."""
    pull = []
    for index, place in enumerate(places):
        near = max(strength * 4_000 // (1_500 + squared_distance(place, (lat, lon))) for lat, lon, strength in ESTATES)
        pull.append((-(near + draw.randrange(0, 45)), index))
    tenths = [tenth for tenth, count in AREAS_IN_EACH_TENTH.items() for _ in range(count)]
    ranks = [0] * len(places)
    taken = set()
    for (_, index), tenth in zip(sorted(pull), tenths, strict=True):
        rank = 0
        while rank == 0 or rank in taken:
            rank = (tenth - 1) * RANKS_IN_A_TENTH + draw.randrange(200, RANKS_IN_A_TENTH - 100)
        taken.add(rank)
        ranks[index] = rank
    return ranks


def rows():
    """Give the 115 rows in the order of their codes, north to south."""
    draw = random.Random(SEED)
    places = points(draw)
    ranks = deprivation_ranks(draw, places)
    people = share_out(TOTAL_PEOPLE, [draw.randrange(1_200, 2_050) for _ in places])
    older = share_out(TOTAL_65_PLUS, [count * draw.randrange(60, 150) for count in people], people)
    over_75 = share_out(TOTAL_75_PLUS, [count * draw.randrange(75, 125) for count in older], older)
    over_85 = share_out(TOTAL_85_PLUS, [count * draw.randrange(60, 150) for count in over_75], over_75)
    for number, (place, rank) in enumerate(zip(places, ranks, strict=True)):
        yield (
            f"X{1_000_001 + number:08d}",
            f"Example area {number + 1:03d}",
            degrees(place[0]),
            degrees(place[1]),
            people[number],
            older[number],
            over_75[number],
            over_85[number],
            rank,
        )


def degrees(ten_thousandths):
    """Write ten-thousandths of a degree as degrees, without going through a float."""
    sign = "-" if ten_thousandths < 0 else ""
    whole, part = divmod(abs(ten_thousandths), 10_000)
    return f"{sign}{whole}.{part:04d}"


def geojson():
    """Give the outline as GeoJSON, which puts the longitude first; one point a line."""
    points = ",\n".join(f"    [{degrees(lon)}, {degrees(lat)}]" for lat, lon in outline())
    about = '{"source": "Invented for this example; not the boundary of the borough"}'
    geometry = f'{{"type": "Polygon", "coordinates": [[\n{points}\n  ]]}}'
    return f'{{\n  "type": "Feature",\n  "properties": {about},\n  "geometry": {geometry}\n}}\n'


def main():
    """Write areas.csv and outline.geojson beside this script."""
    Path(__file__).with_name("outline.geojson").write_text(geojson(), encoding="utf-8", newline="")
    path = Path(__file__).with_name("areas.csv")
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(COLUMNS)
        table.writerows(rows())


if __name__ == "__main__":
    main()
