import type { IdentityEngine } from "../engines/identity/index.js";
import type { HandlerSet, RawRoute, WrapHandler } from "../http/index.js";
import { mergeRules } from "./access-rules.js";
import { computeParts } from "./compute-parts.js";
import { dataParts } from "./data-parts.js";
import { guardBy } from "./guard-handlers.js";
import { identityPart } from "./identity-part.js";
import { jobsPart } from "./jobs-part.js";
import { objectsPort } from "./objects-port.js";
import { servingPart } from "./serving-part.js";
import { settingsPart } from "./settings-part.js";
import { workspaceBase, type WorkspaceSurroundings } from "./workspace-base.js";
import type { WorkspacePart } from "./workspace-part.js";

/** The engines of one workspace and the handlers on top of them. */
export interface WorkspaceParts {
  readonly identity: IdentityEngine;
  readonly handlers: readonly HandlerSet[];
  readonly rawRoutes: readonly RawRoute[];
  /** Lets those call them who have the rights for it. */
  readonly guard: WrapHandler;
  /** Ends processes and removes what is temporary. */
  close(): Promise<void>;
}

/**
 * Builds the engines of one workspace and connects their ports. What others need comes first in the
 * list of parts, because it is closed last.
 */
export function workspaceParts(surroundings: WorkspaceSurroundings): WorkspaceParts {
  const objects = objectsPort(
    () => jobs.jobs,
    () => parts,
  );
  const base = workspaceBase(surroundings, objects);
  const { identity, permissions } = base;
  const data = dataParts(base);
  const compute = computeParts(base, data);
  const jobs = jobsPart(base, data, compute);
  const parts: readonly WorkspacePart[] = [
    identityPart(identity, permissions, base.oauth, base.workspaceId),
    settingsPart(base.store, base.clock),
    ...data.parts,
    ...compute.parts,
    servingPart(base),
    jobs,
  ];
  return {
    identity,
    handlers: parts.map(({ handlers }) => handlers),
    rawRoutes: parts.flatMap(({ rawRoutes = [] }) => rawRoutes),
    guard: guardBy(mergeRules(parts.map(({ rules = {} }) => rules)), {
      permissions,
      isAdmin: (id) => identity.isAdmin(id),
      isEntitled: (id, name) => identity.isEntitled(id, name),
      runOf: objects.runOf,
    }),
    close: async () => {
      // The last first: programs end before the files go that they work on.
      for (const part of parts.toReversed()) await part.close?.();
    },
  };
}
