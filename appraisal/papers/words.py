"""Numbers, dates and lists as the words that a paper prints.

Rounding is plain and half goes up, so that a printed number can be looked up in the findings. What is missing is said
to be "not known": it never prints as nothing, as 0 or as nan.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from datetime import date as Date  # noqa: N812 - `date` is the word that papers ask for
from decimal import ROUND_HALF_UP, Decimal

from appraisal.model.dates import spoken

NOT_KNOWN = "not known"

_COUNTS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]


def missing(value: object) -> bool:
    """Whether there is no figure to print.

    >>> missing(None), missing(float("nan")), missing(0)
    (True, True, False)
    """
    return value is None or (isinstance(value, float) and not math.isfinite(value))


def rounded(value: float, places: int = 0) -> Decimal:
    """Plain rounding, half away from zero, as a reader would do it by hand; never -0.

    >>> rounded(2.5), rounded(0.125, 2), rounded(-0.2)
    (Decimal('3'), Decimal('0.13'), Decimal('0'))
    """
    result = Decimal(str(value)).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return abs(result) if result == 0 else result


def number(value: float | None, places: int = 0) -> str:
    """A number with thousands separated.

    >>> number(183158), number(12.26, 1), number(None)
    ('183,158', '12.3', 'not known')
    """
    return NOT_KNOWN if value is None or missing(value) else f"{rounded(value, places):,}"


def exact(value: float | None) -> str:
    """A figure as its source gives it, without trailing zeros.

    >>> exact(21.0), exact(1.35), exact(0.0011), exact(254.06), exact(183158)
    ('21', '1.35', '0.0011', '254.06', '183,158')
    """
    if value is None or missing(value):
        return NOT_KNOWN
    text = f"{rounded(value, 9):,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def minutes(value: float | None, places: int = 0) -> str:
    """A time.

    >>> minutes(24.4), minutes(1.2), minutes(24.4, 1), minutes(None)
    ('24 minutes', '1 minute', '24.4 minutes', 'not known')
    """
    if value is None or missing(value):
        return NOT_KNOWN
    return f"{number(value, places)} minute{'' if rounded(value, places) == 1 else 's'}"


def pounds(value: float | None, places: int = 1) -> str:
    """A sum of money for a sentence; a table may give the full figure.

    >>> pounds(2_412_345), pounds(351_400), pounds(935.5), pounds(2_412_345, 2), pounds(999_960), pounds(-4000)
    ('£2.4 million', '£351,000', '£936', '£2.41 million', '£1.0 million', '-£4,000')
    """
    if value is None or missing(value):
        return NOT_KNOWN
    if value < 0:
        return f"-{pounds(-value, places)}"
    if value >= 999_500:
        return f"£{number(value / 1_000_000, places)} million"
    if value >= 10_000:
        return f"£{number(rounded(value / 1_000).__float__() * 1_000)}"
    return f"£{number(value)}"


def pounds_in_full(value: float | None) -> str:
    """A sum of money for a table, to the pound.

    >>> pounds_in_full(2412345.4), pounds_in_full(None)
    ('£2,412,345', 'not known')
    """
    return NOT_KNOWN if value is None or missing(value) else f"£{number(value)}"


def share(value: float | None) -> str:
    """A share for a sentence: in tenths where that is fair, in hundredths near the ends.

    >>> share(0.71), share(0.03), share(0.97), share(0), share(1), share(0.002)
    ('about 7 in 10', 'about 3 in 100', 'about 97 in 100', 'none', 'all', 'fewer than 1 in 100')
    """
    if value is None or missing(value):
        return NOT_KNOWN
    if value in (0, 1):
        return "all" if value else "none"
    if 0.095 <= value < 0.945:
        return f"about {number(value * 10)} in 10"
    return f"about {in_100(value)}" if 0.005 <= value < 0.995 else in_100(value)


def in_100(value: float | None) -> str:
    """A share to the hundredth.

    >>> in_100(0.644), in_100(0.001), in_100(0.9999), in_100(1), in_100(0)
    ('64 in 100', 'fewer than 1 in 100', 'more than 99 in 100', '100 in 100', '0 in 100')
    """
    if value is None or missing(value):
        return NOT_KNOWN
    if 0 < value < 0.005:
        return "fewer than 1 in 100"
    if 0.995 <= value < 1:
        return "more than 99 in 100"
    return f"{number(value * 100)} in 100"


def of_100(value: float | None) -> str:
    """A share to the hundredth, as a count that the thing counted follows.

    >>> of_100(0.644), of_100(0.001), of_100(1)
    ('64 of 100', 'fewer than 1 of 100', '100 of 100')
    """
    return in_100(value).replace(" in 100", " of 100")


def percent(value: float | None) -> str:
    """A share for a table.

    >>> percent(0.714), percent(0.001), percent(None)
    ('71%', 'under 1%', 'not known')
    """
    if value is None or missing(value):
        return NOT_KNOWN
    return "under 1%" if 0 < value < 0.005 else f"{number(value * 100)}%"


def points(value: float | None, places: int = 0) -> str:
    """A score on the scale of 0 to 100.

    >>> points(71.4), points(None)
    ('71 of 100', 'not known')
    """
    return NOT_KNOWN if value is None or missing(value) else f"{number(value, places)} of 100"


def counted_points(value: float) -> str:
    """How many points of a total, for a sentence.

    >>> counted_points(4.29), counted_points(0.97), counted_points(0.2)
    ('4 points', '1 point', 'less than a point')
    """
    whole = rounded(value)
    return "less than a point" if not whole else f"{number(value)} point{'' if whole == 1 else 's'}"


def between(low: float | None, high: float | None, say: Callable[[float], str] = number) -> str:
    """A range, or one figure where both ends read the same; a unit that ends both is said once.

    >>> between(3, 6), between(3, 3), between(21.2, 26.7, minutes), between(None, 6)
    ('between 3 and 6', '3', 'between 21 and 27 minutes', 'not known')
    >>> between(0.71, 0.93, in_100), between(2_100_000, 2_900_000, pounds)
    ('between 71 and 93 in 100', 'between £2.1 million and £2.9 million')
    """
    if low is None or high is None or missing(low) or missing(high):
        return NOT_KNOWN
    first, last = say(low), say(high)
    if first == last:
        return first
    for unit in (" minutes", " in 100", " of 100"):
        if first.endswith(unit) and last.endswith(unit):
            first = first.removesuffix(unit)
    return f"between {first} and {last}"


def to(low: float | None, high: float | None, say: Callable[[float], str] = number) -> str:
    """A range for a table, which holds together in its cell.

    >>> to(3, 6).split("\\u00a0"), to(3.1, 2.9), to(None, 6)
    (['3', 'to', '6'], '3', 'not known')
    """
    if low is None or high is None or missing(low) or missing(high):
        return NOT_KNOWN
    first, last = say(low), say(high)
    return first if first == last else f"{first}\u00a0to\u00a0{last}"


def date(iso: str | None) -> str:
    """A date as far as it is recorded, without a leading zero, the same in every locale.

    >>> date("2025-09-01"), date("2025-07"), date("2025"), date(None)
    ('1 September 2025', 'July 2025', '2025', 'not known')
    """
    if not iso:
        return NOT_KNOWN
    parts = iso[:10].split("-")
    whole = spoken(Date.fromisoformat("-".join([*parts, "01", "01"][:3])))
    return " ".join(whole.split()[3 - len(parts) :])


def counted(count: int, thing: str, things: str = "") -> str:
    """How many, in a word up to twelve.

    >>> counted(0, "site"), counted(1, "site"), counted(12, "site"), counted(14, "site"), counted(2, "entry", "entries")
    ('no sites', 'one site', 'twelve sites', '14 sites', 'two entries')
    """
    word = _COUNTS[count] if 0 <= count < len(_COUNTS) else number(count)
    return f"{word} {thing if count == 1 else things or thing + 's'}"


def how_many(count: int) -> str:
    """How many, where the thing was named before.

    >>> how_many(0), how_many(3), how_many(14)
    ('none', 'three', '14')
    """
    return counted(count, "", " ").strip() if count else "none"


def listed(names: Sequence[str], last: str = "and") -> str:
    """Names as one would say them.

    >>> listed(["Amber", "Birch", "Cedar"]), listed(["Amber"]), listed([]), listed(["a", "b"], "or")
    ('Amber, Birch and Cedar', 'Amber', 'none', 'a or b')
    """
    if not names:
        return "none"
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} {last} {names[-1]}"


def some_of(names: Sequence[str], most: int, more: Callable[[int], str]) -> str:
    """Names as one would say them, the first of many alone.

    >>> some_of(["a", "b", "c", "d"], 2, "{} more".format), some_of(["a", "b", "c"], 2, "{} more".format)
    ('a, b and 2 more', 'a, b and c')
    """
    if len(names) <= most + 1:
        return listed(names)
    return listed([*names[:most], more(len(names) - most)])


def told_apart(values: Sequence[float], say: Callable[..., str], places: int = 0) -> list[str]:
    """Several figures in the same words, with one more decimal where rounding would make different ones look equal.

    >>> told_apart([24.4, 24.1], minutes), told_apart([24.4, 30], minutes)
    (['24.4 minutes', '24.1 minutes'], ['24 minutes', '30 minutes'])
    """
    said = [say(value, places) for value in values]
    return said if len(set(said)) == len(set(values)) else [say(value, places + 1) for value in values]


def quoted(name: str) -> str:
    """A name with commas in it, held together inside a sentence.

    >>> quoted("Two homes, Amber and Birch")
    '“Two homes, Amber and Birch”'
    """
    return f"“{name}”"


def within_a_sentence(name: str) -> str:
    """A heading's words inside a sentence; an abbreviation keeps its capitals.

    >>> within_a_sentence("Clinical fit"), within_a_sentence("CQC rating")
    ('clinical fit', 'CQC rating')
    """
    return name[:1].lower() + name[1:] if name[1:2].islower() else name


def sentence(text: str) -> str:
    """Text that starts with a capital and ends with a full stop.

    >>> sentence("it has its own garden")
    'It has its own garden.'
    """
    text = text.strip()
    return (text[:1].upper() + text[1:] + ("" if text[-1:] in ".?!" else ".")) if text else NOT_KNOWN
