"""Tells of exceptions without the frames of this kit, and with the workspace's names of files."""

import os
import traceback

from . import spark
from .paths import roots

KIT = os.path.dirname(os.path.dirname(os.path.abspath(__file__))) + os.sep


HEADER = "Traceback (most recent call last):\n"


def trace_of(error):
    """The whole traceback, as Python writes it; with its header also where no frame is left, as of
    source that is not Python, so that it can be told from other output."""
    spark.explain(error)
    told = traceback.TracebackException(type(error), error, error.__traceback__)
    _without_kit(told, set())
    text = "".join(told.format())
    return roots.show_in(text if HEADER in text else HEADER + text)


def message_of(error):
    """What the exception says, also of one that cannot say it."""
    spark.explain(error)
    try:
        return str(error)
    except Exception:
        return "<exception str() failed>"  # In the words of Python's own tracebacks.


def title_of(error):
    """The exception itself: `ZeroDivisionError: division by zero`."""
    lines = traceback.format_exception_only(type(error), error)
    return roots.show_in(lines[-1].strip())


def _without_kit(told, seen):
    if told is None or id(told) in seen:
        return
    seen.add(id(told))
    kept = [frame for frame in told.stack if not frame.filename.startswith(KIT)]
    told.stack = traceback.StackSummary.from_list(kept)
    for other in (told.__cause__, told.__context__, *(getattr(told, "exceptions", None) or ())):
        _without_kit(other, seen)
