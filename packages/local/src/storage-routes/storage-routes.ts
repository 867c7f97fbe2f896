import type { VolumesEngine } from "../engines/files/index.js";
import { Reply, type RawRoute } from "../http/index.js";
import { coordinationRoutes, type StorageProtocol } from "./coordination-routes.js";
import { objectRoutes } from "./object-routes.js";

/** What storage is made with. */
export interface StorageOptions {
  readonly protocol: StorageProtocol;
  /** Milliseconds since the Unix epoch, of the workspace's clock. */
  readonly now: () => number;
}

/** The endpoints of cloud storage, and those that lead to it. */
export function storageRoutes(
  volumes: VolumesEngine,
  { protocol, now }: StorageOptions,
): readonly RawRoute[] {
  return [...coordinationRoutes(volumes, protocol, now), ...objectRoutes(volumes, now), probe];
}

/** Where clients look for a storage proxy: there is none. */
const probe: RawRoute = {
  verb: "HEAD",
  path: "/api/2.0/fs/files/DatabricksInternal/Probe/{+rest}",
  public: true,
  handle: () => new Reply(404),
};
