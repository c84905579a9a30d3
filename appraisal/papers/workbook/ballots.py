"""Each person's ballot of weights, and what it comes to: answers, shares of those asked together, weights now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from appraisal.analysis.weighing import WAYS_IN_WORDS, Weighed
from appraisal.analysis.weighting.anchors import are_as_now
from appraisal.analysis.weighting.asked import weights_asked
from appraisal.analysis.weighting.problems import BY_COMPARISON, pairs_of
from appraisal.model.tree import TOP, CriteriaTree
from appraisal.papers.workbook.basis import Basis
from appraisal.papers.workbook.tables import Cell, Column, Table

_ALONE = "alone"


@dataclass(frozen=True)
class BallotTables:
    """The tables of ballots.

    Attributes:
        ballots: an answer a row; (person, branch, what is asked about).
        comparisons: pairs that people compared; empty where nobody did.
        rank_shares: the share of each place in a ranking; empty where nobody ranked.
        people: a person and criterion a row, with the weight that counts.
    """

    ballots: Table
    comparisons: Table
    rank_shares: Table
    people: Table


def ballot_tables(basis: Basis) -> BallotTables:
    """The tables of ballots of the people of whom one counts, in order of person."""
    comparisons = _comparisons(basis)
    rank_shares = _rank_shares(basis)
    ballots = _ballots(basis, rank_shares)
    return BallotTables(ballots, comparisons, rank_shares, _people(basis, ballots))


def _comparisons(basis: Basis) -> Table:
    table = Table(
        "Comparisons",
        [
            Column("person", "Person", 9),
            Column("way", "How they were asked", 34),
            Column("one", "This", 22),
            Column("other", "Beside this", 22),
            Column("times", "Matters this many times as much", 16, "given"),
        ],
    )
    for person, one in basis.panel.counted.items():
        if one.ballot.way in BY_COMPARISON:
            for (first, second), times in pairs_of(dict(one.ballot.answers)).items():
                way = WAYS_IN_WORDS[one.ballot.way]
                table.add(person, first, second, person=person, way=way, one=first, other=second, times=times)
    return table


def _rank_shares(basis: Basis) -> Table:
    """The share of each place among n, by method 1.4: (1/n) (1/place + ... + 1/n)."""
    table = Table(
        "Rank shares",
        [
            Column("count", "Number ranked", 12, "whole"),
            Column("place", "Place", 9, "whole"),
            Column("part", "One over the place", 14, "nine"),
            Column("share", "Share of this place", 14, "nine"),
        ],
    )
    counts = {
        len(ids)
        for one in basis.panel.counted.values()
        if one.ballot.way == "ranking"
        for _, ids in _together(basis, one)
    }
    for count in sorted(counts):
        first = table.next
        for place in range(1, count + 1):
            at = table.next
            share = sum(1 / each for each in range(place, count + 1)) / count
            table.add(
                str(count),
                str(place),
                count=count,
                place=place,
                part=Cell(1 / place, f"=1/{table.here('place')}"),
                share=Cell(
                    share,
                    f"=SUM({table.here('part')}:{table.here('part', first + count - 1)})/{table.here('count', at)}",
                ),
            )
    return table


def _ballots(basis: Basis, rank_shares: Table) -> Table:
    ranked = [Column("place", "Place in the ranking", 10, "whole"), Column("tied", "How many share it", 10, "whole")]
    table = Table(
        "Ballots",
        [
            Column("person", "Person", 9),
            Column("group", "Group", 16),
            Column("way", "How they were asked", 30),
            Column("branch", "Asked together under", 18),
            Column("about", "About", 20),
            Column("answer", "Answer", 26, "given"),
            *(ranked if len(rank_shares) else []),
            Column("share", "Share of those asked together", 14, "nine"),
            Column("note", "Note", 50),
        ],
    )
    group_of = {member.person: member.group for member in basis.place.plan.panel}
    for person, one in basis.panel.counted.items():
        for branch, ids in _together(basis, one):
            asked = _Together(one, ids, _shares(one, ids), first=table.next)
            for id_ in ids:
                cells = _answer(basis, asked, id_, table, rank_shares)
                whose = {"person": person, "group": group_of[person], "way": WAYS_IN_WORDS[one.ballot.way]}
                table.add(person, branch, id_, **whose, branch=branch or basis.say("all_together"), about=id_, **cells)
    return table


@dataclass(frozen=True, slots=True)
class _Together:
    """What one ballot asked together: what it was about, the shares of it, and the place of its first row."""

    one: Weighed
    ids: Sequence[str]
    shares: Mapping[str, float]
    first: int


def _answer(
    basis: Basis, asked: _Together, id_: str, table: Table, rank_shares: Table
) -> dict[str, Cell | float | str | None]:
    """What one row says of an answer, and the share that follows from it."""
    one, ids, share = asked.one, asked.ids, asked.shares[id_]
    if len(ids) == 1:
        return {"answer": _ALONE, "share": 1.0, "note": basis.say("stands_alone")}
    if one.ballot.way in BY_COMPARISON:
        return {
            "answer": basis.say("see_comparisons"),
            "share": share,
            "note": basis.say(f"solved_{one.ballot.way.replace('-', '_')}"),
        }
    answers = dict(one.ballot.answers)
    block = table.down("answer", asked.first, asked.first + len(ids) - 1)
    answer, mine = answers[id_], table.here("answer")
    if one.ballot.way != "ranking":
        return {"answer": answer, "share": Cell(share, f"={mine}/SUM({block})")}
    given = [answers[each] for each in ids]
    above, tied = sum(rank < answer for rank in given) + 1, given.count(answer)
    start = rank_shares.places[str(len(ids)), "1"]
    shares = rank_shares.span("share", start, start + len(ids) - 1)
    place, many = table.here("place"), table.here("tied")
    return {
        "answer": answer,
        "place": Cell(above, f'=1+COUNTIF({block},"<"&{mine})'),
        "tied": Cell(tied, f"=COUNTIF({block},{mine})"),
        "share": Cell(share, f"=AVERAGE(INDEX({shares},{place}):INDEX({shares},{place}+{many}-1))"),
    }


def _shares(one: Weighed, ids: Sequence[str]) -> dict[str, float]:
    """The shares that answers give to what was asked together, as if nothing else had been asked."""
    if len(ids) == 1:
        return {ids[0]: 1.0}
    answers, way = dict(one.ballot.answers), one.ballot.way
    if way in BY_COMPARISON:
        pairs = {pair: times for pair, times in pairs_of(answers).items() if {*pair} <= {*ids}}
        said = {"/".join(pair): times for pair, times in pairs.items()}
    else:
        said = {id_: answers[id_] for id_ in ids}
    order = tuple(sorted(ids))
    return dict(weights_asked(way, said, CriteriaTree({TOP: order}, order)).shares)


def _together(basis: Basis, one: Weighed) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What was asked together in one ballot, by branch, each branch after the one above it."""
    yield from _tree(basis, one).children.items()


