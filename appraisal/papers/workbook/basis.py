"""What a workbook is made from: findings, record and place as its reader may see them, and what was measured."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from appraisal.analysis.measuring import Measured, Ruler
from appraisal.analysis.panel import PanelWeights, panel_weights
from appraisal.measures.openings import Openings
from appraisal.model.criteria import Criterion
from appraisal.model.public_view import public_view
from appraisal.model.workspace import Place
from appraisal.papers.presenters.material import Material
from appraisal.papers.wording import Wording


@dataclass(frozen=True)
class Basis:
    """All that the sheets of one workbook are made from.

    Attributes:
        findings: of the run; of a public form, their public copy.
        record: the extract of the record; of a public form, what a public paper may tell of it.
        place: as the run read it; of a public form, its public view.
        run, fingerprint: of the run.
        is_full: whether it is the full form, for auditors.
        is_masked: whether something is kept out of it, so that figures may be bands.
    """

    findings: Mapping[str, Any]
    record: Mapping[str, Any]
    place: Place
    wording: Wording
    run: str
    fingerprint: str
    is_full: bool
    is_masked: bool

    @classmethod
    def of(
        cls,
        findings: Mapping[str, Any],
        record: Mapping[str, Any],
        place: Place,
        wording: Mapping[str, Any],
        *,
        full: bool,
    ) -> Basis:
        """What a reader of one form may see.

        Args:
            findings: all of them, with their public copy where there is one.
            record: as `appraisal.records.extract` gives it.
            place: as the run read it, with its ballots.
            wording: what `reports/wording.yaml` says.
            full: whether it is for auditors, who see everything.
        """
        said = Wording(wording)
        marks = {"run": str(findings["run"]), "fingerprint": str(findings["fingerprint"])}
        if full:
            return cls(findings, record, place, said, is_full=True, is_masked=False, **marks)
        material = Material.of(findings, record, said)
        is_masked = findings["public"] is not None
        view = public_view(place) if is_masked else place
        return cls(material.findings, material.record, view, said, is_full=False, is_masked=is_masked, **marks)

    def say(self, key: str, **values: object) -> str:
        """A sentence of the workbook."""
        return self.wording.say(f"workbook.{key}", **values)

    @property
    def context(self) -> Mapping[str, Any]:
        """The workspace's own words, as the run froze them."""
        found: Mapping[str, Any] = self.findings["context"]
        return found

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """The criteria of the place, in order of id."""
        return self.place.criteria

    @cached_property
    def criterion_names(self) -> Mapping[str, str]:
        """The names of criteria by id, as they may be shown."""
        return {row["id"]: row["name"] for row in self.findings["criteria"]}

    @cached_property
    def options(self) -> Mapping[str, Mapping[str, Any]]:
        """The ranked options of the findings, by id, in order of id."""
        ranked = [option for option in self.findings["options"] if option["status"] == "ranked"]
        return {option["id"]: option for option in sorted(ranked, key=lambda option: option["id"])}

    @cached_property
    def site_names(self) -> Mapping[str, str]:
        """The names of sites by id, as they may be shown."""
        return {row["id"]: row["name"] for row in self.findings["sites"]}

    @cached_property
    def hidden(self) -> frozenset[str]:
        """Ids that stand for sites not approached: nothing that shows where one stands or what it costs is given."""
        if self.is_full:
            return frozenset()
        return frozenset(site.id for site in self.place.sites if site.standing == "not approached")

    @property
    def shown_sites(self) -> tuple[str, ...]:
        """Ids of the other sites, in the order that breaks ties of minutes."""
        geography = self.ruler.geography
        order = [geography.sites[place] for place in geography.nearer_first.tolist()]
        return tuple(site for site in order if site not in self.hidden)

    def is_open_book(self, option: str) -> bool:
        """Whether the sites of an option may all be shown with their figures."""
        return not self.hidden & self.options[option]["sites"].keys()

    def sites_of(self, option: str) -> list[tuple[str, int]]:
        """The sites of an option with their beds, in the order that breaks ties of minutes."""
        sites = self.options[option]["sites"]
        shown = [(site, int(sites[site])) for site in self.shown_sites if site in sites]
        return shown if len(shown) == len(sites) else [(site, int(sites[site])) for site in sorted(sites)]

    @cached_property
    def ruler(self) -> Ruler:
        """The measures of the place."""
        return Ruler.of(self.place)

    @cached_property
    def measured(self) -> Measured:
        """What the ranked options do, to the last digit; findings round."""
        return Measured.of(self.ruler, {id_: dict(option["sites"]) for id_, option in self.options.items()})

    @property
    def openings(self) -> Openings:
        """The ranked options as sets of sites."""
        return self.measured.openings

    def is_reached(self, option: str) -> bool:
        """Whether minutes to all sites of an option are known."""
        return bool(self.openings.is_reached[list(self.options).index(option)])

    @cached_property
    def panel(self) -> PanelWeights:
        """The panel's weights, from its ballots."""
        return panel_weights(self.place)
