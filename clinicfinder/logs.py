"""Logs without what people searched: a ZIP beside a condition is health data."""

import logging
import re

QUERY_STRING = re.compile(r"\?[^\s\"']*")


class WithoutQueryStrings(logging.Filter):
    """Cut every query string out of a record before any handler sees it."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = QUERY_STRING.sub("", record.getMessage())
        record.args = ()
        record.exc_text = None
        request = getattr(record, "request", None)
        if request is not None:
            record.request = None
        return True