def _tree(basis: Basis, one: Weighed) -> CriteriaTree:
    """The tree of now; a flat one of what the person was asked about, where some of that is no criterion any more."""
    tree = CriteriaTree.of(basis.place.criteria, basis.place.branches)
    answers = dict(one.ballot.answers)
    spoken = {id_ for pair in pairs_of(answers) for id_ in pair} if one.ballot.way in BY_COMPARISON else {*answers}
    known = {id_ for ids in tree.children.values() for id_ in ids}
    if spoken <= known:
        return tree
    ids = tuple(sorted(spoken))
    return CriteriaTree({TOP: ids}, ids)


def _people(basis: Basis, ballots: Table) -> Table:
    table = Table(
        "Weights by person",
        [
            Column("person", "Person", 9),
            Column("group", "Group", 16),
            Column("criterion", "Criterion", 18),
            Column("share", "Share of the whole", 14, "nine"),
            Column("seen", "Range that they saw", 14, "three"),
            Column("now", "Range now", 14, "three"),
            Column("stretch", "Times as wide now", 12, "three"),
            Column("rescaled", "Share for the range of now", 14, "nine"),
            Column("weight", "Weight", 12, "share"),
            Column("note", "Note", 60),
        ],
    )
    group_of = {member.person: member.group for member in basis.place.plan.panel}
    told = basis.findings["ballots"]["by_person"]
    for person, one in basis.panel.counted.items():
        first = table.next
        last = first + len(basis.criteria) - 1
        above = _paths(_tree(basis, one))
        for criterion in basis.criteria:
            path = [ballots.places[person, branch, id_] for branch, id_ in above[criterion.id]]
            share = 1.0
            for place in path:
                share *= ballots.number("share", place)
            seen, now = _ranges(basis, one, criterion.id)
            is_same = seen is None or now is None
            stretch = 1.0 if seen is None or now is None else now / seen
            stretching = "" if is_same else f"={table.here('now')}/{table.here('seen')}"
            table.add(
                person,
                criterion.id,
                person=person,
                group=group_of[person],
                criterion=criterion.id,
                share=Cell(share, "=" + "*".join(ballots.at("share", place) for place in path)),
                seen=seen,
                now=now,
                stretch=Cell(stretch, stretching),
                rescaled=Cell(share * stretch, f"={table.here('share')}*{table.here('stretch')}"),
                weight=Cell(
                    (one.shares or {})[criterion.id],
                    f"={table.here('rescaled')}/SUM({table.down('rescaled', first, last)})",
                ),
                note=" ".join(told[person]["notes"]) if table.next == first else None,
            )
    return table


def _paths(tree: CriteriaTree) -> dict[str, list[tuple[str, str]]]:
    """The way down to each criterion: (branch, what stands under it), from the top."""
    found: dict[str, list[tuple[str, str]]] = {TOP: []}
    for branch, ids in tree.children.items():
        for id_ in ids:
            found[id_] = [*found[branch], (branch, id_)]
    return found


def _ranges(basis: Basis, one: Weighed, criterion: str) -> tuple[float | None, float | None]:
    """The ranges that the person saw and of now, where weights were rescaled from one to the other (method 1.3)."""
    seen = dict(one.ballot.anchors).get(criterion)
    now = tuple((anchor.performance, anchor.value) for anchor in basis.place.criterion(criterion).anchors)
    if one.anchors != "rescaled" or seen is None or are_as_now(seen, now):
        return None, None
    return seen[-1][0] - seen[0][0], now[-1][0] - now[0][0]
