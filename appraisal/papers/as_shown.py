"""What somebody wrote, as a page can show it."""

from __future__ import annotations

import re


def as_shown(text: str) -> str:
    r"""What somebody wrote, as a page can show it: nothing left out, and what no page can hold has a sign in its place.

    Every line ends in one way. Marks that only a machine reads get their pictures; others a question mark in a diamond.

    >>> as_shown("two\r\nlines"), as_shown("a\x0bb"), as_shown("\x92")
    ('two\nlines', 'a\u240bb', '\ufffd')
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return _NOT_ON_A_PAGE.sub(lambda found: chr(0x2400 + ord(found[0])) if found[0] < " " else "\ufffd", lines)


_NOT_ON_A_PAGE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef"
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000))
    + "]"
)
