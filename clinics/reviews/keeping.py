"""What somebody wrote while signed out, kept in their session until it is sent, so that nothing is lost.

The session ends by itself after hours, and with signing out. Nothing of it reaches another table.
"""

from collections.abc import Iterable

from django.http import HttpRequest, QueryDict

KEY = "kept-words"
# Far more than any field takes, and no more than a session can bear.
MOST_CHARACTERS = 20_000
MOST_KEPT = 3


def keep(request: HttpRequest, subject: str, fields: Iterable[str]) -> None:
    """Keep what was sent in these fields; of several forms the newest few stay."""
    sent = {
        name: [value[:MOST_CHARACTERS] for value in request.POST.getlist(name)[: MOST_KEPT * 10]]
        for name in fields
        if name in request.POST
    }
    kept = {name: words for name, words in _all(request).items() if name != subject} | {subject: sent}
    request.session[KEY] = dict(list(kept.items())[-MOST_KEPT:])


def kept(request: HttpRequest, subject: str) -> QueryDict | None:
    """What was kept, as it was sent; None if nothing was."""
    found = _all(request).get(subject)
    if found is None:
        return None
    sent = QueryDict(mutable=True)
    for name, values in found.items():
        sent.setlist(name, values)
    return sent


def drop(request: HttpRequest, subject: str) -> None:
    """It was sent, or is no longer wanted."""
    left = {name: words for name, words in _all(request).items() if name != subject}
    if left != _all(request):
        request.session[KEY] = left


def _all(request: HttpRequest) -> dict[str, dict[str, list[str]]]:
    return request.session.get(KEY, {})
