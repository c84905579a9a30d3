"""Papers from findings, a record's extract, templates and wording: text in, text out; nothing is read or written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from appraisal.errors import Problem, WorkspaceError, did_you_mean
from appraisal.papers.presenters.audit_paper import audit_paper
from appraisal.papers.presenters.feedback_paper import feedback_paper
from appraisal.papers.presenters.material import Material
from appraisal.papers.presenters.options_paper import options_paper
from appraisal.papers.wording import Wording

PRESENTERS: Mapping[str, Callable[[Material], object]] = {
    "options": options_paper,
    "feedback": feedback_paper,
    "audit": audit_paper,
}


def render_paper(
    kind: str,
    findings: Mapping[str, Any],
    record: Mapping[str, Any],
    *,
    templates: Mapping[str, str],
    wording: Mapping[str, Any],
) -> str:
    """One paper, as text.

    Args:
        kind: of PRESENTERS; the template of "options" is `options.html.j2`.
        findings: what a run concluded. Where it holds a `public` copy, the paper sees nothing else.
        record: the frozen extract of the ledger; the paper sees of it what a public paper may tell.
        templates: name -> text, partials among them.
        wording: what `reports/wording.yaml` says.

    Raises:
        WorkspaceError: if a template or a sentence is missing or asks for something that is not there.
    """
    from jinja2 import DictLoader, Environment, StrictUndefined, TemplateError

    name = f"{kind}.html.j2"
    if kind not in PRESENTERS or name not in templates:
        known = sorted(each for each in PRESENTERS if f"{each}.html.j2" in templates)
        raise _problem(name, f"There is no paper '{kind}'.{did_you_mean(kind, known)} There are: {', '.join(known)}.")
    material = Material.of(findings, record, Wording(wording))
    environment = Environment(
        loader=DictLoader(templates),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["css_string"] = css_string
    try:
        return environment.get_template(name).render(paper=PRESENTERS[kind](material))
    except TemplateError as error:
        where = getattr(error, "name", None) or name
        raise _problem(where, f"{error.message or type(error).__name__}.", getattr(error, "lineno", 0) or 0) from error


def css_string(text: str) -> str:
    r"""Text safe between double quotes in a stylesheet inside a page.

    >>> print(css_string('"Amber" <3'))
    \22 Amber\22  \3c 3
    """
    return "".join(f"\\{ord(sign):x} " if sign in "\"'\\<>&\n\r\f" else sign for sign in text)


def _problem(name: str, text: str, line: int = 0) -> WorkspaceError:
    return WorkspaceError([Problem(f"reports/{name}", line, text)], "the reports")
