import { ClusterEngine } from "../engines/compute/index.js";
import { clustersPart } from "./clusters-part.js";
import { commandsPart, type CommandsPart } from "./commands-part.js";
import { computeExtrasPart } from "./compute-extras-part.js";
import { computeExtras } from "./compute-extras.js";
import type { DataParts } from "./data-parts.js";
import type { WorkspaceBase } from "./workspace-base.js";
import type { WorkspacePart } from "./workspace-part.js";

/** What programs run on. */
export interface ComputeParts {
  readonly parts: readonly WorkspacePart[];
  readonly clusters: ClusterEngine;
  readonly libraries: CommandsPart["libraries"];
}

/** Builds clusters, what they are made by, and what runs on them beside jobs. */
export function computeParts(base: WorkspaceBase, data: DataParts): ComputeParts {
  const { store, clock, identity, permissions, adminId } = base;
  const extras = computeExtras({
    store,
    clock,
    identity,
    clusters: () => clusters,
    permissions: () => permissions,
  });
  const clusters: ClusterEngine = new ClusterEngine({
    store,
    clock,
    isPrincipal: (name) => identity.isPrincipal(name),
    ...extras.ports,
    prepare: (...start) => commands.prepare(...start),
  });
  const commands = commandsPart({ ...base, ...data, clusters });
  return {
    parts: [
      clustersPart(clusters, permissions),
      computeExtrasPart(extras, clusters, permissions, adminId),
      commands,
    ],
    clusters,
    libraries: commands.libraries,
  };
}
