"""Where a sentence of a paper comes from: the findings, the wording, the record, or a template."""

from __future__ import annotations

from collections.abc import Mapping

from appraisal.audit.explaining.arithmetic import Path, dotted
from appraisal.audit.explaining.dossier import Dossier
from appraisal.audit.explaining.figures_behind import figures_behind
from appraisal.audit.explaining.matching import contains, nearest, templates_for, templates_of, words_in
from appraisal.audit.explaining.steps import Step
from appraisal.audit.explaining.texts import FINDINGS, Record, Said, texts
from appraisal.errors import FindingsError

_MOST = 8  # different texts that are told of


def sentence_steps(
    dossier: Dossier, sentence: str, records: Mapping[str, Record], templates: Mapping[str, str]
) -> tuple[Step, ...]:
    """Every text of a run that holds some words, where it comes from, and what stands behind it.

    Case, spaces, quotation marks and full stops do not matter.

    Args:
        dossier: of the run.
        sentence: a sentence, or at least four words of one that follow each other.
        records: kind of paper -> the extract of the record that it tells.
        templates: of the papers, by name.

    Raises:
        FindingsError: if nothing holds these words; it names the nearest.
    """
    asked, all_texts = words_in(sentence), texts(dossier, records, templates)
    together: dict[tuple[str, ...], list[Said]] = {}
    for said in all_texts:
        words = words_in(said.text)
        if contains(words, asked):
            together.setdefault(words, []).append(said)
    wording = templates_for(templates_of(dossier.workspace.wording), asked)
    if not together and not wording:
        raise FindingsError(_nothing(sentence, [said.text for said in all_texts], asked))
    steps = [_found(dossier, some) for some in list(together.values())[:_MOST]]
    if len(together) > _MOST:
        steps.append(Step(f"And {len(together) - _MOST} more texts hold these words: give more of them"))
    if not together:
        steps.append(Step("No text of this run reads so. Its figures or names may be those of another run"))
    keys = tuple(Step(f"{each.key}: “{each.text}”") for each in wording)
    if keys:
        steps.append(Step("The sentence of the wording that such words are made with, reports/wording.yaml", keys))
    return tuple(steps)


def _found(dossier: Dossier, same: list[Said]) -> Step:
    """One text: everywhere it stands, and the figures behind it."""
    in_findings = [said for said in same if said.where.startswith(FINDINGS)]
    elsewhere = [said for said in same if said not in in_findings]
    places = []
    if in_findings:
        places.append(Step(f"In {FINDINGS}: {', '.join(dotted(said.path) for said in in_findings)}"))
    places += [Step(f"In {said.where}", entries=(said.entry,) if said.entry else ()) for said in elsewhere]
    path = _telling([said.path for said in same if said.path])
    if path[:1] == ("warnings",):
        places.append(Step(f"It is a warning about '{dossier.findings['warnings'][path[1]]['about']}'"))
    entries = tuple(sorted({said.entry for said in same if said.entry}))
    behind = () if entries and not path else figures_behind(dossier, same[0].text, path)
    return Step(same[0].text, (*places, *behind), entries, is_confidential=_is_kept_back(dossier, same))


def _telling(paths: list[Path]) -> Path:
    """Of the paths of one text in the findings, the one that says most of what it was made from."""
    for parts in ({"plain_words"}, {"pros", "cons"}, {"warnings"}):
        found = sorted((path for path in paths if parts & set(path)), key=lambda path: path[0] == "public")
        if found:
            return found[0]
    return paths[0] if paths else ()


def _is_kept_back(dossier: Dossier, same: list[Said]) -> bool:
    """Whether a text stands in the full findings alone, beside a public copy that does not have it."""
    if dossier.findings["public"] is None or any(said.entry or not said.path for said in same):
        return False
    return not any(said.path[0] == "public" for said in same)


def _nothing(sentence: str, every: list[str], asked: tuple[str, ...]) -> str:
    short = sentence if len(sentence) <= 80 else f"{sentence[:77]}..."
    near = nearest(every, asked)
    if not near:
        return f"Nothing in this run or its record reads like “{short}”. Quote at least four words as they stand."
    said = "\n  ".join(text if len(text) <= 160 else f"{text[:157]}..." for text in near)
    return f"No text of this run or its record holds “{short}”. The nearest:\n  {said}"
