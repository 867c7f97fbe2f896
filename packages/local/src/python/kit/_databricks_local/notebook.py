"""`dbutils.notebook`"""

import base64
import json
import os
import posixpath
import subprocess
import sys
import tempfile

from . import rest
from .context import Context, EntryPoint
from .errors import ExecutionError
from .utility import Utility

RUNNER = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "run_notebook.py")

# Where this program is in the workspace, if it is a notebook.
current_path = ""


class NotebookExit(BaseException):
    """Raised by `dbutils.notebook.exit`: nothing of the program shall catch it."""

    def __init__(self, value):
        super().__init__(value)
        self.value = value


class Notebook(Utility):
    """Ends this notebook, and runs others."""

    def exit(self, value):
        """Ends the notebook with a value."""
        raise NotebookExit(str(value))

    def run(self, path, timeout_seconds=0, arguments=None):
        """Runs a Python notebook of the workspace in a process of its own and returns its value."""
        place = absolute(path)
        with tempfile.TemporaryDirectory() as folder:
            file = os.path.join(folder, "notebook.py")
            with open(file, "wb") as target:
                target.write(source_of(place))
            widgets = {name: str(value) for name, value in (arguments or {}).items()}
            with open(os.path.join(folder, "input.json"), "w", encoding="utf-8") as target:
                json.dump({"widgets": widgets}, target)
            return _run(file, place, folder, timeout_seconds or None)

    def getContext(self):
        """Says where the notebook runs, and as whom."""
        return Context(current_path)

    @property
    def entry_point(self):
        """The way on which many programs go to `getContext`."""
        return EntryPoint(self)


def absolute(path, place=None):
    """The whole path of a notebook that is named as seen from another one, by default from this."""
    whole = posixpath.join(posixpath.dirname(place or current_path), path)
    if not whole.startswith("/"):
        raise _failed(f"Cannot find {path}: this is no notebook, so give the whole path, /Users/...")
    return posixpath.normpath(whole)


def source_of(path):
    """A Python notebook of the workspace as source text."""
    try:
        found = rest.call("GET", "/api/2.0/workspace/get-status", {"path": path})
        kind = found.get("language") or found["object_type"]
        if (found["object_type"], kind) != ("NOTEBOOK", "PYTHON"):
            raise _failed(f"Cannot run {path}, which is {kind}: it has to be a notebook in PYTHON")
        query = {"path": path, "format": "SOURCE"}
        return base64.b64decode(rest.call("GET", "/api/2.0/workspace/export", query)["content"])
    except rest.RestError as error:
        raise _failed(f"Cannot read {path}: {error}") from None


def _failed(text):
    return ExecutionError("run", f"com.databricks.NotebookExecutionException: {text}")


def _run(file, path, folder, timeout):
    environment = {**os.environ, "DATABRICKS_LOCAL_TASK": folder}
    try:
        ended = subprocess.run(
            [sys.executable, "-u", RUNNER, file, path],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=timeout,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise _failed(f"TIMEDOUT after {timeout} s: {path}") from None
    if ended.returncode != 0:
        print(ended.stdout.decode("utf-8", "replace"), end="")
        raise _failed(f"FAILED: {path}")
    try:
        with open(os.path.join(folder, "exit.json"), encoding="utf-8") as result:
            return json.load(result)
    except FileNotFoundError:
        return ""
