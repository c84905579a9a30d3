"""The panel: its groups, its members, and the seats that a place expects to be filled."""

from __future__ import annotations

from typing import Literal, get_args

from pydantic import Field, model_validator

from appraisal.model.base import FileModel, Id, Share, Text

Gives = Literal["weights", "scores", "both"]
AskedFor = Literal["weights", "scores"]

ASKED_FOR: tuple[AskedFor, ...] = get_args(AskedFor)


class Group(FileModel):
    """A group of the panel and the share that its members' weights carry together.

    Attributes:
        at_least: the share below which its weight must not be set, if the place states one.
    """

    id: Id
    name: Text
    weight: Share
    at_least: Share | None = None

    @model_validator(mode="after")
    def _not_below_its_floor(self) -> Group:
        if self.at_least is not None and self.weight < self.at_least:
            msg = f"weight {self.weight:g} is below its at_least, {self.at_least:g}; raise it, and lower another"
            raise ValueError(msg)
        return self


class PanelMember(FileModel):
    """A member of the panel, by pseudonym.

    Attributes:
        gives: what they are asked for: weights, scores of sites, or both.
    """

    person: Id
    group: Id
    role: Text
    gives: Gives = "both"

    def is_asked_for(self, what: AskedFor) -> bool:
        """Whether they are asked for weights, or for scores."""
        return self.gives in (what, "both")


class Seat(FileModel):
    """A role that the place expects on its panel; members of this group and role fill it.

    Attributes:
        lay: whether it is for people who use or may use the beds, or care for those who do, and not for those who
            work for the services.
        count: how many members it is for.
    """

    role: Text
    group: Id
    lay: bool
    count: int = Field(default=1, ge=1)

    def is_for(self, member: PanelMember) -> bool:
        """Whether a member has this role in this group; capitals and spaces do not count."""
        return self.key == (member.group, " ".join(member.role.casefold().split()))

    @property
    def key(self) -> tuple[str, str]:
        """Group and role: no two seats have the same."""
        return self.group, " ".join(self.role.casefold().split())
