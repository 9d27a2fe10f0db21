"""The answers on their way from page to page: in a signed, hidden field of a form, and nowhere else.

Not in an address, a cookie, a session, a log or the database. What was signed too long ago, or by somebody
else, is no answer.
"""

from django.core import signing

from clinics.guide.match import Answers, clean

SALT = "clinics.guide.match"
HOURS = 4


class LostAnswersError(Exception):
    """They came back changed, or too late."""


def pack(answers: Answers) -> str:
    """The answers as a word that the next page brings back."""
    return signing.dumps({name: list(values) for name, values in answers.items()}, salt=SALT, compress=True)


def unpack(token: str) -> dict[str, tuple[str, ...]]:
    """The answers in the word; none in an empty one."""
    if not token:
        return {}
    try:
        return clean(signing.loads(token, salt=SALT, max_age=HOURS * 3600))
    except signing.BadSignature as error:
        raise LostAnswersError from error
