"""What the programs beside this file have in common."""

import hashlib

from databricks.sdk.errors import DatabricksError


def refusal(call, *args, **kwargs):
    """The error of a call that the workspace refuses, in one line."""
    try:
        call(*args, **kwargs)
    except DatabricksError as error:
        return f"{type(error).__name__} {error.error_code}: {error}"
    return "not refused"


def some_bytes(length, seed="seed"):
    """So many bytes that look like chance, and are the same in TypeScript."""
    return hashlib.shake_256(seed.encode()).digest(length)


def sha256(data):
    return hashlib.sha256(data).hexdigest()
