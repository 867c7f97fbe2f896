"""Answers the commands of an execution context."""

import contextlib
import html
import json
import os
import signal
import sys

from . import globals as program_globals
from . import redaction, traces
from .capture import Capture, cut
from .display import Shown
from .library import RestartPython
from .notebook import NotebookExit
from .session import Session


class Commands:
    """One interpreter: lines of JSON come in, one line of JSON answers each.

    `{"command": "1 + 1"}` is answered with `{"result": {...}}`, the result as the commands API gives
    it, and with `"restart": true` beside it where the interpreter is to be replaced.
    """

    def __init__(self, limit):
        self._requests = os.fdopen(os.dup(0), encoding="utf-8")
        self._replies = os.fdopen(os.dup(1), "w", encoding="utf-8")
        nothing = os.open(os.devnull, os.O_RDONLY)
        os.dup2(nothing, 0)
        os.close(nothing)
        self._limit = limit
        self._capture = Capture(limit)
        self._shown = Shown()
        dbutils = program_globals.install(self._shown)
        self._session = Session(dbutils, self._shown.display)
        self._count = 0
        self._running = False
        signal.signal(signal.SIGINT, self._interrupt)

    def serve(self):
        """Answers until there is nothing more to read."""
        self._reply({"ready": True})
        for line in self._requests:
            self._reply(self._answer(json.loads(line)["command"]))

    def _interrupt(self, *_):
        # Why: an interrupt that comes too late must not end the interpreter.
        if self._running:
            raise KeyboardInterrupt

    @contextlib.contextmanager
    def _interruptible(self):
        self._running = True
        try:
            yield
        finally:
            self._running = False

    def _answer(self, command):
        self._count += 1
        echo, ended, restart = "", None, False
        try:
            with self._interruptible():
                value = self._session.execute(command, f"<command-{self._count}>")
                echo = "" if value is None else f"Out[{self._count}]: {value!r}"
        except NotebookExit as exit_:
            ended = {"resultType": "text", "data": exit_.value}
        except RestartPython:
            restart = True
        except BaseException as error:
            ended = error_result(error, command)
        return {"result": self._result(ended, echo), "restart": restart}

    def _result(self, ended, echo):
        self._running = False
        try:
            shown = self._shown.take()
        except Exception as error:
            shown, ended = None, ended or error_result(error)
        text, lost = self._capture.take()
        if shown and not ended:
            return redaction.redact_all(shown)
        if ended and ended["resultType"] == "error":
            result = {**({"data": text} if text else {}), **ended}
        elif ended:
            result, lost = ended, False
        else:
            parts = [part for part in (text[:-1] if text.endswith("\n") else text, echo) if part]
            result = {"resultType": "text", "data": "\n".join(parts), "truncated": lost}
        return self._cut(redaction.redact_all(result), lost)

    def _cut(self, result, lost):
        """The result with no text in it that is longer than texts may be."""
        for name in ("data", "summary", "cause"):
            if name in result:
                result[name], is_cut = cut(result[name], self._limit, lost and name == "data")
                if is_cut:
                    result["truncated"] = True
        return result

    def _reply(self, message):
        self._replies.write(json.dumps(message) + "\n")
        self._replies.flush()


def error_result(error, command=""):
    """An error result of the commands API."""
    name = f"<span class='ansi-red-fg'>{type(error).__name__}</span>"
    message = html.escape(traces.message_of(error), quote=False)
    result = {
        "resultType": "error",
        "summary": f"{name}: {message}" if message else name,
        "cause": traces.trace_of(error),
    }
    if isinstance(error, SyntaxError) and error.lineno:
        lines = command.split("\n")[: error.lineno - 1]
        result["pos"] = sum(len(line) + 1 for line in lines) + max(0, (error.offset or 1) - 1)
    return result


def main():
    """Serves until standard input ends. The argument is the most bytes of text of a result."""
    Commands(int(sys.argv[1])).serve()
