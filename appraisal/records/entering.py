"""Entering: what is sound in itself, held against the record and appended; whole or nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from appraisal.errors import BallotFileError, Problem
from appraisal.model.entries import NO_ENTRIES, Draft, Entry, Receipt
from appraisal.model.interests import denied, names_one, says_none, taking_back
from appraisal.model.kinds import IN_ORDER, KINDS
from appraisal.model.objections import late_since, objections
from appraisal.model.places import PlacePlan
from appraisal.model.record import Record, key_of, named, record_of
from appraisal.model.workspace import Place, Workspace
from appraisal.records.ballot_rows import BallotRow, content_of, key_of_row, said_in
from appraisal.records.entry_rows import Desk
from appraisal.records.ledger import Ledger, open_ledger
from appraisal.records.ledger_address import ledger_address, ledger_is_there
from appraisal.records.signatures import signer_for
from appraisal.records.table_rows import Row

_SAY_WHY = {"file": "write yes in 'replaces' and why in 'replaces_reason'", "command": "say why with '--replaces'"}
_OPTIONS = {"person": "--as", "cast_on": "--on"}  # of commands, where they are not called as the parts are


@dataclass(frozen=True, slots=True)
class Imported:
    """What was entered: entries by kind, those that were already there, and how many replaced another.

    Attributes:
        receipt: of the ledger as it stands now, signed where a key is configured.
        numbers: person id -> numbers of the entries that hold their words, for them to keep with the receipt.
    """

    entries: Mapping[str, int]
    unchanged: int
    replaced: int
    receipt: str
    numbers: Mapping[str, Sequence[int]]


def enter(
    root: Path,
    plan: PlacePlan,
    rows: Sequence[BallotRow],
    problems: list[Problem],
    *,
    read: tuple[Record, Receipt],
    entered_by: str,
    entered_at: str,
) -> Imported:
    """Enter rows that are sound in themselves, each held against the record and those before it.

    Args:
        root: the workspace's folder; its ledger is made if there is none.
        plan: the place's panel and officers.
        rows: in the order in which they are entered.
        problems: where problems go.
        read: the record that the rows were read beside, and its receipt, as `read_record` gives them.
        entered_by, entered_at: as in `import_ballots`.

    Raises:
        BallotFileError: with every problem; nothing is entered then.
        LedgerError: if the chain of what was entered before does not hold, for then nothing is entered after it and
            no receipt of it given; if the ledger cannot be written, or somebody else wrote meanwhile.
        OutputError: if a signing key is configured and cannot be used.
    """
    record, head = read
    rows = with_taken_back(rows, record, problems)
    drafts = settled(rows, record, plan, problems)
    if problems:
        raise refused(problems)
    sign = signer_for(root)
    with open_ledger(ledger_address(root), create=True) as ledger:
        ledger.refuse_unsound()
        themselves = [draft.person for draft in drafts if draft.content.get("id") == draft.person]
        entering = ledger.id_for(entered_by, [*plan.roles, *themselves]) if drafts else ""
        drafts = [replace(_without_names(draft, ledger, plan), entered_by=entering) for draft in drafts]
        entries = ledger.append(drafts, entered_at=entered_at, after=head) if drafts else ()
        receipt = str(sign(ledger.head()))
    kinds, numbers = [entry.kind for entry in entries], dict[str, list[int]]()
    for entry in entries:
        numbers.setdefault(entry.person, []).append(entry.number)
    return Imported(
        {kind: kinds.count(kind) for kind in IN_ORDER if kind in kinds},
        len(rows) - len(drafts),
        sum("replaces" in entry.content for entry in entries),
        receipt,
        {person: numbers[person] for person in sorted(numbers)},
    )


def _without_names(draft: Draft, ledger: Ledger, plan: PlacePlan) -> Draft:
    """A draft in which whoever is not known by a pseudonym or a group has an id that the names can be parted from."""
    own = [str(draft.content["id"])] if KINDS[draft.kind].by == "anyone" else []
    known = {*plan.roles, *own}
    groups = {*plan.roles.values(), *(group.id for group in plan.groups)}
    behalf = draft.on_behalf_of
    person = ledger.id_for(draft.person, known)
    return replace(draft, person=person, on_behalf_of=behalf and ledger.id_for(behalf, known | groups))


def read_record(root: Path, place: str) -> tuple[Record, Receipt]:
    """The record of a place, and the receipt of the ledger as it was read; empty where there is no ledger yet.

    Raises:
        LedgerError: if the ledger cannot be read.
    """
    if not ledger_is_there(ledger_address(root)):
        return Record(), NO_ENTRIES
    with open_ledger(ledger_address(root)) as ledger:
        head = ledger.head()
        return record_of((entry for entry in ledger.entries(place) if entry.number <= head.entries), place), head


def enter_one(
    root: Path,
    workspace: Workspace,
    place: Place,
    kind: str,
    said: Mapping[str, str],
    *,
    replaces: str,
    entered_by: str,
    entered_at: str,
) -> Imported:
    """Enter one thing that a command says.

    Args:
        root, workspace, place: what it is about.
        kind: one of KINDS.
        said: its parts, person, cast_on and on_behalf_of, as text.
        replaces: why it replaces an earlier one, or comes late; "" where it does neither.
        entered_by, entered_at: as in `enter`.

    Raises:
        BallotFileError: with every problem; nothing is entered then.
    """
    problems: list[Problem] = []
    row = Row("", 0, {name: text.strip() for name, text in said.items()}, problems, given=said, naming=_option)
    record, head = read_record(root, place.id)
    draft = Desk(workspace, place, root, route="command", record=record).entry(row, kind)
    if draft is None:
        raise refused(problems)
    is_answered = key_of(draft) is not None and any(key_of(entry) == key_of(draft) for entry in record.of(kind))
    is_there = is_answered or bool(denied(draft, record))
    if replaces and not is_there and late_since(draft, record) is None:
        row.problem("There is nothing that this replaces, and it is not late. Leave '--replaces' out.")
        raise refused(problems)
    if replaces and not is_there:
        draft = replace(draft, content={**draft.content, "late_reason": replaces})
    one = BallotRow(row, replaces or None if is_there else None, draft)
    return enter(root, place.plan, [one], problems, read=(record, head), entered_by=entered_by, entered_at=entered_at)


def with_taken_back(rows: Sequence[BallotRow], record: Record, problems: list[Problem]) -> list[BallotRow]:
    """Rows, each followed by what takes back the interests that it denies.

    Whoever says that they have none takes back each interest that they named; whoever names one takes back that they
    had none. What is taken back is replaced like any other answer, for the reason that the row gives.

    Args:
        rows: in the order in which they are entered.
        record: of their place, as it stands.
        problems: where problems go: what has no reason, and who says both at once.
    """
    current = {key_of_row(entry): entry for entry in record.of("interest")}
    taken = {(key_of_row(entry), content_of(entry)) for entry in record.of("interest")}
    new: dict[tuple[str, ...], BallotRow] = {}
    for row in rows:
        key = key_of_row(row.draft)
        is_anew = (key, content_of(row.draft)) not in taken or _is_meant_anew(row.draft, current.get(key))
        if row.draft.kind == "interest" and is_anew:
            new[key] = row
    _tell_of_both(list(new.values()), problems)
    answered, found = set(new), []
    for row in rows:
        key = key_of_row(row.draft)
        no_longer = denied(row.draft, record) if new.get(key) is row else ()
        found.append(_for_its_own(row) if no_longer and key not in current else row)
        for entry in no_longer:
            if key_of_row(entry) in answered:
                continue
            if row.replaces is None:
                problems.append(row.row.told(_not_taken_back(row, entry)))
                continue
            answered.add(key_of_row(entry))
            found.append(replace(row, draft=replace(row.draft, content=taking_back(entry))))
    return found


def settled(rows: Sequence[BallotRow], record: Record, plan: PlacePlan, problems: list[Problem]) -> list[Draft]:
    """The drafts of those rows that say something new, each as it stands beside what it replaces.

    Args:
        rows: in the order in which they are entered.
        record: of their place, as it stands.
        plan: the place's panel and officers.
        problems: where problems go: who may not, what comes too early, what has no reason.
    """
    current = {key_of_row(entry): entry for entry in record.entries}
    taken = {(key_of_row(entry), content_of(entry)) for entry in record.entries}  # of which some are replaced by now
    drafts: list[Draft] = []
    for row in rows:
        earlier = current.get(key_of_row(row.draft)) if key_of(row.draft) is not None else None
        if row.draft.route == "command" and key_of(row.draft) is None:
            if record.entries and key_of_row(record.entries[-1]) == key_of_row(row.draft):
                continue  # entered twice at once; later, the same words may be meant anew
        elif (key_of_row(row.draft), content_of(row.draft)) in taken and not _is_meant_anew(row.draft, earlier):
            continue
        if earlier is not None and row.is_of_a_form and said_in(row.draft) == said_in(earlier):
            continue
        draft = _draft(row, earlier, record, problems)
        problems.extend(row.row.told(text) for text in objections(draft, record, plan))
        record = record.and_then(draft)
        drafts.append(draft)
    return drafts


def _is_meant_anew(draft: Draft, earlier: Draft | None) -> bool:
    """Whether what was said before and replaced since is said again: what a command says without a date is said now."""
    return draft.cast_on is None and earlier is not None and content_of(earlier) != content_of(draft)


def _draft(row: BallotRow, earlier: Draft | None, record: Record, problems: list[Problem]) -> Draft:
    draft = row.draft
    is_late = late_since(draft, record) is not None
    if not is_late and "late_reason" in draft.content:
        draft = replace(draft, content={name: part for name, part in draft.content.items() if name != "late_reason"})
    if earlier is None and row.is_of_a_form:
        is_told_why = row.replaces and is_late
        return replace(draft, content={**draft.content, "late_reason": row.replaces}) if is_told_why else draft
    if earlier is None:
        if row.replaces is not None:
            text = f"It says that it replaces a ballot of '{draft.person}', and there is none. Leave 'replaces' blank."
            problems.append(row.row.told(text, "replaces"))
        return draft
    if draft.kind in ("feedback", "question"):
        text = (
            f"'{draft.content['id']}' is in the record already ({named(earlier)}), in other words. Give it another id."
        )
        problems.append(row.row.told(f"{text} What people said is never changed.", "id"))
        return draft
    if row.replaces is None:
        how = "say why on the sheet 'start here'" if row.is_of_a_form else _SAY_WHY[draft.route]
        text = (
            f"'{draft.person}' has already answered this ({named(earlier)}), and differently. "
            f"To replace that ballot, {how}; both are kept."
        )
        problems.append(row.row.told(text))
        return draft
    number = str(earlier.number) if isinstance(earlier, Entry) else ""
    return replace(draft, content={**draft.content, "replaces": number, "replaces_reason": row.replaces})


def _for_its_own(row: BallotRow) -> BallotRow:
    """A row that replaces nothing but what it denies: its reason stays as that for which it may be late."""
    if row.is_of_a_form or row.replaces is None:
        return row
    draft = replace(row.draft, content={**row.draft.content, "late_reason": row.replaces})
    return replace(row, replaces=None, draft=draft)


def _not_taken_back(row: BallotRow, entry: Draft) -> str:
    """Why a row is refused that denies what stands declared, and does not say why."""
    about = entry.content["site"] or entry.content["provider"]
    before, now = ("declared an interest", "says none") if names_one(entry) else ("said none", "names one")
    said = f"'{row.draft.person}' {before}{f' in {about}' if about else ''} ({named(entry)}), and now {now}."
    where = "in '--replaces'" if row.draft.route == "command" else "in 'replaces_reason', with yes in 'replaces'"
    where = "on the sheet 'start here'" if row.is_of_a_form else where
    return f"{said} To take back what was said before, say why {where}; both are kept."


def _tell_of_both(new: Sequence[BallotRow], problems: list[Problem]) -> None:
    """Tell of whoever says at once that they have no interest, and names one."""
    none = {row.draft.person: row for row in new if says_none(row.draft)}
    for row in new:
        first = none.get(row.draft.person)
        if first is not None and names_one(row.draft):
            where = first.row.where if first.row.file == row.row.file else f"{first.row.file}, {first.row.where}"
            text = f"'{row.draft.person}' names an interest here, and says on {where} that there is none."
            problems.append(row.row.told(f"{text} Keep what they meant; if this came later, take that in first."))


def _option(part: str) -> str:
    """How a command calls a part."""
    return f"'{_OPTIONS.get(part) or '--' + part.replace('_', '-')}'"


def refused(problems: Sequence[Problem]) -> BallotFileError:
    """The error that tells why nothing was taken."""
    files = len({problem.file for problem in problems})
    heading = f"Nothing was taken: {len(problems)} problem{'s' if len(problems) > 1 else ''} in {files} "
    return BallotFileError(tuple(problems), heading=heading + ("file" if files == 1 else "files"))
