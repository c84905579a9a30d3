"""One text for one value: canonical JSON, its hash, and numbers rounded before either."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from numbers import Integral, Real
from typing import Any

from appraisal.errors import FindingsError


def canonical(value: object) -> bytes:
    """The one JSON text of a value, whatever the order in which its keys were written (RFC 8785).

    Args:
        value: None, text, truth values, numbers, and lists, tuples and mappings of these with text as keys.

    Returns:
        JSON as UTF-8: keys sorted, no spaces, numbers in their shortest form.

    Raises:
        FindingsError: if JSON has no form for a part of it: NaN, an integer of 2**53 or more, a set,
            text that is not Unicode.

    >>> canonical({"weight": 0.50, "person": "p07", "swings": (100, 60)})
    b'{"person":"p07","swings":[100,60],"weight":0.5}'
    """
    import rfc8785

    try:
        if not _is_written_alike(value):
            value = plain(value)
        return _WRITE(value).encode() if _is_written_alike(value) else rfc8785.dumps(value)  # type: ignore[arg-type]
    except (ValueError, RecursionError) as error:
        msg = f"This cannot be written as canonical JSON: {error}."
        raise FindingsError(msg) from error


def sha256_hex(data: bytes) -> str:
    """The SHA-256 of some bytes as 64 hex digits.

    >>> sha256_hex(b"")[:12]
    'e3b0c44298fc'
    """
    return hashlib.sha256(data).hexdigest()


def plain(value: Any) -> Any:
    """The same value with its read-only mappings and tuples as dicts and lists, which the json module can write.

    >>> from types import MappingProxyType
    >>> plain(MappingProxyType({"swings": ("100", "60")}))
    {'swings': ['100', '60']}
    """
    if isinstance(value, str):  # nearly every part of an entry is text, and a ledger has many
        return value
    if isinstance(value, Mapping):
        return {key: part if type(part) is str else plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [plain(part) for part in value]
    return value


def rounded(value: Any, decimals: int = 9) -> Any:
    """The same value with every number in it rounded, ready to be hashed and written.

    Findings are rounded before anything is hashed, so that the last digits of a sum, which may differ
    between machines, do not change a fingerprint.

    Args:
        value: None, text, truth values, numbers (numpy's too), and dicts, lists and tuples of these.
        decimals: digits kept after the point.

    Returns:
        The same shape in plain Python: tuples as lists, -0.0 as 0.0, whole numbers untouched.

    Raises:
        FindingsError: if a number in it is NaN or infinite; the message names the path to it.
        TypeError: if it holds what findings have no form for, such as a set or a date.

    >>> rounded({"shares": (0.1 + 0.2, -1e-12), "beds": 5})
    {'shares': [0.3, 0.0], 'beds': 5}
    >>> rounded({"options": [{"total": float("nan")}]})
    Traceback (most recent call last):
        ...
    appraisal.errors.FindingsError: The figure at options[0].total is nan, which no paper can show. ...
    """
    return _rounded(value, decimals, "")


_WRITE = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), check_circular=False).encode


def _is_written_alike(value: Any) -> bool:
    """Whether Python's own writer, some ten times faster, gives the same text: it does but for two things.

    It writes fractions in another form, and sorts keys by code points instead of UTF-16 units. Entries hold
    decimal text, under keys in ASCII.
    """
    kind = type(value)
    if kind is str or value is None or kind is bool:
        return True
    if kind is int:
        return abs(int(value)) < _BEYOND
    if kind is list:
        return all(type(part) is str or _is_written_alike(part) for part in value)
    if kind is dict:
        for key, part in value.items():
            if type(key) is not str or not key.isascii() or not (type(part) is str or _is_written_alike(part)):
                return False
        return True
    return False


_BEYOND = 2**53


def _rounded(value: Any, decimals: int, path: str) -> Any:
    if value is None or isinstance(value, str | bool):
        return value
    if isinstance(value, Mapping):
        return {_key(key, path): _rounded(part, decimals, f"{path}.{key}") for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(part, decimals, f"{path}[{index}]") for index, part in enumerate(value)]
    if isinstance(value, Integral):
        return int(value)
    if isinstance(value, Real):
        return _finite(float(value), decimals, path)
    msg = f"{_named(path)} is a {type(value).__name__}, for which findings have no form"
    raise TypeError(msg)


def _finite(number: float, decimals: int, path: str) -> float:
    if math.isfinite(number):
        return round(number, decimals) + 0.0
    msg = (
        f"{_named(path)} is {number}, which no paper can show. "
        "A figure that is not known has to stay missing, and every other has to be finite."
    )
    raise FindingsError(msg)


def _key(key: object, path: str) -> str:
    if isinstance(key, str):
        return key
    msg = f"{_named(path)} has the key {key!r}; keys of findings are text"
    raise TypeError(msg)


def _named(path: str) -> str:
    return f"The figure at {path.removeprefix('.')}" if path else "The figure"
