"""Keeps secrets out of what programs print."""

import json
import sys

_secrets = set()


def redact(text):
    """The text with `[REDACTED]` in place of each secret that was read."""
    for secret in sorted(_secrets, key=len, reverse=True):
        text = text.replace(secret, "[REDACTED]")
    return text


def redact_all(value):
    """The same for each text in a JSON value."""
    if not _secrets:
        return value
    if isinstance(value, str):
        return redact(value)
    if isinstance(value, list):
        return [redact_all(item) for item in value]
    if isinstance(value, dict):
        return {key: redact_all(item) for key, item in value.items()}
    return value


def add(secret):
    """From now on this text is a secret."""
    if not _secrets:
        sys.stdout = _Redacted(sys.stdout)
        sys.stderr = _Redacted(sys.stderr)
    # Why: nothing, or a blank, stands in any output.
    if secret.strip():
        # Values that are echoed show line breaks and quotes escaped.
        _secrets.update((secret, repr(secret)[1:-1], json.dumps(secret)[1:-1]))


class _Redacted:
    def __init__(self, stream):
        self._stream = stream

    def write(self, text):
        self._stream.write(redact(text))
        return len(text)

    def writelines(self, lines):
        for line in lines:
            self.write(line)

    def __getattr__(self, name):
        return getattr(self._stream, name)
