"""Findings: what a run concluded, frozen, fingerprinted and the same bytes for the same inputs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from appraisal.errors import FindingsError
from appraisal.model.canonical import canonical, plain, rounded, sha256_hex

FORMAT = 1
RUN_DIGITS = 12


@dataclass(frozen=True)
class Findings:
    """What a run concluded; its shape is docs/reference/findings.schema.json.

    Attributes:
        content: the whole, read-only at every depth, numbers rounded to 9 decimals. `findings["options"]` reads
            a part.
    """

    content: Mapping[str, Any]

    @classmethod
    def of(cls, content: Mapping[str, Any]) -> Findings:
        """Freeze what was concluded and give it its fingerprint and run.

        Args:
            content: everything but `run` and `fingerprint`.
        """
        body = rounded({key: value for key, value in content.items() if key not in ("run", "fingerprint")})
        fingerprint = sha256_hex(canonical(body))
        return cls(_frozen({**body, "fingerprint": fingerprint, "run": fingerprint[:RUN_DIGITS]}))

    @classmethod
    def from_json(cls, text: str) -> Findings:
        """Read findings back, refusing those that were changed after they were written.

        Raises:
            FindingsError: if the text is not findings, or does not have the fingerprint and run that it names.
        """
        try:
            content = json.loads(text)
            named = content["fingerprint"], content.get("run")
        except (ValueError, TypeError, KeyError) as error:
            msg = "These are not findings: a JSON object with a fingerprint was expected. Run again: appraisal run."
            raise FindingsError(msg) from error
        found = cls.of(content)
        if (found.fingerprint, found.run) != named:
            fingerprint, run = str(named[0])[:RUN_DIGITS], named[1]
            msg = f"These findings were changed after they were written: they name fingerprint {fingerprint}... "
            raise FindingsError(msg + f"and run {run}, and have {found.run}.... Run again: appraisal run.")
        return found

    def __getitem__(self, key: str) -> Any:
        return self.content[key]

    @property
    def run(self) -> str:
        """The first 12 hex digits of the fingerprint."""
        return str(self.content["run"])

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the canonical findings without `run` and `fingerprint`."""
        return str(self.content["fingerprint"])

    def to_json(self) -> str:
        """The findings as JSON, keys sorted, indented, with a last line end: what findings.json holds."""
        return json.dumps(plain(self.content), indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def _frozen(value: Any) -> Any:
    if isinstance(value, dict):
        return MappingProxyType({key: _frozen(part) for key, part in value.items()})
    if isinstance(value, list):
        return tuple(_frozen(part) for part in value)
    return value
