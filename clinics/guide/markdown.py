"""Markdown of editors, made into HTML that can do no harm."""

import re
from functools import lru_cache
from html import unescape

import nh3
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, override
from markdown_it import MarkdownIt

from clinicfinder import languages

TAGS = {
    "p", "h2", "h3", "ul", "ol", "li", "strong", "em", "a", "blockquote", "br",
    "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
ATTRIBUTES = {"a": {"href", "title"}, "th": {"scope"}, "ol": {"start"}, "h2": {"id"}, "h3": {"id"}}
SCHEMES = {"https", "http", "tel", "sms", "mailto"}
# [s2] in the text leads to the second source under it.
REFERENCE = re.compile(r"\[s(\d{1,2})\]")
# Our own pages are written without a language: /search/.
OWN_LINK = re.compile(r'<a href="/(?!/)')
# What was meant for a link stays as it was typed.
UNLINKED = re.compile(r"\]\(([^)\s]*)")
HEADING = re.compile(r"<h([23])>(.*?)</h\1>", re.DOTALL)
BLOCK_ENDS = re.compile(r"</(?:h2|h3|li|td|th|p)>")
NOT_IN_AN_ID = re.compile(r"[^a-z0-9]+")


def as_html(text: str, anchor: str = "source", original: str = "") -> SafeString:
    """The text as HTML: headings from the second level on, each with an id to link to; no raw HTML.

    The list of sources has the ids `anchor`-1, `anchor`-2 and so on. A translation has the ids of its
    `original`, and its own links stay within its language.
    """
    return _as_html(text, gettext("source"), anchor, original or text, languages.start(languages.current()))


@lru_cache(maxsize=512)
def _as_html(text: str, source: str, anchor: str, original: str, home: str) -> SafeString:
    referring = REFERENCE.sub(rf"[[{source} \1]](#{anchor}-\1)", text)
    ids = heading_ids(original)
    within = OWN_LINK.sub(rf'<a href="{home}/', _parser().render(referring))
    made = nh3.clean(
        _with_ids(within, ids),
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        link_rel="noopener noreferrer",
    )
    # A table in Markdown has headings in its first row alone.
    return mark_safe(made.replace("<th>", '<th scope="col">'))  # noqa: S308 (cleaned by an allow-list)


def as_text(text: str) -> str:
    """Without any mark-up, such as a search engine or a measure of reading wants it."""
    with override(None):
        html = _plain(text)
    # The end of a heading, an item or a cell ends a sentence.
    parts = (" ".join(unescape(nh3.clean(part, tags=set())).split()) for part in BLOCK_ENDS.split(html))
    return " ".join(part if part[-1] in ".:;?!" else f"{part}." for part in parts if part)


def references(text: str) -> set[int]:
    """The numbers of the sources that the text names."""
    return {int(number) for number in REFERENCE.findall(text)}


def links(text: str) -> list[str]:
    """Every address that the text links to, in order; then those that are so wrong that they make no link."""
    tokens = _parser().parse(REFERENCE.sub("", text))
    inline = [child for token in tokens for child in token.children or ()]
    linked = [str(token.attrGet("href") or "") for token in inline if token.type == "link_open"]
    said = "".join(token.content for token in inline if token.type == "text")
    return linked + UNLINKED.findall(said)


def heading_ids(text: str) -> list[str]:
    """What the headings of the text can be linked to by, in order."""
    return _ids(_parser().render(REFERENCE.sub("", text)))


def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable("table")


def _plain(text: str) -> SafeString:
    without = REFERENCE.sub("", text)
    return _as_html(without, "", "", without, "")


def _ids(html: str) -> list[str]:
    """One for each heading, made of its words; no two alike."""
    taken: list[str] = []
    for _level, words in HEADING.findall(html):
        name = NOT_IN_AN_ID.sub("-", re.sub(r"<[^>]+>|&[a-z]+;", "", words).lower()).strip("-") or "part"
        number = 2
        base = name
        while name in taken:
            name, number = f"{base}-{number}", number + 1
        taken.append(name)
    return taken


def _with_ids(html: str, ids: list[str]) -> str:
    left = iter(ids)

    def heading(match: re.Match[str]) -> str:
        level, words = match.groups()
        return f'<h{level} id="{next(left, "part")}">{words}</h{level}>'

    return HEADING.sub(heading, html)
