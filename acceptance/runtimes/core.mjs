// What must hold on every runtime, told to a local workspace with nothing but `databricks-sdk-ts`,
// installed as a user installs it. tools/runtimes.ts runs this program and counts its lines:
// `ok <name>`, or `not ok <name>` with the reason below.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import process from "node:process";
import {
  AccountClient,
  ApiClient,
  ApiError,
  fetchTransport,
  isDatabricksError,
  nodeTransport,
  ResourceDoesNotExist,
  TimeoutError,
  TooManyRequests,
  WorkspaceClient,
} from "databricks-sdk-ts";
import { ClustersAPI } from "databricks-sdk-ts/compute";

const { DATABRICKS_HOST: host, DATABRICKS_TOKEN: token, PROFILE_FILE } = process.env;
const { DATABRICKS_ACCOUNT_ID: accountId } = process.env;
const large = 9_007_199_254_740_993n; // 2^53 + 1, the first integer that a number can't hold
const me = "iam.CurrentUserAPI.me";

/** The workspace's own endpoints for tests. */
async function control(path, body) {
  const response = await fetch(`${host}/_local/${path}`, {
    method: body === undefined ? "GET" : "POST",
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    headers: { "content-type": "application/json" },
  });
  assert.equal(response.ok, true, `/_local/${path}: ${response.status}`);
  return response.json();
}

const fault = (rule) => control("faults", rule);

/** The statuses with which requests for an operation were answered since an entry of the journal. */
async function statuses(operation, since) {
  const { entries } = await control(`journal?since=${since}`);
  return entries
    .filter(({ operations }) => operations.includes(operation))
    .map(({ status }) => status);
}

const now = async () => (await control("journal")).last;

/** Runs a part of a test with a client that sends in a certain way, and closes it. */
async function withClient(options, use) {
  const w = new WorkspaceClient({ host, token, env: {}, ...options });
  try {
    return await use(w);
  } finally {
    await w.close();
  }
}

const tests = {
  "takes host and token from arguments": () =>
    withClient({}, async (w) => {
      assert.equal((await w.currentUser.me()).userName, "me@example.com");
      assert.equal(w.config.authType, "pat");
    }),

  "takes them from the environment": async () => {
    const w = new WorkspaceClient();
    assert.equal(w.config.host, host);
    assert.equal((await w.currentUser.me()).userName, "me@example.com");
    await w.close();
  },

  "takes them from a profile": async () => {
    const w = new WorkspaceClient({ configFile: PROFILE_FILE, profile: "runtime", env: {} });
    assert.equal((await w.currentUser.me()).userName, "me@example.com");
    assert.match(w.config.describe(), /profile/);
    assert.ok(!w.config.describe().includes(token), "a secret was shown");
    await w.close();
  },

  "loads one service alone": async () => {
    const api = new ApiClient({ host, token, env: {} });
    assert.ok((await new ClustersAPI(api).listNodeTypes()).node_types.length > 0);
    await api.close();
  },

  "is one and the same by import and require": () => {
    const required = createRequire(import.meta.url)("databricks-sdk-ts");
    assert.equal(required.WorkspaceClient, WorkspaceClient);
  },

  "lists over pages": () =>
    withClient({}, async (w) => {
      for (let n = 0; n < 7; n += 1) await w.jobs.create({ name: `job-${n}` });
      const since = await now();
      const names = [];
      for await (const { settings } of w.jobs.list({ limit: 3 })) names.push(settings.name);
      assert.equal(names.filter((name) => name.startsWith("job-")).length, 7);
      assert.deepEqual(await statuses("jobs.JobsAPI.list", since), [200, 200, 200]);
      const [first] = await w.jobs.list({ limit: 3 }).toArray({ limit: 1 });
      assert.equal(first.settings.name, names[0]);
    }),

  "creates and waits, with progress": () =>
    withClient({}, async (w) => {
      const states = [];
      const cluster = await w.clusters.createAndWait(
        {
          cluster_name: "runtime",
          spark_version: await w.clusters.selectSparkVersion({ longTermSupport: true }),
          node_type_id: await w.clusters.selectNodeType({ localDisk: true }),
          num_workers: 1,
        },
        { timeout: 60_000, onProgress: ({ state }) => void states.push(state) },
      );
      assert.equal(cluster.state, "RUNNING");
      assert.ok(states.includes("PENDING"), `it was ${states}`);
    }),

  "tells errors apart by class": () =>
    withClient({}, async (w) => {
      const error = await w.jobs.get({ job_id: 404 }).catch((caught) => caught);
      assert.ok(error instanceof ResourceDoesNotExist || error instanceof ApiError);
      assert.ok(isDatabricksError(error));
      assert.match(error.message, /404/);
      const gone = w.clusters.get({ cluster_id: "0101-000000-gone" });
      await assert.rejects(gone, (caught) => caught instanceof ApiError && caught.status >= 400);
    }),

  "keeps integers beyond 2^53": () =>
    withClient({}, async (w) => {
      const task = { task_key: "other", run_job_task: { job_id: large } };
      const { job_id } = await w.jobs.create({ name: "large", tasks: [task] });
      const { settings } = await w.jobs.get({ job_id });
      assert.equal(settings.tasks[0].run_job_task.job_id, large);
    }),

  "streams bytes up and down": () =>
    withClient({}, async (w) => {
      const bytes = new Uint8Array(2_500_000).map((_, index) => (index * 31) % 251);
      async function* parts() {
        for (let at = 0; at < bytes.length; at += 700_001) yield bytes.subarray(at, at + 700_001);
      }
      await w.dbfs.upload("/runtime.bin", parts(), { overwrite: true });
      let length = 0;
      for await (const part of await w.dbfs.open("/runtime.bin", { read: true })) {
        assert.deepEqual(part, bytes.subarray(length, length + part.length));
        length += part.length;
      }
      assert.equal(length, bytes.length);
    }),

  "asks again when it is told to wait": () =>
    withClient({}, async (w) => {
      const since = await now();
      await fault({ match: me, status: 429, headers: { "retry-after": "0" }, times: 2 });
      await w.currentUser.me();
      assert.deepEqual(await statuses(me, since), [429, 429, 200]);
      await fault({ match: me, status: 429, times: 1 });
      const once = w.currentUser.me({}, { retry: false });
      await assert.rejects(once, (error) => error instanceof TooManyRequests);
    }),

  "survives a connection that is dropped": () =>
    withClient({}, async (w) => {
      await w.currentUser.me();
      await fault({ match: me, drop_connection: true, times: 1 });
      assert.equal((await w.currentUser.me()).userName, "me@example.com");
    }),

  "signs in as a service principal, with tokens of its own": async () => {
    await withClient({}, async (w) => {
      const { id, applicationId } = await w.servicePrincipals.create({ displayName: "robot" });
      const a = new AccountClient({ host, token, accountId, env: {} });
      const { secret } = await a.servicePrincipalSecrets.create({ service_principal_id: id });
      await a.close();
      const robot = new WorkspaceClient({
        host,
        clientId: applicationId,
        clientSecret: secret,
        env: {},
      });
      assert.equal((await robot.currentUser.me()).userName, applicationId);
      assert.equal(robot.config.authType, "oauth-m2m");
      await robot.close();
    });
  },

  "says why it can't sign in": async () => {
    const w = new WorkspaceClient({ host, configFile: PROFILE_FILE, profile: "empty", env: {} });
    await assert.rejects(w.currentUser.me(), { name: "DefaultCredentialsError" });
    await w.close();
  },
};

