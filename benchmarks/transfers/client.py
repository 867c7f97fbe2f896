"""Moves one file with the official SDK, once, and prints what it cost: `client.py up|down FILE`."""

import json
import os
import resource
import sys
import time

from databricks.sdk import WorkspaceClient

direction, file = sys.argv[1:]
remote = os.environ["REMOTE"]
w = WorkspaceClient()
started, before = time.perf_counter(), time.process_time()
if direction == "up":
    w.files.upload_from(remote, file, overwrite=True)
else:
    w.files.download_to(remote, file, overwrite=True)
cost = {
    "seconds": time.perf_counter() - started,
    "cpu": time.process_time() - before,
    "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
}
print(json.dumps(cost))
