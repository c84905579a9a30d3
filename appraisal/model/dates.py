"""Dates in words, the same on every machine and in every locale."""

from __future__ import annotations

from datetime import date

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def spoken(day: date) -> str:
    """A date as papers and warnings say it.

    >>> spoken(date(2025, 9, 1))
    '1 September 2025'
    """
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def spoken_partly(text: str) -> str:
    """A date as far as it is recorded.

    >>> spoken_partly("2025-09-01"), spoken_partly("2025-09"), spoken_partly("2025")
    ('1 September 2025', 'September 2025', '2025')
    """
    parts = text.split("-")
    whole = spoken(date.fromisoformat("-".join([*parts, "01", "01"][:3])))
    return " ".join(whole.split()[3 - len(parts) :])
