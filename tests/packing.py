"""A pack as files in memory: read, checked, changed, and made to look whole again by somebody with every right."""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from appraisal.audit import checker

Files = dict[str, bytes]
RECORD, HASHES, CRATE = "record/record.jsonl", "record/hashes.csv", "ro-crate-metadata.json"


def files_of(path: Path) -> Files:
    """Every file of a zip, by name."""
    with zipfile.ZipFile(path) as pack:
        return {name: pack.read(name) for name in pack.namelist()}


def checked(files: Mapping[str, bytes], folder: Path, receipts: Sequence[str] = ()) -> tuple[int, str]:
    """The checker's exit code and answer about a pack of these files."""
    path = folder / "pack.zip"
    with zipfile.ZipFile(path, "w") as pack:
        for name in sorted(files):
            pack.writestr(name, files[name])
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        code = checker.main([str(path), *(part for text in receipts for part in ("--receipt", text))])
    return code, said.getvalue()


def entries_of(files: Mapping[str, bytes]) -> list[dict[str, Any]]:
    """The entries of the record."""
    return [json.loads(line) for line in files[RECORD].splitlines()]


def with_entries(files: Files, entries: list[dict[str, Any]]) -> Files:
    """The files with other entries, every hash made anew, and the list of hashes with them."""
    previous = "0" * 64
    for number, entry in enumerate(entries, 1):
        if entry["kind"] == "run" and int(entry["content"]["read_entries"]):
            entry["content"]["read_head"] = entries[int(entry["content"]["read_entries"]) - 1]["hash"]
        entry["number"], entry["previous"] = number, previous
        entry["hash"] = previous = checker.hash_of(entry)
    lines = "".join(checker.canonical(entry) + "\n" for entry in entries)
    rows = "".join(f"{entry['number']},{entry['hash']}\n" for entry in entries)
    return {**files, RECORD: lines.encode(), HASHES: f"number,hash\n{rows}".encode()}


def with_findings(files: Files, run: str, content: dict[str, Any], *, entered: bool = True) -> Files:
    """The files with other findings of a run: their fingerprint, their folder, and its entry made to fit."""
    body = {key: part for key, part in content.items() if key not in ("run", "fingerprint")}
    fingerprint = hashlib.sha256(checker.canonical_findings(body).encode()).hexdigest()
    new = fingerprint[:12] if entered else run
    told = {**body, "fingerprint": fingerprint, "run": fingerprint[:12]}
    found = {name.replace(f"/{run}/", f"/{new}/"): data for name, data in files.items()}
    [name] = [name for name in found if name.endswith(f"/{new}/findings.json")]
    found[name] = (json.dumps(told, indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode()
    if not entered:
        return found
    entries = entries_of(found)
    for entry in entries:
        if entry["kind"] == "run" and entry["content"]["run"] == run:
            entry["content"] |= {"run": new, "fingerprint": fingerprint}
    return with_entries(found, entries)


def without_papers(files: Files) -> Files:
    """The files without papers, whose receipts would speak; the README names those that were issued as missing."""
    issued = [entry for entry in entries_of(files) if entry["kind"] == "paper"]
    names = [f"runs/{e['place']}/{e['content']['run']}/papers/{e['content']['file_hash']}.html" for e in issued]
    return named_missing({name: data for name, data in files.items() if "papers/" not in name}, *names)


def named_missing(files: Files, *names: str) -> Files:
    """The files without some of them, which the README names as missing."""
    told = "".join(f"  {name}\n      nobody kept it\n" for name in names)
    text = files["README.txt"].decode().replace("WHAT IS NOT IN IT\n", f"WHAT IS NOT IN IT\n{told}")
    return {**{name: data for name, data in files.items() if name not in names}, "README.txt": text.encode()}


def described_anew(files: Files) -> Files:
    """The files with a description that fits them."""
    told = json.loads(files[CRATE])
    described = {unquote(one["@id"]): one for one in told["@graph"] if one["@type"] == "File"}
    graph = [one for one in told["@graph"] if one["@type"] != "File"]
    some = next(iter(described.values()))
    for name in sorted(files.keys() - {CRATE}):
        size = {"contentSize": str(len(files[name])), "sha256": hashlib.sha256(files[name]).hexdigest()}
        graph.append({**described.get(name, some), "@id": name, **size})
    return {**files, CRATE: json.dumps({**told, "@graph": graph}).encode()}
