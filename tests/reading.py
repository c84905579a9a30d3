"""Reading a paper as a person does: its words and numbers, and whether every number is known from somewhere."""

import math
import re

import html5lib

from appraisal.records.runs import findings_path, runs_of

FORBIDDEN = re.compile(r"\b(best|winners?|preferred|optimal|chosen|decided)\b", re.IGNORECASE)
ALLOWED = ("nothing is decided", "what is decided, and what is not", "most preferred")
NUMBER = re.compile(r"(?<![\w.,])\d[\d,]*(?:\.\d+)?(?![\w])")


def last_findings(folder):
    """The file of the findings of a workspace's last run."""
    last = runs_of(folder)[-1]
    return findings_path(folder, last.place, last.content["run"])


def tree(text):
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(text)


def visible(node):
    """The text that a reader meets: no stylesheet and no comment."""
    if not isinstance(node.tag, str) or node.tag == "style":
        return ""
    return " ".join([node.text or "", *(visible(child) + " " + (child.tail or "") for child in node)])


def said_in(node):
    """The words of an element, as a reader meets them."""
    return " ".join(visible(node).split())


def drawn(node, tag, of_class=None):
    """The elements of a drawing with a tag, and a class where one is given; SVG stands in a namespace of its own."""
    found = (each for each in node.iter() if str(each.tag).rpartition("}")[2] == tag)
    return [each for each in found if of_class in (None, each.get("class"))]


def words_of(text):
    return " ".join(visible(tree(text)).split())


def numbers_of(text):
    found = (token.group().replace(",", "").rstrip(".") for token in NUMBER.finditer(text))
    return {float(token) for token in found if token}


def roundings(value):
    """A figure after plain rounding, in its own unit, in 10, in 100, in thousands and in millions."""
    out = set()
    for scaled in (value, value * 10, value * 100, value / 1e6):
        for places in range(10):
            step = 10**places
            out |= {math.floor(abs(scaled) * step + 0.5) / step, round(abs(scaled), places)}
    out.add(float(math.floor(abs(value) / 1000 + 0.5) * 1000))
    return out


def known_numbers(source):
    """Every number in plain data: figures with their roundings, numbers inside words, and counts."""
    if isinstance(source, dict):
        parts = [known_numbers(value) for value in source.values()]
        return {float(len(source))}.union(*parts, *(known_numbers(str(key)) for key in source))
    if isinstance(source, list | tuple):
        return {float(len(source))}.union(*map(known_numbers, source))
    if isinstance(source, bool) or source is None:
        return set()
    if isinstance(source, int | float):
        return roundings(source)
    return {float(number) for number in re.findall(r"\d+(?:\.\d+)?", source.replace(",", ""))}


def forbidden_words_of(text):
    """Words that no paper says of an option before stage 3, outside the section on what is settled."""
    body = tree(text).find("body")
    for section in list(body.iter("section")):
        if section.get("id") == "settled":  # what is settled about the model of care
            section[:] = []
    said = " ".join(visible(body).split()).lower()
    for phrase in ALLOWED:
        said = said.replace(phrase, "")
    return FORBIDDEN.findall(said)
