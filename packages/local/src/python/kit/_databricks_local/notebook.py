"""`dbutils.notebook`"""

import base64
import json
import os
import posixpath
import subprocess
import sys
import tempfile

from . import rest
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
        return Context()

    @property
    def entry_point(self):
        """The way on which many programs go to `getContext`."""
        return EntryPoint(self)


def absolute(path):
    """The whole path of a notebook that is named as seen from this one."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(current_path), path))


def source_of(path):
    """A notebook of the workspace as source text."""
    query = {"path": path, "format": "SOURCE"}
    try:
        return base64.b64decode(rest.call("GET", "/api/2.0/workspace/export", query)["content"])
    except rest.RestError as error:
        text = f"com.databricks.NotebookExecutionException: Cannot read {path}: {error}"
        raise ExecutionError("run", text) from None


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
        text = f"com.databricks.NotebookExecutionException: TIMEDOUT after {timeout} s: {path}"
        raise ExecutionError("run", text) from None
    if ended.returncode != 0:
        print(ended.stdout.decode("utf-8", "replace"), end="")
        raise ExecutionError("run", f"com.databricks.NotebookExecutionException: FAILED: {path}")
    try:
        with open(os.path.join(folder, "exit.json"), encoding="utf-8") as result:
            return json.load(result)
    except FileNotFoundError:
        return ""


class EntryPoint:
    def __init__(self, notebook):
        self._notebook = notebook

    def getDbutils(self):
        return self

    def notebook(self):
        return self._notebook


class Context:
    """Facts of the run; each is a call that gives an object with `get()`."""

    def notebookPath(self):
        return Some(current_path)

    def apiUrl(self):
        return Some(os.environ.get("DATABRICKS_HOST"))

    def apiToken(self):
        return Some(os.environ.get("DATABRICKS_TOKEN"))

    def clusterId(self):
        return Some(os.environ.get("DATABRICKS_CLUSTER_ID"))

    def workspaceId(self):
        return Some(os.environ.get("DATABRICKS_WORKSPACE_ID"))

    def userName(self):
        return Some(rest.call("GET", "/api/2.0/preview/scim/v2/Me")["userName"])

    def jobId(self):
        return Some(os.environ.get("DATABRICKS_JOB_ID"))

    def currentRunId(self):
        return Some(os.environ.get("DATABRICKS_TASK_RUN_ID"))

    def toJson(self):
        facts = {
            "extraContext": {"notebook_path": current_path, "api_url": self.apiUrl().get()},
            "tags": {"clusterId": self.clusterId().get(), "orgId": self.workspaceId().get()},
        }
        return json.dumps(facts)

    safeToJson = toJson


class Some:
    def __init__(self, value):
        self._value = value

    def get(self):
        return self._value

    def isDefined(self):
        return self._value is not None

    def getOrElse(self, default):
        return default if self._value is None else self._value
