"""Logs as one JSON object a line, for machines; never what citizens wrote, so never the text of an exception."""

import json
import logging
from datetime import UTC, datetime

from motcua.lib.trouble import trouble

_OURS = ("request_path", "status_code", "method")


class JsonLines(logging.Formatter):
    """One line a record: when (the machine's time), how bad, who says it, what, and where an exception came from."""

    def format(self, record: logging.LogRecord) -> str:
        said: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "said": record.getMessage(),
        }
        said |= {name: getattr(record, name) for name in _OURS if hasattr(record, name)}
        if record.exc_info and record.exc_info[1] is not None:
            said["trouble"] = trouble(record.exc_info[1])
        return json.dumps(said, ensure_ascii=False)


def settings(level: str) -> dict[str, object]:
    """Return Django's LOGGING: everything to standard error, where the supervisor or systemd keeps it."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": JsonLines}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {"django": {"handlers": ["stderr"], "level": level, "propagate": False}},
    }
