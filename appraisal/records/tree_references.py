"""What a file of criteria says of the criteria tree: branches that are there, each once, with something under them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from appraisal.errors import Problem, did_you_mean
from appraisal.model.criteria import CriteriaFile
from appraisal.records.yaml_files import Tree, Where

COLUMNS_OF_WEIGHTS = ("person", "way", "anchors", "replaces")
"""Columns that files of weights have beside one for each criterion and branch."""


def check_tree(file: Tree, core: CriteriaFile | None, problems: list[Problem]) -> None:
    """Hold the branches of one file of criteria, and what stands under them, against each other and the core.

    Args:
        file: criteria.yaml, or what a place adds.
        core: what a place adds to; None where the file is the core itself.
        problems: where problems go.
    """
    _TreeCheck(file, core, problems).check()


class _TreeCheck:
    def __init__(self, file: Tree, core: CriteriaFile | None, problems: list[Problem]) -> None:
        self.file, self.problems = file, problems
        self.branches: list[dict[str, Any]] = file.value.get("branches") or []
        self.criteria: list[dict[str, Any]] = file.value["criteria"]
        self.core_branches = {branch.id for branch in core.branches} if core else set()
        self.core_criteria = {criterion.id for criterion in core.criteria} if core else set()

    def check(self) -> None:
        """Every problem of the file's tree."""
        self._ids()
        self._unders()
        above = {_id(branch): _under(branch) for branch in self.branches}
        self._circles(above)
        self._empty(above)

    def _ids(self) -> None:
        """An id stands for one branch or one criterion, of this file and the core together."""
        own, seen = {_id(criterion) for criterion in self.criteria}, set()
        for index, branch in enumerate(self.branches):
            where, id_ = ("branches", index, "id"), _id(branch)
            if id_ in self.core_branches:
                self._tell(where, f"Branch '{id_}' is in the core; a place can add, never change. Rename it.")
            elif id_ in seen:
                self._tell(where, f"Branch '{id_}' is here twice. Give one another id.")
            elif id_ in own | self.core_criteria:
                self._tell(where, f"'{id_}' is a criterion too, and weights are given by id. Give one another id.")
            seen.add(id_)
        for key, items in (("criteria", self.criteria), ("branches", self.branches)):
            for index, item in enumerate(items):
                if key == "criteria" and _id(item) in self.core_branches:
                    text = f"'{_id(item)}' is a branch of the core, and weights are given by id. Give it another id."
                    self._tell((key, index, "id"), text)
                if _id(item) in COLUMNS_OF_WEIGHTS:
                    text = f"'{_id(item)}' is a column of files of weights already. Give it another id."
                    self._tell((key, index, "id"), text)

    def _unders(self) -> None:
        known = self.core_branches | {_id(branch) for branch in self.branches}
        for key, items in (("criteria", self.criteria), ("branches", self.branches)):
            for index, item in enumerate(items):
                under = _under(item)
                if under and under not in known:
                    hint = did_you_mean(under, known) or " Add it there, or take this out."
                    self._tell((key, index, "under"), f"'{_id(item)}': branch '{under}' is not in 'branches'.{hint}")

    def _circles(self, above: Mapping[str, str]) -> None:
        told: set[str] = set()
        for index, branch in enumerate(self.branches):
            way = [_id(branch)]
            while (over := above.get(way[-1], "")) and over not in way:
                way.append(over)
            if over == way[0] and way[0] not in told:
                text = f"Branch '{way[0]}' stands under itself: {', '.join([*way, over])}. Take one 'under' out."
                self._tell(("branches", index, "under"), text)
                told.update(way)

    def _empty(self, above: Mapping[str, str]) -> None:
        filled = branches_over({_under(criterion) for criterion in self.criteria}, above)
        for index, branch in enumerate(self.branches):
            if _id(branch) not in filled:
                text = f"Branch '{_id(branch)}' has no criterion of this file under it. Put one there, or take it out."
                self._tell(("branches", index, "id"), text)

    def _tell(self, where: Where, text: str) -> None:
        self.problems.append(Problem(self.file.name, self.file.line(where), text))


def branches_over(unders: Collection[str], above: Mapping[str, str]) -> set[str]:
    """The branches with something somewhere under them.

    Args:
        unders: ids of the branches that criteria stand right under; "" for those at the top.
        above: branch -> the branch that it is under; "" at the top.

    >>> sorted(branches_over({"reach"}, {"reach": "people", "people": "", "money": ""}))
    ['people', 'reach']
    """
    found: set[str] = set()
    waiting = [under for under in unders if under]
    while waiting:
        branch = waiting.pop()
        if branch not in found:
            found.add(branch)
            waiting += [above[branch]] if above.get(branch) else []
    return found


def _id(item: Mapping[str, Any]) -> str:
    return str(item["id"]).strip()


def _under(item: Mapping[str, Any]) -> str:
    return str(item.get("under") or "").strip()
