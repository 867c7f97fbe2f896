"""Where a program runs, and as whom, on the way on which programs ask the platform for it."""

import json
import os

from . import rest


class EntryPoint:
    """Leads to `getContext`."""

    def __init__(self, notebook):
        self._notebook = notebook

    def getDbutils(self):
        return self

    def notebook(self):
        return self._notebook


class Context:
    """Facts of the run; each is a call that gives an object with `get()`."""

    def __init__(self, notebook_path):
        self._notebook_path = notebook_path

    def notebookPath(self):
        return Some(self._notebook_path)

    def apiUrl(self):
        return _variable("DATABRICKS_HOST")

    def apiToken(self):
        return _variable("DATABRICKS_TOKEN")

    def clusterId(self):
        return _variable("DATABRICKS_CLUSTER_ID")

    def workspaceId(self):
        return _variable("DATABRICKS_WORKSPACE_ID")

    def userName(self):
        return Some(rest.call("GET", "/api/2.0/preview/scim/v2/Me")["userName"])

    def jobId(self):
        return _variable("DATABRICKS_JOB_ID")

    def currentRunId(self):
        return _variable("DATABRICKS_TASK_RUN_ID")

    def browserHostName(self):
        return Some(self.apiUrl().getOrElse("").partition("://")[2] or None)

    def tags(self):
        return Tags(
            browserHostName=self.browserHostName(),
            clusterId=self.clusterId(),
            jobId=self.jobId(),
            orgId=self.workspaceId(),
            runId=self.currentRunId(),
            user=self.userName(),
        )

    def toJson(self):
        facts = {
            "currentRunId": self.currentRunId().get(),
            "extraContext": {
                "api_url": self.apiUrl().get(),
                "notebook_path": self._notebook_path,
            },
            "tags": self.tags().values,
        }
        return json.dumps(facts)

    safeToJson = toJson


class Tags:
    """A map of Scala with what is known, to Python."""

    def __init__(self, **known):
        self.values = {name: value.get() for name, value in known.items() if value.isDefined()}

    def apply(self, name):
        return self.values[name]

    def contains(self, name):
        return name in self.values

    def get(self, name):
        return Some(self.values.get(name))

    def toString(self):
        return str(self.values)


class Some:
    """An option of Scala, to Python."""

    def __init__(self, value):
        self._value = value

    def get(self):
        return self._value

    def isDefined(self):
        return self._value is not None

    def getOrElse(self, default):
        return default if self._value is None else self._value


def _variable(name):
    return Some(os.environ.get(name))
