"""Lines of a log as JSON, one object each, whoever wrote them."""

import json
import logging
from datetime import UTC, datetime
from typing import Any

from dashboard.operations.requests import request_id

#: How gunicorn begins to tell of what is no HTTP; behind the kind of mistake it repeats what was sent.
_NO_HTTP = "Invalid request from ip="


class JsonLines(logging.Formatter):
    """A line with `time`, `level`, `logger`, `message`, the `fields` it was given, and the traceback.

    While a request is answered, its `request_id` stands in each line."""

    def format(self, record: logging.LogRecord) -> str:
        """Return one line: what is in it has no line breaks of its own."""
        told: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "process": record.process,
            "message": _message(record),
        }
        if one := request_id():
            told["request_id"] = one
        told |= getattr(record, "fields", {})
        if record.exc_info:
            told["traceback"] = self.formatException(record.exc_info)
        return json.dumps(told, ensure_ascii=False, default=str)


def _message(record: logging.LogRecord) -> str:
    """Return what a line says, without what was sent to us: a cookie or a token may be in it."""
    told = record.getMessage()
    return ": ".join(told.split(": ")[:2]) if told.startswith(_NO_HTTP) else told
