"""In which order things were said: what the record shows of it, what it cannot show, and what came late."""

from __future__ import annotations

from dataclasses import dataclass

from appraisal.papers import words
from appraisal.papers.presenters.material import Material


@dataclass(frozen=True, slots=True)
class OrderSaid:
    """One thing that ought to be true of the order, and what the record says of it.

    Attributes:
        verdict: shown, cannot be shown or not so, as words that begin the sentence.
        says: what ought to be true.
        details: what came late, a sentence each.
    """

    verdict: str
    says: str
    text: str
    details: tuple[str, ...]


def order(material: Material) -> tuple[OrderSaid, ...]:
    """What `record["order"]` holds; nothing where an extract has no such part."""
    return tuple(
        OrderSaid(
            material.say(f"order.{row['verdict'].replace(' ', '_')}"),
            words.within_a_sentence(row["says"]),
            row["text"],
            tuple(row["details"]),
        )
        for row in material.record.get("order", ())
    )
