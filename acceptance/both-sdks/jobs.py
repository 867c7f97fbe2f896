"""A program in DBFS that is run as a job, and what is told of the run."""

import io
import json

from databricks.sdk import WorkspaceClient
from databricks.sdk.errors import OperationFailed
from databricks.sdk.service import compute, jobs
from telling import refusal

w = WorkspaceClient()
facts = {}

w.secrets.create_scope("story")
w.secrets.put_secret("story", "key", string_value="hidden value")
w.dbfs.upload(
    "/story/works.py",
    io.BytesIO(
        b"import sys, time\n"
        b"time.sleep(0.2)\n"
        b"print('Slept, then', sys.argv[1])\n"
        b"print(open('/dbfs/story/note.txt').read())\n"
        b"print(dbutils.secrets.get('story', 'key'))\n"
        b"dbutils.jobs.taskValues.set('rows', 7)\n"
    ),
)
w.dbfs.upload("/story/note.txt", io.BytesIO(b"a note"))
w.dbfs.upload("/story/fails.py", io.BytesIO(b"print('so far')\nraise ValueError('too bad')\n"))


def task(key, *parameters, **settings):
    return jobs.SubmitTask(
        task_key=key,
        spark_python_task=jobs.SparkPythonTask(
            python_file=f"dbfs:/story/{key}.py", parameters=list(parameters)
        ),
        new_cluster=compute.ClusterSpec(
            spark_version=w.clusters.select_spark_version(long_term_support=True),
            node_type_id=w.clusters.select_node_type(local_disk=True),
            num_workers=1,
        ),
        **settings,
    )


# The runs go on side by side.
good = w.jobs.submit(run_name="story", tasks=[task("works", "printed")])
bad = w.jobs.submit(run_name="unlucky", tasks=[task("fails")])
run = good.result()
facts["run"] = [
    run.state.life_cycle_state.value,
    run.state.result_state.value,
    run.status.state.value,
    run.status.termination_details.code.value,
]
facts["page"] = run.run_page_url.startswith(w.config.host)
facts["logs"] = w.jobs.get_run_output(run.tasks[0].run_id).logs
facts["of_all"] = refusal(w.jobs.get_run_output, run.run_id).split(":")[0]
try:
    bad.result()
except OperationFailed as error:
    facts["failure"] = "Task fails failed with message: Workload failed" in str(error)
run = w.jobs.get_run(bad.run_id)
facts["failed_run"] = [run.state.life_cycle_state.value, run.state.result_state.value]
output = w.jobs.get_run_output(run.tasks[0].run_id)
facts["output"] = [
    output.logs.startswith("so far\n"),
    "too bad" in output.error,
    "ValueError" in output.error_trace,
]
facts["listed"] = sorted(
    run.run_name for run in w.jobs.list_runs(run_type=jobs.RunType.SUBMIT_RUN, completed_only=True)
)
print(json.dumps(facts))
