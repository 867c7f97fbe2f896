import { describe, expect } from "vitest";
import { tinyWheel, wheelName } from "../engines/libraries/testing/tiny-wheel.js";
import { hasPython } from "../python/testing/has-python.js";
import { type Proof, proof } from "../testing/proof.js";
import { ended, type WireRun } from "./testing/job-calls.js";
import { startedCluster } from "./testing/running-cluster.js";

const VOLUME = "/Volumes/main/default/v";
const CLUSTER = { spark_version: "16.4.x-scala2.12", node_type_id: "m5.large", num_workers: 0 };
const PROGRAM = "import tiny_library\nprint(tiny_library.VALUE)";

interface Output {
  readonly logs: string;
  readonly error?: string;
}

async function volume({ call }: Proof): Promise<void> {
  const names = { catalog_name: "main", schema_name: "default", name: "v" };
  await call("POST", "/api/2.1/unity-catalog/volumes", { ...names, volume_type: "MANAGED" });
}

async function put({ call }: Proof, path: string, bytes: Uint8Array): Promise<string> {
  await call("PUT", `/api/2.0/fs/files${path}?overwrite=true`, bytes);
  return path;
}

function wheel(test: Proof, version: string, folder = VOLUME): Promise<string> {
  const path = `${folder}/${wheelName("tiny_library", version)}`;
  return put(test, path, tinyWheel("tiny_library", version));
}

function program(test: Proof, text: string): Promise<string> {
  return put(test, `${VOLUME}/program.py`, Buffer.from(text));
}

async function submit({ call }: Proof, run: object): Promise<WireRun> {
  const path = "/api/2.2/jobs/runs/submit";
  const { run_id } = await call<{ run_id: number }>("POST", path, run);
  return ended(call, run_id);
}

async function outputs({ call }: Proof, { tasks }: WireRun): Promise<Output[]> {
  const at = (id: number): string => `/api/2.2/jobs/runs/get-output?run_id=${id}`;
  return Promise.all(tasks.map(({ run_id }) => call<Output>("GET", at(run_id))));
}

const without = { timeout: 60_000 };

describe.runIf(hasPython)("a program of a job", () => {
  proof(
    ["jobs.JobsAPI.create", "jobs.JobsAPI.runNow"],
    "finds wheels of a volume on the clusters of its job",
    async (test) => {
      await volume(test);
      const whl = await wheel(test, "1.5");
      const spark_python_task = { python_file: await program(test, PROGRAM) };
      const libraries = [{ whl }];
      const { job_id } = await test.call("POST", "/api/2.2/jobs/create", {
        job_clusters: [{ job_cluster_key: "shared", new_cluster: CLUSTER }],
        tasks: [
          { task_key: "a", job_cluster_key: "shared", libraries, spark_python_task },
          {
            task_key: "b",
            depends_on: [{ task_key: "a" }],
            job_cluster_key: "shared",
            spark_python_task,
          },
          { task_key: "own", new_cluster: CLUSTER, libraries, spark_python_task },
        ],
      });
      const path = "/api/2.2/jobs/run-now";
      const { run_id } = await test.call<{ run_id: number }>("POST", path, { job_id });
      const run = await ended(test.call, run_id);
      expect(await outputs(test, run)).toEqual(
        run.tasks.map(() => expect.objectContaining({ logs: "1.5\n" }) as Output),
      );
    },
    without,
  );

  proof(
    ["jobs.JobsAPI.submit"],
    "finds what its environment depends on, as it is now",
    async (test) => {
      await volume(test);
      const python_file = await program(test, PROGRAM);
      const run = async (...dependencies: string[]): Promise<Output | undefined> => {
        const spec = { environment_version: "3", dependencies };
        const environments = [{ environment_key: "e", spec }];
        const task = { task_key: "a", environment_key: "e", spark_python_task: { python_file } };
        const [output] = await outputs(test, await submit(test, { environments, tasks: [task] }));
        return output;
      };
      const path = await wheel(test, "1.0");
      expect(await run(path)).toMatchObject({ logs: "1.0\n" });
      await put(test, path, tinyWheel("tiny_library", "1.0", "changed"));
      expect(await run(path, "# for the program")).toMatchObject({ logs: "changed\n" });
      expect((await run())?.error).toContain("No module named 'tiny_library'");
      expect((await run(`${VOLUME}/none-1-py3-none-any.whl`))?.error).toBe(
        `Library installation failed: There is no file ${VOLUME}/none-1-py3-none-any.whl.`,
      );
    },
    without,
  );

  proof(
    ["workspace.SecretsAPI.putSecret", "jobs.JobsAPI.getRunOutput"],
    "reads volumes, workspace files and secrets",
    async (test) => {
      const { call } = test;
      await volume(test);
      await put(test, `${VOLUME}/d/data.txt`, Buffer.from("from a volume"));
      const content = Buffer.from("from the workspace").toString("base64");
      const path = "/Shared/data.txt";
      await call("POST", "/api/2.0/workspace/import", { path, content, format: "RAW" });
      await call("POST", "/api/2.0/secrets/scopes/create", { scope: "s" });
      await call("POST", "/api/2.0/secrets/put", { scope: "s", key: "k", string_value: "hidden!" });
      const python_file = await program(
        test,
        [
          `print(open("${VOLUME}/d/data.txt").read())`,
          `print(open("/Workspace${path}").read())`,
          'secret = dbutils.secrets.get("s", "k")',
          "print(len(secret), secret)",
          `open("${VOLUME}/d/out.txt", "w").write("written")`,
        ].join("\n"),
      );
      const task = { task_key: "a", environment_key: "e", spark_python_task: { python_file } };
      const environments = [{ environment_key: "e" }];
      const [output] = await outputs(test, await submit(test, { environments, tasks: [task] }));
      expect(output).toMatchObject({
        logs: "from a volume\nfrom the workspace\n7 [REDACTED]\n",
      });
      const written = await test.send("GET", `/api/2.0/fs/files${VOLUME}/d/out.txt`);
      expect(await written.text()).toBe("written");
    },
    without,
  );
});

