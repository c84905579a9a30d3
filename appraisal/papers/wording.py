"""The sentences of `reports/wording.yaml`, filled in; a missing one is a problem of that file, by name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from appraisal.errors import Problem, WorkspaceError, did_you_mean

FILE = "reports/wording.yaml"


@dataclass(frozen=True, slots=True)
class Wording:
    """Sentences with {placeholders}, found by a dotted key.

    >>> words = Wording({"version": 1, "answer": {"one": "{option} scores highest on the weights so far."}})
    >>> words.say("answer.one", option="One home, Birch")
    'One home, Birch scores highest on the weights so far.'
    >>> words.say_first("answer.other", "answer.one", option="X")
    'X scores highest on the weights so far.'
    >>> "answer.other" in words
    False
    """

    sentences: Mapping[str, Any]

    def __contains__(self, key: str) -> bool:
        return self._find(key) is not None

    def say(self, key: str, **values: object) -> str:
        """The sentence of `key` with its placeholders filled.

        Raises:
            WorkspaceError: if there is no such sentence, or it asks for a placeholder that is not offered.
        """
        text = self._find(key)
        if text is None:
            raise _problem(f"There is no sentence '{key}'.{did_you_mean(key, self.keys())} Add it.")
        try:
            return text.format(**values).strip()
        except (KeyError, IndexError, ValueError) as error:
            asked = f"Sentence '{key}' asks for {error}, which is not offered."
            raise _problem(
                f"{asked} Use {', '.join('{' + name + '}' for name in sorted(values)) or 'none'}."
            ) from error

    def say_first(self, *keys: str, **values: object) -> str:
        """The first of several sentences that the file has: from the particular to the general."""
        return self.say(next((key for key in keys if key in self), keys[-1]), **values)

    def keys(self) -> list[str]:
        """Every dotted key, sorted."""
        return sorted(_keys(self.sentences, ""))

    def _find(self, key: str) -> str | None:
        found: Any = self.sentences
        for part in key.split("."):
            if not isinstance(found, Mapping) or part not in found:
                return None
            found = found[part]
        return found if isinstance(found, str) else None


def _keys(found: Any, prefix: str) -> list[str]:
    if isinstance(found, Mapping):
        return [
            key for name, inner in found.items() for key in _keys(inner, f"{prefix}.{name}" if prefix else str(name))
        ]
    return [prefix] if isinstance(found, str) else []


def _problem(text: str) -> WorkspaceError:
    return WorkspaceError([Problem(FILE, 0, text)], "the wording of the papers")
