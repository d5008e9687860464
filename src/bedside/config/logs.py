"""Logging: one JSON object a line, without anything that a patient wrote.

Messages of exceptions are left out on purpose. A database error quotes the row, a validation error
quotes the input; the type and the place in our code are enough to find the fault.
"""

import logging
import re
import sys
import traceback
from typing import Any

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

_SECRET = re.compile(r"(/(?:reset|answers|calendars?)/+)[^/\s\"]+", re.IGNORECASE)


def without_secrets(text: str) -> str:
    """Return a line of somebody else without what a path in it must not tell the log: the token of
    a reset link or of a calendar, or the id of a question."""
    return _SECRET.sub(r"\1...", text)


def place_of_failure(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Replace an exception by its type and the lines of code it passed, innermost last."""
    error = _exception(event.pop("exc_info", None))
    if error is not None:
        frames = traceback.extract_tb(error.__traceback__)
        event["error"] = type(error).__name__
        event["at"] = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames[-12:]]
    event.pop("stack_info", None)
    return event


def _exception(exc_info: Any) -> BaseException | None:
    if isinstance(exc_info, tuple):
        return exc_info[1]
    if exc_info is True:
        return sys.exc_info()[1]
    return exc_info if isinstance(exc_info, BaseException) else None


def _secrets_out(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    event["event"] = without_secrets(str(event["event"]))
    return event


_SHARED: list[Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    place_of_failure,
    _secrets_out,
]


def logging_config(level: str) -> dict[str, Any]:
    """Set up structlog and return the LOGGING setting: everything goes to standard error."""
    structlog.configure(
        processors=[*_SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    formatter = {
        "()": structlog.stdlib.ProcessorFormatter,
        "foreign_pre_chain": _SHARED,
        "processors": [
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.JSONRenderer(),
        ],
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": formatter},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": _quiet(),
    }


def adopt_streamlit() -> None:
    """Send Streamlit's log lines through our formatter: its own would print what errors quote.

    Streamlit gives each of its loggers a handler, also those it makes later; the function that
    does so is replaced by one that leaves the lines to the root logger.
    """
    import streamlit.logger

    streamlit.logger.setup_formatter = _leave_to_root
    streamlit.logger.update_formatter()


def _leave_to_root(logger: logging.Logger) -> None:
    handler = getattr(logger, "streamlit_console_handler", None)
    if handler is not None:
        logger.removeHandler(handler)
    logger.propagate = True


def _quiet() -> dict[str, Any]:
    # The edge writes the one line for each request; Django's and uvicorn's would repeat it.
    # Django's own handlers on "django" and "django.server" are taken off, so that no line
    # escapes the formatter above.
    return {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        "django.server": {"handlers": [], "level": "ERROR", "propagate": True},
        "django.request": {"level": "ERROR"},
        "django.db.backends": {"level": "WARNING"},
        "uvicorn": {"handlers": [], "propagate": True},
        "uvicorn.access": {"handlers": [], "level": "CRITICAL", "propagate": True},
        "httpx": {"level": "WARNING"},
        "httpcore": {"level": "WARNING"},
    }
