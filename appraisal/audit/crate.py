"""The description of a pack as an RO-Crate 1.1: what each file is, and which run made what of what, with what."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from appraisal.audit.pack_contents import Contents, PackedRun
from appraisal.model.canonical import sha256_hex
from appraisal.model.entries import NOT_STATED

DESCRIPTION = "ro-crate-metadata.json"
_FORMATS = {
    ".csv": "text/csv",
    ".geojson": "application/geo+json",
    ".html": "text/html",
    ".json": "application/json",
    ".jsonl": "application/jsonl",
    ".md": "text/markdown",
    ".py": "text/x-python",
    ".txt": "text/plain",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".yaml": "application/yaml",
}
_NOT_VERSIONS = ("samples", "workers", "solver", "seconds", "seconds_searching")
_SAYS = {
    "README.txt": "What this is, how to check it, and what it cannot show.",
    "checker.py": "Checks the record, its receipts and every total; Python's standard library alone.",
    "record/record.jsonl": "The whole record: one entry a line, each chained to the one before by its hash.",
    "record/hashes.csv": "The number and hash of every entry.",
    "formats/record.md": "How entry, hash, chain, receipt and findings are written, and how totals follow.",
    "formats/entries.md": "Every kind of entry and its parts.",
    "formats/findings.schema.json": "The JSON Schema of findings.",
}


def crate(contents: Contents, files: Mapping[str, bytes]) -> bytes:
    """The description of some files: canonical in order, and dated from the record alone.

    Args:
        contents: what the pack holds.
        files: name -> bytes of every file but the description itself.
    """
    names = sorted(files)
    until = str(contents.receipt.time)
    actions = [_action(run, contents) for run in contents.runs]
    missing = [_missing(name, why) for name, why in sorted(contents.missing.items())]
    root = {
        "@id": "./",
        "@type": "Dataset",
        "name": "The record of an options appraisal, with what it rests on",
        "description": "For an auditor. It holds confidential figures. Start with README.txt.",
        "datePublished": until,
        "license": {"@id": "#confidential"},
        "hasPart": [{"@id": quote(name)} for name in names],
        "mentions": [{"@id": one["@id"]} for one in (*actions, *missing)],
        "identifier": str(contents.receipt),
    }
    descriptor = {
        "@id": DESCRIPTION,
        "@type": "CreativeWork",
        "about": {"@id": "./"},
        "conformsTo": {"@id": "https://w3id.org/ro/crate/1.1"},
    }
    licence = {
        "@id": "#confidential",
        "@type": "CreativeWork",
        "name": "Confidential",
        "description": "For the auditor to whom it was handed. Ask who handed it over before any of it is shared.",
    }
    made = {run.home: str(run.entry["entered_at"]) for run in contents.runs}
    described = [_file(name, files[name], made) for name in names]
    graph = [descriptor, root, licence, *described, *actions, *_tools(contents), *_people(contents), *missing]
    context = ["https://w3id.org/ro/crate/1.1/context", {"sha256": "https://schema.org/sha256"}]
    told = {"@context": context, "@graph": graph}
    return (json.dumps(told, indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode()


def _file(name: str, data: bytes, made: Mapping[str, str]) -> dict[str, Any]:
    run = "/".join(name.split("/")[:3])
    told = {
        "@id": quote(name),
        "@type": "File",
        "name": name,
        "description": _SAYS.get(name) or _says(name),
        "contentSize": str(len(data)),
        "encodingFormat": _FORMATS.get(f".{name.rpartition('.')[2]}", "application/octet-stream"),
        "sha256": sha256_hex(data),
    }
    return {**told, "dateCreated": made[run]} if name.endswith("/findings.json") else told


def _says(name: str) -> str:
    if name.endswith("/findings.json"):
        return "What a run found, as it was kept."
    if "/inputs/" in name:
        return "A file that a run read, under its path in the workspace."
    if name.startswith("runs/"):
        return "A paper of a run as it was written, named by its SHA-256."
    return "A current paper, as it was written."


def _action(run: PackedRun, contents: Contents) -> dict[str, Any]:
    """A run as what it is: an action that made findings of inputs and of entries."""
    said = run.entry["content"]
    findings = f"{run.home}/findings.json"
    result = quote(findings) if findings in contents.files else _missing_id(findings)
    return {
        "@id": f"#run-{run.run}",
        "@type": "CreateAction",
        "name": f"Run {run.run} of {run.place}",
        "description": (
            f"Entry {run.entry['number']} of the record. It read entries 1 to {said['read_entries']}, "
            f"as at {said['as_at']}. Fingerprint of its findings: {said['fingerprint']}."
        ),
        "endTime": run.entry["entered_at"],
        "agent": {"@id": f"#person-{run.entry['person']}"},
        "instrument": [{"@id": one["@id"]} for one in _tools_of(run, contents)],
        "object": [{"@id": quote(name)} for name in (*run.inputs, "record/record.jsonl")],
        "result": {"@id": result},
    }


def _tools(contents: Contents) -> list[dict[str, Any]]:
    found = {one["@id"]: one for run in contents.runs for one in _tools_of(run, contents)}
    return [found[id_] for id_ in sorted(found)]


def _tools_of(run: PackedRun, contents: Contents) -> list[dict[str, Any]]:
    """What a run ran on: our own package, as its findings say, and the libraries, as its entry does."""
    kept = contents.files.get(f"{run.home}/findings.json")
    own = str(json.loads(kept)["inputs"]["appraisal"]) if kept else "not known"
    made_with = {name: said for name, said in run.entry["content"]["made_with"].items() if name not in _NOT_VERSIONS}
    return [
        {
            "@id": f"#software-{name}-{quote(version)}",
            "@type": "SoftwareApplication",
            "name": name,
            "softwareVersion": version,
        }
        for name, version in sorted({**made_with, "appraisal": own}.items())
    ]


def _people(contents: Contents) -> list[dict[str, Any]]:
    people = sorted({str(run.entry["person"]) for run in contents.runs})
    return [
        {
            "@id": f"#person-{person}",
            "@type": "Person",
            "name": "Not stated" if person == NOT_STATED else person,
            "description": "A pseudonym of the record; names are kept apart from it.",
        }
        for person in people
    ]


def _missing(name: str, why: str) -> dict[str, Any]:
    return {
        "@id": _missing_id(name),
        "@type": "CreativeWork",
        "name": f"Missing: {name}",
        "description": f"The record rests on it, and it is not in this pack: {why}.",
    }


def _missing_id(name: str) -> str:
    return f"#missing-{quote(name, safe='')}"
