"""Planting wrong numbers in a paper: where its digits stand, read without the reader that is tested."""

import re

TAGS = re.compile(r"<!--.*?-->|<style>.*?</style>|<!DOCTYPE[^>]*>|<[^>]*>", re.DOTALL)
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
REFERENCE = re.compile(r"&#?\w+;")
DRAWN = re.compile(r'\b(?:x|y|x1|x2|y1|y2|cx|cy|r|width|height|d|points|viewBox|stroke-width)="([^"]*)"')
MARGIN = re.compile(r'content: "([^"]*)"')
HEADING = re.compile(r"<h2>(.*?)</h2>", re.DOTALL)


def numbers_in_text(page):
    """Where each number begins and ends that stands between tags, outside of style and comments."""
    found, at = [], 0
    for tag in [*TAGS.finditer(page), None]:
        end = tag.start() if tag else len(page)
        text = REFERENCE.sub(lambda reference: " " * len(reference[0]), page[at:end])
        found += [(at + number.start(), at + number.end()) for number in NUMBER.finditer(text)]
        at = tag.end() if tag else end
    return found


def numbers_drawn(page):
    """Those that shapes of charts and maps are drawn with."""
    return [
        (attribute.start(1) + number.start(), attribute.start(1) + number.end())
        for tag in re.finditer(r"<(?:rect|circle|line|path|text|polygon)\b[^>]*>", page)
        for attribute in DRAWN.finditer(page, tag.start(), tag.end())
        for number in NUMBER.finditer(attribute[1])
    ]


def numbers_in_margins(page):
    """Those that the style writes into the margins of printed pages."""
    return [
        (written.start(1) + number.start(), written.start(1) + number.end())
        for written in MARGIN.finditer(page)
        for number in NUMBER.finditer(written[1])
    ]


def with_another_digit(page, where, random):
    """The page with one digit of a number another one."""
    at = random.choice([at for at in range(*where) if page[at].isdigit()])
    other = random.choice([digit for digit in "0123456789" if digit != page[at]])
    return page[:at] + other + page[at + 1 :]


def section_at(page, at):
    """The heading over a place, as a person would say."""
    if at >= page.index("<footer>"):
        return "the foot of the paper"
    if page.index("<title>") < at < page.index("</title>"):
        return "the title"
    if page.index("<style>") < at < page.index("</style>"):
        return "the margins of its pages"
    headings = [heading for heading in HEADING.finditer(page) if heading.start() < at]
    if not headings:
        return "the head of the paper"
    return " ".join(re.sub("<[^>]*>", "", headings[-1][1]).split())
