"""The panel: its groups, its members, and the seats that a place expects to be filled."""

from __future__ import annotations

from pydantic import Field

from appraisal.model.base import FileModel, Id, Share, Text


class Group(FileModel):
    """A group of the panel and the share that its members' weights carry together."""

    id: Id
    name: Text
    weight: Share


class PanelMember(FileModel):
    """A member of the panel, by pseudonym."""

    person: Id
    group: Id
    role: Text


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
