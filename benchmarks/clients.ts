import { Agent, get } from "node:http";
import { WorkspaceClient } from "databricks-sdk-ts";

/** A way to do the same two things: get one cluster, and list 10,000 jobs. */
export interface Client {
  readonly name: string;
  getCluster(): Promise<unknown>;
  listJobs(): Promise<number>;
  close(): Promise<void> | void;
}

interface JobPage {
  readonly jobs: readonly unknown[];
  readonly next_page_token?: string;
}

/** The floor: `node:http` with kept-alive connections and `JSON.parse`, nothing else. */
export function bareClient(host: string): Client {
  const agent = new Agent({ keepAlive: true });
  const read = (path: string): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const headers = { authorization: "Bearer token", accept: "application/json" };
      get(`${host}${path}`, { agent, headers }, (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("end", () => resolve(JSON.parse(Buffer.concat(chunks).toString("utf8"))));
        response.on("error", reject);
      }).on("error", reject);
    });
  return {
    name: "node:http",
    getCluster: () => read("/api/2.1/clusters/get?cluster_id=a"),
    listJobs: () => countJobs(read),
    close: () => agent.destroy(),
  };
}

/** The platform's `fetch`. */
export function fetchClient(host: string): Client {
  const headers = { authorization: "Bearer token", accept: "application/json" };
  const read = async (path: string): Promise<unknown> =>
    (await fetch(`${host}${path}`, { headers })).json();
  return {
    name: "fetch",
    getCluster: () => read("/api/2.1/clusters/get?cluster_id=a"),
    listJobs: () => countJobs(read),
    close: () => undefined,
  };
}

async function countJobs(read: (path: string) => Promise<unknown>): Promise<number> {
  let count = 0;
  for (let token = "0"; token !== "";) {
    // The benchmark's own server answers.
    const page = (await read(`/api/2.2/jobs/list?page_token=${token}`)) as JobPage;
    for (const job of page.jobs) if (job) count += 1;
    token = page.next_page_token ?? "";
  }
  return count;
}

/** This SDK. */
export function sdkClient(host: string): Client {
  const w = new WorkspaceClient({ host, token: "token" });
  return {
    name: "databricks-sdk-ts",
    getCluster: () => w.clusters.get({ cluster_id: "a" }),
    listJobs: async () => {
      let count = 0;
      for await (const job of w.jobs.list()) if (job) count += 1;
      return count;
    },
    close: () => w.close(),
  };
}
