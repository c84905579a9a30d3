"""What an explanation is made of: steps, each with what it rests on, its entries, and what findings say of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Step:
    """One step of an explanation.

    Attributes:
        text: what it says, in a sentence or a few words.
        details: the steps that it rests on, in order.
        entries: numbers of the entries of the ledger that it rests on.
        path: where the findings hold the figure, as in 'options[3].total.value'; "" where they hold none.
        figure: what was worked out here, unrounded; None where it is no figure, or is not known.
        shown: the figure as it is printed at the right.
        problem: how what was worked out here and what the findings say differ; "" where they agree.
        is_confidential: whether it holds a figure that no public paper may give.
        is_compared: whether it was worked out again here and held against what stands at `path`.
    """

    text: str
    details: tuple[Step, ...] = ()
    entries: tuple[int, ...] = ()
    path: str = ""
    figure: float | None = None
    shown: str = ""
    problem: str = ""
    is_confidential: bool = False
    is_compared: bool = False

    def walk(self) -> Iterator[Step]:
        """The step itself and every one under it, from the top down."""
        yield self
        for step in self.details:
            yield from step.walk()


@dataclass(frozen=True, slots=True)
class Explanation:
    """Where something comes from.

    Attributes:
        subject: what was asked about, as it was found.
        place: id of the place; "" where the record of no one place was asked about.
        run: id of the run; "" where none was needed.
        as_at: the date of that run, ISO; "" where none was needed.
        steps: the derivation.
        names_too_soon: whether a site is named that has not been approached.
    """

    subject: str
    steps: tuple[Step, ...]
    place: str = ""
    run: str = ""
    as_at: str = ""
    names_too_soon: bool = False

    def walk(self) -> Iterator[Step]:
        """Every step, from the top down."""
        for step in self.steps:
            yield from step.walk()

    @property
    def is_confidential(self) -> bool:
        """Whether any step holds a figure that no public paper may give."""
        return any(step.is_confidential for step in self.walk())

    @property
    def compared(self) -> int:
        """How many figures and answers were worked out again and held against the findings."""
        return sum(step.is_compared for step in self.walk())

    @property
    def problems(self) -> tuple[str, ...]:
        """How figures worked out here differ from the findings, each once, in order."""
        return tuple(dict.fromkeys(step.problem for step in self.walk() if step.problem))
