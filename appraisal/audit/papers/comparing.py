"""Holding a paper against what it should be, and what can be said of it then."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from appraisal.audit.papers.differences import Difference, differences
from appraisal.audit.papers.dress import other_looks
from appraisal.audit.papers.pages import HEAD, Block, Page, read_page
from appraisal.audit.papers.references import Reference


@dataclass(frozen=True, slots=True)
class Compared:
    """What a paper was held against, and what differs.

    Attributes:
        kind: of the paper that it was held against; "" where that does not say.
        with_what: what it was held against, in words.
        is_vouched: whether the record vouches for the numbers of that.
        words: how many words and numbers were held against each other.
        differences: every place where it says something else.
        looks: what it has besides that can change what a reader sees, such as 'a script'.
        numbers_made_anew: where the record does not vouch for what it was held against: in how many places the paper
            made anew has other numbers; None where that is not asked, or cannot be known.
        changed_on_purpose: cells that a reader is meant to change, and did.
        not_compared: how many calculated cells follow from these, so that their values had to change too.
    """

    kind: str
    with_what: str
    is_vouched: bool
    words: int
    differences: tuple[Difference, ...]
    looks: tuple[str, ...] = ()
    numbers_made_anew: int | None = None
    changed_on_purpose: tuple[Difference, ...] = ()
    not_compared: int = 0

    @property
    def numbers(self) -> tuple[Difference, ...]:
        """The differences in which a number is another."""
        return tuple(one for one in self.differences if one.is_number)

    @property
    def agrees(self) -> bool | None:
        """Whether it says what it should; None where it does, but nothing vouches for what it should say."""
        if self.differences or self.looks or self.numbers_made_anew:
            return False
        return True if self.is_vouched or self.numbers_made_anew == 0 else None


def compare_pages(page: Page) -> Callable[[Reference], Compared]:
    """How a page is held against a reference."""

    def compare(reference: Reference) -> Compared:
        expected = read_page(reference.data.decode("utf-8"))
        looks = [what.partition(":")[0] for what in sorted(page.looks - expected.looks)]
        marked = bool(page.mark)  # whoever sends a page on may lose what it says to machines
        found = differences(_blocks(page, marked=marked), _blocks(expected, marked=marked))
        known = expected.styled.union(*(one.classes for one in expected.dressed))
        looks += other_looks(page.dressed, expected.dressed, known, in_place=not found)
        return Compared(
            kind=reference.kind,
            with_what=reference.told,
            is_vouched=reference.is_vouched,
            words=sum(len(block.words) for block in expected.blocks),
            differences=tuple(found),
            looks=tuple(looks),
        )

    return compare


def _blocks(page: Page, *, marked: bool) -> tuple[Block, ...]:
    mark = Block((HEAD,), "unseen text", tuple(page.mark.split()))
    return (mark, *page.blocks) if marked else page.blocks
