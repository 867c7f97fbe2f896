import type { Client } from "./clients.js";

/** As much of the peer's surface as is measured. */
interface Peer {
  readonly clusters: { get(request: { cluster_id: string }): Promise<unknown> };
  readonly jobs: { list(request: object): AsyncIterable<unknown> };
}

interface PeerModule {
  readonly WorkspaceClient: new (config: { host: string; token: string; authType: string }) => Peer;
}

/** The peer's name, also as a package. */
export const peerName = "@databricks/sdk-experimental";

/** The official preview, or undefined where `npm install` in this folder was left out. */
export async function peerClient(host: string): Promise<Client | undefined> {
  const module = await import(peerName).then(
    (found) => found as PeerModule,
    () => undefined,
  );
  if (!module) return undefined;
  const peer = new module.WorkspaceClient({ host, token: "token", authType: "pat" });
  return {
    name: peerName,
    getCluster: () => peer.clusters.get({ cluster_id: "a" }),
    listJobs: async () => {
      let count = 0;
      for await (const job of peer.jobs.list({})) if (job) count += 1;
      return count;
    },
    close: () => undefined,
  };
}
