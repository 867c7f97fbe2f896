"""Catches what a command writes, whoever writes it: Python, a library in C, or a child process."""

import contextlib
import os
import sys
import threading
import uuid

WARNING = "\n*** WARNING: max output size exceeded, skipping output. ***\n"
STREAMS = {1: "stdout", 2: "stderr"}


class Capture:
    """Standard output and standard error of this process, in the order in which they are written."""

    def __init__(self, limit):
        self._limit = limit
        self._kept = bytearray()
        self._lost = False
        # Changing what is kept, and hearing that a mark has come.
        self._changed = threading.Condition()
        self._mark = b""
        reading, self._writing = os.pipe()
        for descriptor, name in STREAMS.items():
            os.dup2(self._writing, descriptor)
            setattr(sys, name, _text_stream(descriptor))
        threading.Thread(target=self._read, args=(reading,), daemon=True).start()

    def take(self):
        """The text that was written since the last call, and whether some of it is missing."""
        for stream in (sys.stdout, sys.stderr):
            with contextlib.suppress(Exception):
                # Why nothing of it matters: programs may have closed or replaced what they write to.
                stream.flush()
        mark = uuid.uuid4().bytes
        with self._changed:
            self._mark = mark
        # Why: what was written before this mark has been read when the mark is.
        os.write(self._writing, mark)
        with self._changed:
            self._changed.wait_for(lambda: not self._mark)
            text, lost = self._kept.decode("utf-8", "replace"), self._lost
            self._kept, self._lost = bytearray(), False
        self._reopen()
        return text, lost

    def _reopen(self):
        """Opens again what a program has closed, for what comes after it."""
        for descriptor, name in STREAMS.items():
            try:
                os.fstat(descriptor)
            except OSError:
                os.dup2(self._writing, descriptor)
            stream = getattr(sys, name)
            if stream is None or getattr(stream, "closed", False):
                setattr(sys, name, _text_stream(descriptor))

    def _read(self, reading):
        while True:
            data = os.read(reading, 65536)
            with self._changed:
                self._keep(data)

    def _keep(self, data):
        self._kept += data
        at = self._kept.find(self._mark) if self._mark else -1
        if at >= 0:
            del self._kept[at : at + len(self._mark)]
            self._mark = b""
            self._changed.notify_all()
        # Why: while a mark is awaited, its beginning may be what came last.
        reserve = 16 if self._mark else 0
        surplus = len(self._kept) - self._limit - reserve
        if surplus > 0:
            del self._kept[self._limit : self._limit + surplus]
            self._lost = True


def cut(text, limit, more=False):
    """The text, or so much of it as has that many bytes and a warning; and whether it was cut.

    more: there was more text, which is lost already
    """
    data = text.encode("utf-8", "backslashreplace")
    if len(data) <= limit and not more:
        return text, False
    return data[:limit].decode("utf-8", "ignore") + WARNING, True


def _text_stream(descriptor):
    return open(
        descriptor, "w", encoding="utf-8", errors="backslashreplace", buffering=1, closefd=False
    )
