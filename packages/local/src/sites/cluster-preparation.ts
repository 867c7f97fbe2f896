import type { ClusterRecord, Preparation, Prepared } from "../engines/compute/index.js";
import type {
  ScriptLocation,
  ScriptReport,
  ScriptRun,
  ScriptRunner,
  StartingCluster,
} from "../engines/init-scripts/index.js";

/** Lets clusters run their init scripts before they run. */
export function clusterPreparation(runner: ScriptRunner): Preparation {
  return (cluster, signal) => runner.run(startingCluster(cluster), signal)?.then(preparedBy);
}

function startingCluster({ cluster_id, source, settings }: ClusterRecord): StartingCluster {
  const { spark_env_vars: variables = {} } = settings as {
    spark_env_vars?: Readonly<Record<string, string>>;
  };
  return {
    clusterId: cluster_id,
    name: settings.cluster_name ?? "",
    isJobCluster: source === "JOB",
    variables,
    scripts: (settings.init_scripts ?? []) as readonly ScriptLocation[],
  };
}

function preparedBy({ global, cluster, failure }: ScriptReport): Prepared {
  const told = (runs: readonly ScriptRun[]): object[] =>
    runs.map(({ location, ...outcome }) => ({ ...location, ...outcome }));
  return {
    initScripts: { global: told(global), cluster: told(cluster) },
    failure: failure && {
      code: failure.code,
      type: "CLIENT_ERROR",
      parameters: { databricks_error_message: failure.message },
    },
  };
}
