"""HTML from anywhere is read as a browser reads it, in a time that grows with its length alone."""

from time import perf_counter

import pytest

from appraisal.audit.papers.markup import Tag, tags_and_texts
from appraisal.audit.papers.pages import read_page


def texts(page):
    return [each for each in tags_and_texts(page) if isinstance(each, str)]


def said(page):
    return [" ".join(block.words) for block in read_page(page).blocks]


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("a<!-- 7 -->b", ["a", "b"]),
        ("a<!-->7<!-- -->b", ["a", "7", "b"]),  # browsers end this comment at once
        ("a<!--x--!>7", ["a", "7"]),
        ("a<!-- never ends 7", ["a"]),
        ("a<![CDATA[7]]>b", ["a", "7", "b"]),
        ("a<?php 7 ?>b", ["a", "b"]),
        ("3 < 4", ["3 ", "<", " 4"]),
        ("&pound;1&#44;2 &amp;lt;", ["£1,2 &lt;"]),
        ("<script>if (a<b) 7</script>8", ["if (a<b) 7", "8"]),
        ("<STYLE>a>b</StYlE >8", ["a>b", "8"]),
        ("<title>a &lt; <b>7</title>", ["a < <b>7"]),
        ("a<b never ends 7", ["a"]),
    ],
)
def test_what_a_browser_shows_is_read(page, expected):
    assert texts(page) == expected


def test_attributes_are_read_in_every_form_and_the_first_of_equals_counts():
    page = "<A B='1 > 2' c=3 d E=\"&quot;4\" b=5/>"
    assert list(tags_and_texts(page)) == [Tag("a", {"b": "1 > 2", "c": "3", "d": "", "e": '"4'} | {})]


@pytest.mark.parametrize(
    "piece",
    ["<!--", "<a ", "<", "<![", "<?", "</", "<a x='", "<style>", "</style", "&", "<a b=", "<a/", "<h2>a", "<svg>"],
)
def test_no_page_takes_longer_than_its_length_does(piece):
    began = perf_counter()
    read_page(piece * 30_000)
    assert perf_counter() - began < 10


def test_a_number_of_thousands_of_digits_is_no_reference():
    assert said(f"&#{'9' * 5000};")[0].startswith("&#999")


def test_what_is_next_to_each_other_is_one_word_and_what_stands_apart_is_two():
    assert said("<p>7<b>1</b></p><p>7</p><p>1</p>") == ["71", "7", "1"]
    assert said("<td>7<br>1</td>") == ["7", "1"]


def test_what_a_style_writes_and_what_is_heard_are_read_too():
    page = '<style>p::after { content: "not " attr(x) "91" }</style><img alt="82 beds"><ol start="3"><li value=4>a</ol>'
    assert said(page) == ["not", "91", "82 beds", "start=3", "value=4", "a"]


def test_what_changes_a_look_is_counted():
    page = "<script></script><p style='display:none' onclick=x>a</p><img src=x><link rel=stylesheet href=x><bdo>a</bdo>"
    assert sum(read_page(page).looks.values()) == 6
    assert not read_page("<div class=x id=y><p lang=en>a</p></div><meta charset=utf-8>").looks


def test_a_signature_after_a_receipt_is_not_compared():
    assert said(f"<p>last entered then, signed {'ab' * 64}.</p>") == ["last entered then."]
    assert said(f"<p>then, signed {'ab' * 64}.</p>") == [f"then, signed {'ab' * 64}."]
