import type { Proof } from "../../testing/proof.js";

/** Makes a cluster, waits until it has started, or failed to, and returns its id. */
export async function startedCluster(
  { call }: Pick<Proof, "call">,
  settings: object = {},
): Promise<string> {
  const spec = { spark_version: "16.4.x-scala2.12", node_type_id: "m5.large", num_workers: 0 };
  const body = { ...spec, ...settings };
  const { cluster_id } = await call<{ cluster_id: string }>(
    "POST",
    "/api/2.1/clusters/create",
    body,
  );
  await settled({ call }, cluster_id);
  return cluster_id;
}

/** Waits until a cluster runs or is terminated, and returns it. */
export async function settled(
  { call }: Pick<Proof, "call">,
  clusterId: string,
): Promise<Record<string, unknown>> {
  const path = `/api/2.1/clusters/get?cluster_id=${clusterId}`;
  return until(
    () => call("GET", path),
    ({ state }) => state === "RUNNING" || state === "TERMINATED",
  );
}

/** Asks until the answer is as wanted. Programs run in real time, so this is real time too. */
export async function until<T>(ask: () => Promise<T>, wanted: (answer: T) => boolean): Promise<T> {
  for (let tries = 0; tries < 1000; tries += 1) {
    const answer = await ask();
    if (wanted(answer)) return answer;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`it never came to this: ${JSON.stringify(await ask())}`);
}
