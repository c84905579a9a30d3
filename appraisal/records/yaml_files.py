"""Reading YAML with file and line for every problem; nothing is guessed.

Only YAML's plain reading is taken: `NO` and `12:30` stay text, equal keys are refused instead of the last one
winning, and aliases are refused because a few lines of them can unfold to gigabytes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import ValidationError

from appraisal.errors import Problem, did_you_mean
from appraisal.model.base import FileModel
from appraisal.records.text_files import read_text

Model = TypeVar("Model", bound=FileModel)
Where = tuple[str | int, ...]

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
LARGEST_BYTES = 1_000_000  # a hundred times the starter's largest; each character can become an item
_MOST_PROBLEMS = 1_000
_DEEPEST = 50  # composing recurses, and a few thousand levels would end the program
_WHOLE = re.compile(r"[-+]?[0-9]+")
_DECIMAL = re.compile(r"[-+]?([0-9]+\.[0-9]*|\.[0-9]+|[0-9]+)([eE][-+]?[0-9]+)?")
_PLAIN_WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}


@dataclass(frozen=True, slots=True)
class Tree:
    """A YAML file as plain values, with the line of every key and item.

    Attributes:
        name: path as the user knows it.
        lines: path of keys and indices -> line, counted from 1.
    """

    name: str
    value: Any
    lines: dict[Where, int]

    def line(self, where: Where) -> int:
        """The line of a path, or of the nearest part of it that is in the file."""
        for length in range(len(where), -1, -1):
            if where[:length] in self.lines:
                return self.lines[where[:length]]
        return 1


def read_tree(path: Path, name: str, problems: list[Problem]) -> Tree | None:
    """Read a YAML file as plain values; problems go to the list, and None comes back when it cannot be read."""
    text = read_text(path, name, problems, largest=LARGEST_BYTES)
    if text is None:
        return None
    unwritten = yaml.reader.Reader.NON_PRINTABLE.search(text)
    if unwritten:
        line = text.count("\n", 0, unwritten.start()) + 1
        what = f"Character 0x{ord(unwritten[0]):02x} does not belong in a text. Delete it."
        problems.append(Problem(name, line, what))
        return None
    found: list[Problem] = []
    depth = 0
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            if isinstance(event, yaml.AliasEvent):
                line = _line_of(event)
                problems.append(Problem(name, line, f"'*{event.anchor}' repeats another part. Write it out."))
                return None
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > _DEEPEST:
                what = f"This is more than {_DEEPEST} levels deep. Check the brackets."
                problems.append(Problem(name, _line_of(event), what))
                return None
        node = yaml.compose(text, Loader=_LOADER)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        what = getattr(error, "problem", None) or "cannot be read"
        at_mark = "".join(text.splitlines()[mark.line : mark.line + 1]) if mark else ""
        if mark and at_mark[mark.column :].startswith("\t"):
            # Beside a bracket the parser does not say which character it found.
            what = "found a tab character that violates indentation"
        mend = "Put spaces in place of the tab." if "tab" in what or r"\t" in what else "Mend the line."
        problems.append(Problem(name, mark.line + 1 if mark else 0, f"This is not YAML: {what}. {mend}"))
        return None
    if node is None:
        problems.append(Problem(name, 0, "The file is empty. It must start with 'version: 1'."))
        return None
    lines: dict[Where, int] = {}
    value = _plain(node, (), name, lines, found)
    problems.extend(found)
    return None if found else Tree(name, value, lines)


def read_model(path: Path, name: str, model: type[Model], problems: list[Problem]) -> tuple[Model, Tree] | None:
    """Read a YAML file into a model; every problem goes to the list with its line."""
    tree = read_tree(path, name, problems)
    if tree is None:
        return None
    if not isinstance(tree.value, dict):
        problems.append(Problem(name, 1, "Keys and values were expected, starting with 'version: 1'."))
        return None
    try:
        return model.model_validate(tree.value), tree
    except ValidationError as error:
        details = error.errors(include_url=False)[:_MOST_PROBLEMS]
        problems.extend(_problem(tree, model, detail) for detail in details)
        return None


def _plain(node: yaml.Node, where: Where, name: str, lines: dict[Where, int], problems: list[Problem]) -> Any:
    line = _line_of(node)
    lines.setdefault(where, line)
    if isinstance(node, yaml.ScalarNode):
        return _scalar(node)
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, (*where, index), name, lines, problems) for index, item in enumerate(node.value)]
    assert isinstance(node, yaml.MappingNode)
    result: dict[Any, Any] = {}
    for key_node, value_node in node.value:
        key_line = _line_of(key_node)
        if not isinstance(key_node, yaml.ScalarNode):
            problems.append(Problem(name, key_line, "A key is one word; a list or mapping was found."))
            continue
        plain = _scalar(key_node)
        key: str | int = plain if type(plain) is int else key_node.value
        if key in result:
            problems.append(Problem(name, key_line, f"Key '{key}' is here twice. Keep one of them."))
            continue
        lines[(*where, key)] = key_line
        result[key] = _plain(value_node, (*where, key), name, lines, problems)
    return result


def _line_of(part: yaml.Event | yaml.Node) -> int:
    return part.start_mark.line + 1 if part.start_mark else 1


def _scalar(node: yaml.ScalarNode) -> str | int | float | bool | None:
    text: str = node.value
    if node.style in ("'", '"', "|", ">"):
        return text
    if text.lower() in _PLAIN_WORDS and text in (text.lower(), text.capitalize()):
        return _PLAIN_WORDS[text.lower()]
    if _WHOLE.fullmatch(text) and len(text) < 20:
        return int(text)
    if _DECIMAL.fullmatch(text) and len(text) < 40:
        return float(text)
    return text


_EXPECTED = {
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "finite_number": "a finite number",
    "string_type": "text",
    "bool_type": "true or false",
    "list_type": "a list",
    "tuple_type": "a list",
    "dict_type": "keys and values",
    "model_type": "keys and values",
    "model_attributes_type": "keys and values",
}


def _problem(tree: Tree, model: type[FileModel], detail: Any) -> Problem:
    """One of pydantic's details in our words, with the line that it speaks of."""
    where: Where = tuple(part for part in detail["loc"] if part != "[key]")
    key = _spoken(where)
    found, kind, context = detail["input"], detail["type"], detail.get("ctx", {})
    line = tree.line(where)
    if kind == "missing":
        return Problem(tree.name, line, f"{_owner(tree, where)}Key '{where[-1]}' is missing. Add it.")
    if kind == "extra_forbidden":
        hint = did_you_mean(str(where[-1]), _known_keys(model))
        return Problem(tree.name, line, f"Key '{where[-1]}' is not known here.{hint or ' Take it out.'}")
    if kind == "value_error":
        text = str(context.get("error", detail["msg"]))
        shown = f"{key}: {_quoted(found)}: " if isinstance(found, (str, int, float)) else f"{key}: " if key else ""
        return Problem(tree.name, line, f"{shown}{text}.")
    if kind == "literal_error":
        hint = did_you_mean(str(found), re.findall(r"'([^']*)'", str(context["expected"])))
        return Problem(tree.name, line, f"{key} is {_quoted(found)}; {context['expected']} was expected.{hint}")
    if kind in _EXPECTED:
        return Problem(tree.name, line, f"{key} is {_quoted(found)}; {_EXPECTED[kind]} was expected.")
    if kind == "string_too_short":
        return Problem(tree.name, line, f"{key} is empty; text was expected.")
    plain = detail["msg"].replace("Input should be", "it should be")
    return Problem(tree.name, line, f"{key} is {_quoted(found)}; {plain}.")


def _owner(tree: Tree, where: Where) -> str:
    """Whose key is missing, where the thing has an id."""
    value = tree.value
    for part in where[:-1]:
        try:
            value = value[part]
        except (KeyError, IndexError, TypeError):
            return ""
    return f"'{value['id']}': " if isinstance(value, dict) and isinstance(value.get("id"), str) else ""


def _spoken(where: Sequence[str | int]) -> str:
    """The last named keys of a path, as a reader would say it: 'panel, item 3, person'."""
    words = [f"item {part + 1}" if isinstance(part, int) else f"'{part}'" for part in where[-3:]]
    return ", ".join(words)


def _quoted(found: object) -> str:
    if found is None:
        return "empty"
    if isinstance(found, dict | list | tuple):
        return "a group of keys" if isinstance(found, dict) else "a list"
    text = str(found)
    return f"'{text if len(text) <= 60 else text[:57] + '...'}'"


@cache
def _known_keys(model: type[FileModel]) -> list[str]:
    """Every key that the files of this model know; near words are looked for among all of them."""
    from pydantic import TypeAdapter

    schema = TypeAdapter(model).json_schema()
    definitions = [schema, *schema.get("$defs", {}).values()]
    return sorted({key for definition in definitions for key in definition.get("properties", {})})
