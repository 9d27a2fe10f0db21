"""Markdown of editors becomes HTML that can do no harm."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinics.guide import markdown


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        '<a href="/" onclick="alert(1)">x</a>',
        "<img src=x onerror=alert(1)>",
        "![x](https://example.org/pixel.png)",
        "<style>p{display:none}</style>",
        '<p style="color:red">x</p>',
    ],
)
def test_nothing_that_runs_or_asks_another_host_survives(hostile):
    html = markdown.as_html(hostile)
    for evil in ("<script", "<img", "<style", "<p style", 'href="javascript', 'href="data', '<a href="/" on'):
        assert evil not in html


@given(st.text(alphabet="<>[]()!#*_`|\"'&;:/ \nabcsdtyle=javript", max_size=200))
def test_whatever_is_typed_only_harmless_elements_come_out(text):

    for tag, rest in re.findall(r"<([a-z0-9]+)([^>]*)>", markdown.as_html(text)):
        assert tag in markdown.TAGS
        assert not re.search(r"\son\w+=|style=|javascript:", rest)


def test_headings_can_be_linked_to_even_if_two_are_alike():
    html = markdown.as_html("## On the day\n\nx\n\n## On the day\n\ny")
    assert '<h2 id="on-the-day">' in html
    assert '<h2 id="on-the-day-2">' in html


def test_a_reference_leads_to_its_source_wherever_the_list_stands():
    assert '<a href="#source-2"' in markdown.as_html("It helps some. [s2]")
    assert '<a href="#driving-source-2"' in markdown.as_html("It helps some. [s2]", "driving-source")
    assert markdown.references("One [s1], two [s12].") == {1, 12}


def test_text_without_markup_reads_as_sentences():
    text = "## The day before\n\n- Eat lightly\n- Sleep\n\nAsk **early**. [s1]"
    assert markdown.as_text(text) == "The day before. Eat lightly. Sleep. Ask early."


def test_links_are_told_in_order_and_references_are_none():
    assert markdown.links("[a](/search/) [b](https://example.org/) [s1]") == [
        "/search/",
        "https://example.org/",
    ]
