"""Who commented, as it may be printed: kinds of respondent put together until nobody can be picked out."""

from __future__ import annotations

from collections.abc import Mapping

LEAST = 5


def printed_groups(people: Mapping[str, int], least: int = LEAST) -> tuple[tuple[str, ...], ...]:
    """The kinds of respondent in the groups that a paper may count.

    Kinds of fewer than `least` people are put together. While these are still too few, or only one kind, the next
    smallest joins them: else taking the other groups from the whole would give them back. The same groups stand beside
    each comment, so that counting by hand gives no more.

    Args:
        people: kind -> how many people, in the order in which the place names its kinds.
        least: the fewest people that a group may have.

    Returns:
        Each group's kinds; groups and kinds in the order given, which says nothing of their sizes. A kind of nobody is
        left out; nothing at all where everybody together is too few.

    >>> printed_groups({"residents": 20, "staff": 3, "councillors": 2, "carers": 9})
    (('residents',), ('staff', 'councillors'), ('carers',))
    >>> printed_groups({"residents": 20, "staff": 4, "carers": 9})
    (('residents',), ('staff', 'carers'))
    >>> printed_groups({"residents": 2, "staff": 2})
    ()
    """
    kinds = [kind for kind, count in people.items() if count > 0]
    if sum(people[kind] for kind in kinds) < least:
        return ()
    smallest_first = sorted(kinds, key=lambda kind: people[kind])
    together = [kind for kind in smallest_first if people[kind] < least]
    others = smallest_first[len(together) :]
    while together and others and (len(together) == 1 or sum(people[kind] for kind in together) < least):
        together.append(others.pop(0))
    groups = [tuple(kind for kind in kinds if kind in together), *((kind,) for kind in others)]
    return tuple(sorted((group for group in groups if group), key=lambda group: kinds.index(group[0])))
