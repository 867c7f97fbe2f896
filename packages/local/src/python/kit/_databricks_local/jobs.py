"""`dbutils.jobs`"""

import json

from . import exchange
from .utility import Utility

LONGEST_VALUE = 48 * 1024


class Jobs(Utility):
    """Works with the job that this program is a task of."""

    def __init__(self):
        self.taskValues = TaskValues()


class TaskValues(Utility):
    """Values that the tasks of a run give each other."""

    def set(self, key, value):
        """Sets a value for later tasks. Nothing happens outside of a job."""
        size = len(json.dumps(value).encode())
        if size > LONGEST_VALUE:
            raise ValueError(f"The task value {key} has {size} bytes; {LONGEST_VALUE} is the most.")
        if exchange.folder():
            exchange.add_task_value(key, value)

    def get(self, taskKey, key, default=None, debugValue=None):
        """Returns a value that a task has set, or the default; outside of a job the debugValue."""
        if not exchange.folder():
            if debugValue is None:
                raise TypeError(
                    "Must pass debugValue when calling get outside of a job context. "
                    "debugValue cannot be None."
                )
            return debugValue
        values = exchange.given("taskValues")
        if taskKey in values and key in values[taskKey]:
            return values[taskKey][key]
        if default is not None:
            return default
        if taskKey not in values:
            raise ValueError(f"No task with the key {taskKey} ran before this one.")
        raise ValueError(f"The task {taskKey} has set no value with the key {key}.")
