"""Ways to break a workspace: each edit gives the file that a report names, and the place in it."""

import csv
import zipfile
from datetime import date

import openpyxl

PLACE = "hammersmith-and-fulham"
WEIGHTS = f"options/{PLACE}/ballots/weights.csv"
WORKBOOK = f"options/{PLACE}/ballots/weights.xlsx"


def change(file, old, new, *, encoding="utf-8"):
    """An edit of one line: the broken line's number and the edit itself."""

    def edit(folder):
        path = folder / file
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} is {text.count(old)} times in {file}"
        line = text.count("\n", 0, text.index(old) + (len(old) - len(old.lstrip("\n")))) + 1
        path.write_text(text.replace(old, new), encoding=encoding)
        return line + new.count("\n") - old.count("\n") if new.startswith(old) else line

    return file, edit


def becomes(file, data, line=0):
    """The file holds something else; `data` is its bytes, or makes them of its text."""

    def edit(folder):
        path = folder / file
        path.write_bytes(data(path.read_text(encoding="utf-8")) if callable(data) else data)
        return line

    return file, edit


def empty(file):
    return becomes(file, b"")


def remove(file):
    def edit(folder):
        (folder / file).unlink()
        return 0

    return file, edit


def replaced(file, make):
    """Something that is no file stands in its place; `make` is given its path."""

    def edit(folder):
        path = folder / file
        if path.exists():
            path.rename(folder.parent / "aside")
        make(path)
        return 0

    return file, edit


def link(target):
    return lambda path: path.symlink_to(target)


def cells(path):
    """A CSV file as a person would have it in a sheet: numbers and dates, not text."""
    with path.open(encoding="utf-8", newline="") as file:
        return [[typed(cell) for cell in row] for row in csv.reader(file)]


def typed(text):
    if text.isdecimal():
        return int(text)
    try:
        return date.fromisoformat(text)
    except ValueError:
        return text or None


def workbook(where, change_sheet):
    """The weights as a workbook of one sheet, of which one thing is wrong."""

    def edit(folder):
        made = openpyxl.Workbook()
        made.active.title = "weights"
        for row in cells(folder / WEIGHTS):
            made.active.append(row)
        change_sheet(made.active)
        made.save(folder / WORKBOOK)
        (folder / WEIGHTS).unlink()
        return where

    return WORKBOOK, edit


def put(cell, value, number_format=None):
    """Put a value into one cell of a sheet."""

    def change_sheet(sheet):
        sheet[cell] = value
        if number_format:
            sheet[cell].number_format = number_format

    return change_sheet


def workbook_part(part, change_part, where=0):
    """The weights as a workbook of which the bytes of one part are changed; a part that is not there is made."""
    _, make = workbook(where, lambda sheet: None)

    def edit(folder):
        make(folder)
        path = folder / WORKBOOK
        with zipfile.ZipFile(path) as archive:
            parts = {info.filename: archive.read(info) for info in archive.infolist()}
        changed = change_part(parts.get(part, b""))
        assert changed != parts.get(part), f"nothing changed in {part}"
        parts[part] = changed
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in parts.items():
                archive.writestr(name, data)
        return where

    return WORKBOOK, edit


def no_workbook(data, name="weights.xlsx"):
    """Bytes that are no workbook under the name of one."""
    file = f"options/{PLACE}/ballots/{name}"

    def edit(folder):
        text = (folder / WEIGHTS).read_bytes()
        (folder / WEIGHTS).unlink()
        (folder / file).write_bytes(text if data is None else data)
        return 0

    return file, edit


def tree(folder):
    """Every file, folder and link below a folder, with every byte."""
    return {path.relative_to(folder): held(path) for path in folder.rglob("*")}


def held(path):
    if path.is_symlink():
        return path.readlink()
    return path.read_bytes() if path.is_file() else None
