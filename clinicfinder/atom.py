"""What all Atom feeds of this site have in common."""

import re
from datetime import UTC, datetime
from typing import Any, Protocol

from django.contrib.syndication.views import Feed
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape

# What XML 1.0 cannot hold: names come from registries and strangers, and one must not break a feed.
UNSPEAKABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# The `updated` of a feed without entries: it must stay, so that readers see that nothing changed.
NEVER = datetime(2026, 1, 1, tzinfo=UTC)


class Entry(Protocol):
    """One entry in plain text. `identifier` stays for good, on whatever host the directory stands."""

    @property
    def title(self) -> str: ...
    @property
    def summary(self) -> str: ...
    @property
    def url(self) -> str: ...
    @property
    def identifier(self) -> str: ...
    @property
    def when(self) -> datetime: ...


def speakable(text: str) -> str:
    """The text without what XML cannot hold."""
    return UNSPEAKABLE.sub("", text)


class Atom(Atom1Feed):
    """Says the same as long as nothing changes, even where it is empty."""

    def latest_post_date(self) -> datetime:
        return max((item["updateddate"] for item in self.items), default=NEVER)


class AtomFeed(Feed):
    """A feed of entries. A summary is HTML to feed readers, so plain text is escaped for them."""

    feed_type = Atom

    def author_name(self) -> str:
        return "ClinicFinder"

    def item_title(self, item: Any) -> str:
        return speakable(item.title)

    def item_description(self, item: Entry) -> str:
        return escape(speakable(item.summary))

    def item_link(self, item: Entry) -> str:
        return item.url

    def item_guid(self, item: Entry) -> str:
        return item.identifier

    def item_pubdate(self, item: Any) -> datetime | None:
        return item.when

    def item_updateddate(self, item: Entry) -> datetime:
        return item.when
