"""The story of the quick start, told by the official Python SDK, unmodified."""

import io
import json
import time

from databricks.sdk import AccountClient, WorkspaceClient
from databricks.sdk.errors import ResourceDoesNotExist
from databricks.sdk.service import compute, jobs, provisioning

facts = {}
suffix = hex(time.time_ns())[2:]

a = AccountClient()
credentials = a.credentials.create(
    credentials_name=f"py-{suffix}",
    aws_credentials=provisioning.CreateCredentialAwsCredentials(
        sts_role=provisioning.CreateCredentialStsRole(role_arn="arn:aws:iam::123456789012:role/py")
    ),
)
storage = a.storage.create(
    storage_configuration_name=f"py-{suffix}",
    root_bucket_info=provisioning.RootBucketInfo(bucket_name="py-root"),
)
states = []
workspace = a.workspaces.create(
    workspace_name=f"py-{suffix}",
    aws_region="eu-west-1",
    credentials_id=credentials.credentials_id,
    storage_configuration_id=storage.storage_configuration_id,
)
facts["first_status"] = workspace.response.workspace_status.value
running = workspace.result(callback=lambda ws: states.append(ws.workspace_status.value))
facts["workspace_status"] = running.workspace_status.value
facts["workspace_listed"] = running.workspace_id in [ws.workspace_id for ws in a.workspaces.list()]
a.workspaces.delete(workspace_id=running.workspace_id)

w = WorkspaceClient()
facts["me"] = w.current_user.me().user_name
version = w.clusters.select_spark_version(long_term_support=True)
node_type = w.clusters.select_node_type(local_disk=True)
cluster = w.clusters.create_and_wait(
    cluster_name=f"py-{suffix}",
    spark_version=version,
    node_type_id=node_type,
    num_workers=1,
    autotermination_minutes=15,
)
facts["cluster_state"] = cluster.state.value
facts["cluster_listed"] = cluster.cluster_id in [c.cluster_id for c in w.clusters.list()]

path = f"/tmp/py-{suffix}.py"
with w.dbfs.open(path, write=True, overwrite=True) as file:
    file.write(b"import sys\nprint('Hello,', sys.argv[1])\n")
with w.dbfs.open(path, read=True) as file:
    facts["program_bytes"] = len(file.read())
facts["uploaded"] = w.dbfs.upload(f"{path}.bin", io.BytesIO(b"x" * 2_500_000)) is None
facts["uploaded_bytes"] = len(w.dbfs.download(f"{path}.bin").read())

polled = []
run = w.jobs.submit(
    run_name=f"py-{suffix}",
    tasks=[
        jobs.SubmitTask(
            task_key="hello",
            spark_python_task=jobs.SparkPythonTask(python_file=f"dbfs:{path}", parameters=["Python"]),
            new_cluster=compute.ClusterSpec(spark_version=version, node_type_id=node_type, num_workers=1),
        )
    ],
).result(callback=lambda r: polled.append(r.state.life_cycle_state.value))
facts["run_state"] = run.state.life_cycle_state.value
facts["run_result"] = run.state.result_state.value
facts["logs"] = w.jobs.get_run_output(run.tasks[0].run_id).logs

made = [
    w.jobs.create(
        name=f"py-{suffix}-{n}",
        tasks=[
            jobs.Task(
                task_key="hello",
                existing_cluster_id=cluster.cluster_id,
                spark_python_task=jobs.SparkPythonTask(python_file=f"dbfs:{path}", parameters=["job"]),
            )
        ],
    ).job_id
    for n in range(3)
]
listed = [job.job_id for job in w.jobs.list(limit=2)]
facts["jobs_listed"] = sorted(set(made) & set(listed)) == sorted(made)
w.jobs.run_now_and_wait(made[0])
facts["runs_listed"] = len(list(w.jobs.list_runs(job_id=made[0], limit=1)))

try:
    w.clusters.get("0101-000000-missing1")
except ResourceDoesNotExist as error:
    facts["missing"] = str(error)

for job_id in made:
    w.jobs.delete(job_id)
w.dbfs.delete(path)
w.clusters.permanent_delete(cluster.cluster_id)
print(json.dumps(facts))
