"""Errors of `dbutils`, with texts as programs know them."""

import itertools

_numbers = itertools.count(1)


class ExecutionError(Exception):
    """A call of `dbutils` failed."""

    __module__ = "builtins"  # Tracebacks name it as programs know it.

    def __init__(self, method, reason):
        super().__init__(
            f"An error occurred while calling o{next(_numbers)}.{method}.\n: {reason}"
        )


def illegal_argument(method, text):
    """The caller is to blame."""
    return ExecutionError(method, f"java.lang.IllegalArgumentException: {text}")


def requirement_failed(method, text):
    """The caller is to blame, in the words of calls that reach another process of the platform."""
    reason = f"java.lang.IllegalArgumentException: requirement failed: {text}"
    return ExecutionError(method, f"java.rmi.RemoteException: {reason}; nested exception is: ")


class NotSupportedLocally(NotImplementedError):
    """The platform can do this, the local workspace can't."""

    __module__ = "builtins"
