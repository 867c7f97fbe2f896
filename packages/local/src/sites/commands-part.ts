import type { Clock } from "../clock/index.js";
import { CommandEngine, Mounts } from "../engines/commands/index.js";
import type { ClusterEngine, Preparation } from "../engines/compute/index.js";
import type { IdentityEngine } from "../engines/identity/index.js";
import { GlobalScripts, ScriptRunner } from "../engines/init-scripts/index.js";
import { LibraryEngine } from "../engines/libraries/index.js";
import { commandExecutionHandlers } from "../handlers/command-execution.js";
import { globalInitScriptsHandlers } from "../handlers/global-init-scripts.js";
import { librariesHandlers } from "../handlers/libraries.js";
import type { PythonKit } from "../python/index.js";
import type { Store } from "../state/index.js";
import type { AccessRule, AccessRules } from "./access-rules.js";
import { clusterPreparation } from "./cluster-preparation.js";
import type { DataParts } from "./data-parts.js";
import { mountRoutes } from "./mount-routes.js";
import type { WorkspacePart } from "./workspace-part.js";

/** What a workspace's commands are run with. */
export interface CommandsSurroundings {
  readonly workspaceId: number;
  /** The workspace's own. */
  readonly store: Store;
  readonly clock: Clock;
  /** A folder of that name of the workspace's own; without one nothing is kept. */
  readonly folder: (name: string) => { readonly folder?: string };
  readonly identity: IdentityEngine;
  readonly clusters: ClusterEngine;
  readonly kit: PythonKit;
  /** The Python interpreter; undefined: `python3`. */
  readonly python: string | undefined;
  /** Where a file lies on this machine: `/Volumes/...`, `/Workspace/...`, `dbfs:/...`. */
  readonly locate: (path: string) => string | undefined;
  readonly access: DataParts["access"];
}

/** Commands, libraries and init scripts: what runs on the clusters of a workspace beside jobs. */
export interface CommandsPart extends WorkspacePart {
  readonly libraries: LibraryEngine;
  /** Runs init scripts; for the clusters' engine. */
  readonly prepare: Preparation;
}

const ADMIN: AccessRule = { admin: true };

/** Builds them. */
export function commandsPart(surroundings: CommandsSurroundings): CommandsPart {
  const { store, clock, folder, identity, clusters, kit, locate } = surroundings;
  const libraries = new LibraryEngine({
    store,
    clock,
    kit,
    locate,
    clusters: watched(clusters),
    ...folder("environments"),
    ...(surroundings.python !== undefined && { python: surroundings.python }),
  });
  const commands = commandEngine(surroundings, libraries);
  const scripts = new GlobalScripts(store, clock);
  const runner = new ScriptRunner({ scripts, kit, locate });
  return {
    libraries,
    prepare: clusterPreparation(runner),
    handlers: {
      "compute.CommandExecutionAPI": commandExecutionHandlers(commands),
      "compute.GlobalInitScriptsAPI": globalInitScriptsHandlers(scripts),
      "compute.LibrariesAPI": librariesHandlers(libraries),
    },
    rawRoutes: mountRoutes(new Mounts(store), (id) => identity.isAdmin(id)),
    rules: RULES,
    close: async () => {
      await Promise.all([commands.close(), runner.close()]);
      await libraries.close();
    },
  };
}

function commandEngine(
  { workspaceId, access, clusters, kit }: CommandsSurroundings,
  libraries: LibraryEngine,
): CommandEngine {
  return new CommandEngine({
    kit,
    workspaceId,
    clusters: {
      ...watched(clusters),
      hold: (id) => clusters.hold(id),
      variables: (id) => variablesOf(clusters, id),
    },
    python: (id) => libraries.environment(id),
    grantAccess: ({ userName, contextId }) => access(userName, `execution context ${contextId}`),
  });
}

function watched(clusters: ClusterEngine): Pick<ClusterEngine, "state" | "watch"> {
  return { state: (id) => clusters.state(id), watch: (listener) => clusters.watch(listener) };
}

const attach: AccessRule = { object: ["clusters", "clusterId", "CAN_ATTACH_TO"] };

const RULES: AccessRules = {
  "compute.CommandExecutionAPI": { create: attach, execute: attach },
  "compute.GlobalInitScriptsAPI": {
    create: ADMIN,
    delete: ADMIN,
    get: ADMIN,
    list: ADMIN,
    update: ADMIN,
  },
  "compute.LibrariesAPI": {
    install: { object: ["clusters", "cluster_id", "CAN_MANAGE"] },
    uninstall: { object: ["clusters", "cluster_id", "CAN_MANAGE"] },
    clusterStatus: { object: ["clusters", "cluster_id", "CAN_ATTACH_TO"] },
    allClusterStatuses: { shows: ["statuses", "clusters", "cluster_id"] },
  },
};

/** The variables that a cluster's definition sets. */
function variablesOf(clusters: ClusterEngine, id: string): Readonly<Record<string, string>> {
  const record = clusters.records().find(({ cluster_id }) => cluster_id === id);
  const { spark_env_vars: variables = {} } = (record?.settings ?? {}) as {
    spark_env_vars?: Readonly<Record<string, string>>;
  };
  return variables;
}
