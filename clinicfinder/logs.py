"""Logs without what people searched: a ZIP beside a condition is health data."""

import logging
import re

QUERY_STRING = re.compile(r"\?[^\s\"']*")
FORMATTER = logging.Formatter()


class WithoutQueryStrings(logging.Filter):
    """Cut every query string out of a record before any handler sees it."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = QUERY_STRING.sub("", record.getMessage())
        record.args = ()
        if record.exc_info:
            # The words of an exception may quote the address; a formatter prints `exc_text` as it is.
            record.exc_text = QUERY_STRING.sub("", FORMATTER.formatException(record.exc_info))
        request = getattr(record, "request", None)
        if request is not None:
            record.request = None
        return True