describe("packages of a task without a cluster", () => {
  proof(
    ["jobs.JobsAPI.submit"],
    "that can't be installed fail it aloud",
    async (test) => {
      const spark_python_task = { python_file: "dbfs:/p.py" };
      await test.call("POST", "/api/2.0/dbfs/put", { path: "/p.py", contents: "" });
      const task = { task_key: "a", environment_key: "e", spark_python_task };
      const spec = { java_dependencies: [`${VOLUME}/x.jar`] };
      const environments = [{ environment_key: "e", spec }];
      const run = await submit(test, { environments, tasks: [task] });
      const [output] = await outputs(test, run);
      expect(output?.error).toContain("java_dependencies of an environment are not installed");
      const libraries = [{ pypi: { package: "six" } }];
      const refused = await test.error("POST", "/api/2.2/jobs/runs/submit", {
        environments,
        tasks: [{ ...task, libraries }],
      });
      expect(refused).toMatchObject({
        status: 400,
        errorCode: "INVALID_PARAMETER_VALUE",
        body: { message: expect.stringContaining("libraries are for clusters") as string },
      });
    },
    without,
  );
});

describe("a run of somebody", () => {
  proof(
    ["jobs.JobsAPI.submit"],
    "uses only what they may use",
    async (test) => {
      const { call } = test;
      const existing_cluster_id = await startedCluster(test);
      const path = "/Users/me@example.com/private";
      const content = Buffer.from("1").toString("base64");
      await call("POST", "/api/2.0/workspace/import", { path, content, language: "PYTHON" });
      const file = `${path}.txt`;
      await call("POST", "/api/2.0/workspace/import", { path: file, content, format: "RAW" });
      const notebook_task = { notebook_path: path };
      const spark_python_task = { python_file: `/Workspace${file}` };
      const errors = async (...tasks: object[]): Promise<(string | undefined)[]> => {
        const environments = [{ environment_key: "e" }];
        const options = { token: "dapi-her-token" };
        const { run_id } = await call<{ run_id: number }>(
          "POST",
          "/api/2.2/jobs/runs/submit",
          { environments, tasks },
          options,
        );
        return (await outputs(test, await ended(call, run_id))).map(({ error }) => error);
      };
      expect(
        await errors(
          { task_key: "a", notebook_task },
          { task_key: "b", environment_key: "e", spark_python_task },
          { task_key: "c", existing_cluster_id, notebook_task },
        ),
      ).toEqual([
        expect.stringContaining(`Cannot read the notebook ${path}`) as string,
        expect.stringContaining(`Cannot read the Python file /Workspace${file}`) as string,
        expect.stringContaining("her@example.com does not have Can Attach To") as string,
      ]);
    },
    { users: [{ userName: "her@example.com", token: "dapi-her-token" }], timeout: 30_000 },
  );
});
