"""The dbutils of a program that runs outside of the workspace."""

import json
import os

from databricks.sdk import WorkspaceClient
from databricks.sdk.errors import DatabricksError

w = WorkspaceClient()
facts = {}

# What is done from here.
fs = w.dbutils.fs
facts["done"] = [fs.mkdirs("dbfs:/story"), fs.put("dbfs:/story/one.txt", "one wörd")]
facts["head"] = [fs.head("dbfs:/story/one.txt"), fs.head("/story/one.txt", 3)]
facts["cp"] = fs.cp("dbfs:/story/one.txt", "dbfs:/story/two.txt")
facts["mv"] = fs.mv("dbfs:/story/two.txt", "dbfs:/story/three.txt")
facts["ls"] = [[f.name, f.size] for f in fs.ls("dbfs:/story")]
facts["rm"] = [fs.rm("dbfs:/story/one.txt"), fs.rm("dbfs:/story", True)]
w.dbutils.widgets.text("day", "monday", "The day")
facts["widget"] = w.dbutils.widgets.get("day")
w.dbutils.jobs.taskValues.set("rows", 7)
facts["task_value"] = w.dbutils.jobs.taskValues.get("load", "rows", debugValue=7)

# What only a cluster can do waits until it runs.
cluster_id = w.clusters.create(
    cluster_name="story",
    spark_version=w.clusters.select_spark_version(long_term_support=True),
    node_type_id=w.clusters.select_node_type(local_disk=True),
    num_workers=0,
    autotermination_minutes=15,
).cluster_id
remote = WorkspaceClient(cluster_id=cluster_id).dbutils
source = "wasbs://container@account.blob.core.windows.net/"
facts["mount"] = remote.fs.mount(source, "/mnt/story", extra_configs={"fs.key": "hidden"})
facts["started"] = w.clusters.get(cluster_id).state.value
facts["mounted"] = [m.source for m in remote.fs.mounts() if m.mountPoint == "/mnt/story"]
try:
    remote.fs.mount(source, "/mnt/story")
except DatabricksError as error:
    facts["mounted_twice"] = str(error)
facts["unmount"] = remote.fs.unmount("/mnt/story")
os.environ["DATABRICKS_SOURCE_FILE"] = "/Users/me/story"
context = remote.notebook.entry_point.getDbutils().notebook().getContext()
facts["notebook_path"] = context.notebookPath().get()
print(json.dumps(facts))