/** What each way to send has to be able to do. */
const sending = {
  "sends and lists": (w) => w.currentUser.me().then(() => w.clusters.list().toArray()),

  "ends a call that is aborted": async (w) => {
    await fault({ match: me, delay_ms: 3_000, times: 1 });
    const controller = new AbortController();
    const reason = new Error("not needed any more");
    const call = w.currentUser.me({}, { signal: controller.signal });
    setTimeout(() => controller.abort(reason), 50);
    const began = Date.now();
    await assert.rejects(call, (error) => error === reason || error.cause === reason);
    assert.ok(Date.now() - began < 2_500, "it took as long as the answer");
  },

  "ends a call whose time is up": async (w) => {
    await fault({ match: me, delay_ms: 3_000, times: 1 });
    const call = w.currentUser.me({}, { timeout: 100 });
    await assert.rejects(call, (error) => error instanceof TimeoutError);
  },

  "sends bodies, and reads errors": async (w) => {
    const { job_id } = await w.jobs.create({ name: "Zoë – 作業" });
    assert.equal((await w.jobs.get({ job_id })).settings.name, "Zoë – 作業");
    await w.jobs.delete({ job_id });
    await assert.rejects(w.jobs.get({ job_id }), (error) => error instanceof ApiError);
  },
};

const transports = { "the default transport": () => undefined, fetch: fetchTransport };
// Why not on Deno, where `fetch` is the default: its node:http sends a request once more, on another
// connection, that was destroyed on a kept one (seen with 2.9.6).
if (globalThis.Deno === undefined) transports["node:http"] = nodeTransport;

for (const [transport, make] of Object.entries(transports)) {
  for (const [name, test] of Object.entries(sending)) {
    tests[`${name} (${transport})`] = () => withClient({ transport: make() }, test);
  }
}

for (const [name, test] of Object.entries(tests)) {
  try {
    await test();
    console.log(`ok ${name}`);
  } catch (error) {
    console.log(`not ok ${name}\n${error?.stack ?? error}`);
  }
}
console.log("done");
