"""The paper says what can be shown of the order in which things were said."""

from reading import words_of

ORDER = [
    {
        "id": "weights-first",
        "says": "Weights were locked before scores were revealed.",
        "verdict": "cannot be shown",
        "text": "The weights were locked (entry 3). But every score was in the record before the lock.",
        "details": [],
    },
    {
        "id": "nothing-late",
        "says": "No weights came after the lock, and no score after the reveal.",
        "verdict": "not so",
        "text": "1 ballot came late, with the reason given.",
        "details": ["p04, weights after the lock (entry 7): “{{ At }} <b>the</b> workshop”."],
    },
    {
        "id": "blind",
        "says": "The tool collected the scores blind.",
        "verdict": "shown",
        "text": "So.",
        "details": [],
    },
]


def test_the_paper_says_in_which_order_things_were_said_beside_the_weights(paper, record):
    page = paper(of_record={**record, "order": ORDER})
    assert '<h3 id="order">' in page.partition('<section id="weights">')[2].partition("</section>")[0]
    said = words_of(page)
    assert (
        "Cannot be shown: weights were locked before scores were revealed. The weights were locked (entry 3)." in said
    )
    assert "Not so: no weights came after the lock, and no score after the reveal. 1 ballot came late" in said
    assert "Shown: the tool collected the scores blind. So." in said


def test_what_came_late_is_printed_as_it_was_said(paper, record):
    page = paper(of_record={**record, "order": ORDER})
    assert "“{{ At }} &lt;b&gt;the&lt;/b&gt; workshop”" in page
    assert "“{{ At }} <b>the</b> workshop”" in words_of(page)


def test_an_extract_without_the_order_prints_no_such_part(paper, record):
    assert "In which order" not in paper()
    assert "In which order" not in paper(of_record={**record, "order": []})
