"""Commands in execution contexts of a cluster."""

import io
import json
import re

from databricks.sdk import WorkspaceClient
from databricks.sdk.service.catalog import VolumeType
from databricks.sdk.service.compute import Language
from telling import refusal

w = WorkspaceClient()
facts = {}

cluster_id = w.clusters.create_and_wait(
    cluster_name="story",
    spark_version=w.clusters.select_spark_version(long_term_support=True),
    node_type_id=w.clusters.select_node_type(local_disk=True),
    num_workers=0,
    autotermination_minutes=15,
).cluster_id
context = w.command_execution.create_and_wait(cluster_id=cluster_id, language=Language.PYTHON)
facts["context"] = context.status.value
there = {"cluster_id": cluster_id, "context_id": context.id}


def execute(command):
    return w.command_execution.execute(language=Language.PYTHON, command=command, **there)


def results_of(*commands):
    """Sends commands one after the other, and waits for their results."""
    return [sent.result().results for sent in [execute(command) for command in commands]]


def shown(results):
    return [results.result_type.value, re.sub(r"^Out\[\d+\]: ", "", results.data)]


# What is printed, what is shown, and what stays from command to command.
*texts, failed, table, kept = results_of(
    "print(1)",
    "answer = 41\ndef more(n):\n    return n + 1",
    "more(answer)",
    "print('before')\n1 / 0",
    "answer += 1\ndisplay([{'n': 1, 'name': 'one'}, {'n': 2, 'name': 'two'}])",
    "answer",
)
facts["texts"] = [shown(results) for results in texts]
facts["failed"] = [failed.result_type.value, re.sub(r"<[^>]*>", "", failed.summary)]
facts["cause"] = "Traceback" in failed.cause and "1 / 0" in failed.cause
facts["table"] = [table.result_type.value, table.data, [c["name"] for c in table.schema]]
facts["kept"] = shown(kept)

# The files of the workspace, and its secrets, are there.
w.dbfs.upload("/story.txt", io.BytesIO(b"of DBFS"))
w.schemas.create("story", "main")
w.volumes.create("main", "story", "bytes", VolumeType.MANAGED)
w.files.upload("/Volumes/main/story/bytes/story.txt", io.BytesIO(b"of a volume"))
w.secrets.create_scope("story")
w.secrets.put_secret("story", "key", string_value="hidden value")
files, secret = results_of(
    "for path in ('/dbfs/story.txt', '/Volumes/main/story/bytes/story.txt'):\n"
    "    print(open(path).read())\n"
    "with open('/Volumes/main/story/bytes/made.txt', 'w') as file:\n"
    "    _ = file.write('by a command')",
    "value = dbutils.secrets.get('story', 'key')\nprint(len(value), value)",
)
facts["files"] = shown(files)
made = w.files.download("/Volumes/main/story/bytes/made.txt").contents.read()
facts["made"] = made.decode()
facts["secret"] = shown(secret)

# A command that does not end is ended.
endless = execute("import time\nwhile True:\n    time.sleep(0.01)")
cancelled = w.command_execution.cancel_and_wait(command_id=endless.command_id, **there)
facts["cancelled"] = cancelled.status.value
facts["after_cancel"] = [shown(results) for results in results_of("answer")]

facts["no_context"] = refusal(
    w.command_execution.execute, cluster_id=cluster_id, language=Language.PYTHON, command="1"
)
w.command_execution.destroy(cluster_id, context.id)
facts["destroyed"] = refusal(w.command_execution.context_status, cluster_id, context.id)
print(json.dumps(facts))
