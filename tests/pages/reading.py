"""Reads a page as its markup says, so that tests need not match raw HTML."""

from html.parser import HTMLParser

VOID = {"br", "hr", "img", "input", "link", "meta", "path", "circle", "rect"}


class Reading(HTMLParser):
    """The elements of a page in their order, with their attributes and the text inside them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[dict] = []
        self._open: list[dict] = []
        self._said: list[str] = []
        self.feed(html)
        self.text = " ".join("".join(self._said).split())

    def handle_starttag(self, tag, attrs):
        element = {"tag": tag, "attributes": dict(attrs), "said": []}
        self.elements.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_endtag(self, tag):
        if any(element["tag"] == tag for element in self._open):
            while self._open.pop()["tag"] != tag:
                pass

    def handle_data(self, data):
        self._said.append(data)
        for element in self._open:
            element["said"].append(data)

    def texts(self, tag: str) -> list[str]:
        """What each element of this name says, with single spaces."""
        return [" ".join("".join(e["said"]).split()) for e in self.elements if e["tag"] == tag]

    def attributes(self, tag: str) -> list[dict[str, str]]:
        """The attributes of each element of this name."""
        return [e["attributes"] for e in self.elements if e["tag"] == tag]


def main(reading: Reading) -> dict[str, str]:
    """What the page's main element tells machines."""
    return reading.attributes("main")[0]
