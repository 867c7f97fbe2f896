import { WorkspaceError } from "../../errors/index.js";
import type { ClusterSpec } from "./cluster-spec.js";
import { nodeType } from "./node-types.js";
import { isSparkVersion } from "./spark-versions.js";

/** What a spec's check has to know. */
export interface ValidationContext {
  /** Put before field names that the texts give by path, e.g. `settings.cluster_spec.new_cluster`. */
  readonly path?: string | undefined;
}

const CALLER_ERROR = { reason: "CM_API_ERROR_SOURCE_CALLER_ERROR", domain: "databricks.com" };
const LEAST_IDLE_MINUTES = 10;
const MOST_IDLE_MINUTES = 10_000;
const MOST_TAGS = 45;
const MOST_INIT_SCRIPTS = 10;
const MOST_SSH_KEYS = 10;

/** Where an init script may be; each script names exactly one. */
const SCRIPT_PLACES = ["abfss", "dbfs", "file", "gcs", "s3", "volumes", "workspace"];

/**
 * Checks a spec, once policy and pool have had their say.
 *
 * @throws WorkspaceError `INVALID_PARAMETER_VALUE`, naming the field
 */
export function validateSpec(spec: ClusterSpec, context: ValidationContext = {}): void {
  checkRuntime(spec);
  checkNodes(spec);
  checkSize(spec, context.path ?? "");
  checkSingleNode(spec);
  checkAutotermination(spec);
  checkTags(spec);
  checkExtras(spec);
}

/** The error of a field that the caller has to change. */
export function invalid(message: string): WorkspaceError {
  return new WorkspaceError("INVALID_PARAMETER_VALUE", message);
}

/** The error of a field that the caller has to give. */
export function missing(field: string): WorkspaceError {
  return new WorkspaceError(
    "INVALID_PARAMETER_VALUE",
    `Missing required field '${field}'`,
    CALLER_ERROR,
  );
}

function checkRuntime(spec: ClusterSpec): void {
  if (!spec.spark_version) throw missing("spark_version");
  if (isSparkVersion(spec.spark_version)) return;
  throw invalid(
    `Invalid spark version ${spec.spark_version}: it is not among those of clusters/spark-versions.`,
  );
}

function checkNodes(spec: ClusterSpec): void {
  if (!spec.node_type_id && !spec.instance_pool_id) throw missing("node_type_id");
  for (const id of [spec.node_type_id, spec.driver_node_type_id]) {
    if (id === undefined || nodeType(id)) continue;
    throw invalid(
      `Node type ${id} is not supported: it is not among those of clusters/list-node-types.`,
    );
  }
}

function checkSize(spec: ClusterSpec, path: string): void {
  const { autoscale, num_workers: workers } = spec;
  if (!autoscale && workers === undefined && !spec.is_single_node) {
    throw invalid(`Missing required field: ${path ? `${path}.size` : "size"}`);
  }
  if (workers !== undefined && !isCount(workers)) {
    throw invalid(`Invalid num_workers ${workers}: it must be a whole number of at least 0.`);
  }
  if (autoscale) checkAutoscale(autoscale);
}

function checkAutoscale(autoscale: NonNullable<ClusterSpec["autoscale"]>): void {
  const { min_workers: least, max_workers: most } = autoscale;
  if (least === undefined) throw missing("autoscale.min_workers");
  if (most === undefined) throw missing("autoscale.max_workers");
  if (!isCount(least)) {
    throw invalid(
      `Invalid autoscale.min_workers ${least}: it must be a whole number of at least 0.`,
    );
  }
  if (!isCount(most) || most < 1) {
    throw invalid(
      `Invalid autoscale.max_workers ${most}: it must be a whole number of at least 1.`,
    );
  }
  if (least > most) {
    throw invalid(
      `Invalid autoscale: min_workers ${least} must not be greater than max_workers ${most}.`,
    );
  }
}

/** A single node has no workers, runs Spark in itself, and says so in a tag. */
function checkSingleNode(spec: ClusterSpec): void {
  if (spec.is_single_node && spec.kind !== "CLASSIC_PREVIEW") {
    throw invalid("is_single_node can only be used with kind CLASSIC_PREVIEW.");
  }
  if (spec.use_ml_runtime && spec.kind !== "CLASSIC_PREVIEW") {
    throw invalid("use_ml_runtime can only be used with kind CLASSIC_PREVIEW.");
  }
  const conf = spec.spark_conf ?? {};
  const profile = conf["spark.databricks.cluster.profile"] === "singleNode";
  if (!profile && !spec.is_single_node) return;
  if (spec.autoscale || (spec.num_workers ?? 0) > 0) {
    throw invalid("A single node cluster has no workers: set num_workers to 0, without autoscale.");
  }
  if (spec.is_single_node) return;
  if (!conf["spark.master"]?.startsWith("local[")) {
    throw invalid('A single node cluster needs spark_conf {"spark.master": "local[*]"}.');
  }
  if (spec.custom_tags?.["ResourceClass"] !== "SingleNode") {
    throw invalid('A single node cluster needs custom_tags {"ResourceClass": "SingleNode"}.');
  }
}

function checkAutotermination(spec: ClusterSpec): void {
  const minutes = spec.autotermination_minutes;
  if (minutes === undefined || minutes === 0) return;
  if (isCount(minutes) && minutes >= LEAST_IDLE_MINUTES && minutes <= MOST_IDLE_MINUTES) return;
  throw invalid(
    `Invalid autotermination_minutes ${minutes}: it must be 0 (never) or between ` +
      `${LEAST_IDLE_MINUTES} and ${MOST_IDLE_MINUTES}.`,
  );
}

function checkTags(spec: ClusterSpec): void {
  const tags = Object.entries(spec.custom_tags ?? {});
  if (tags.length > MOST_TAGS) {
    throw invalid(`Too many custom_tags: ${tags.length}; at most ${MOST_TAGS} are allowed.`);
  }
  for (const [key, value] of tags) {
    if (key.length < 1 || key.length > 127) {
      throw invalid(`Invalid key in custom_tags: "${key}" must have 1 to 127 characters.`);
    }
    if (value.length > 255) {
      throw invalid(`Invalid custom_tags.${key}: its value must have at most 255 characters.`);
    }
  }
}

function checkExtras(spec: ClusterSpec): void {
  if (spec.docker_image && !spec.docker_image.url) throw missing("docker_image.url");
  if ((spec.ssh_public_keys?.length ?? 0) > MOST_SSH_KEYS) {
    throw invalid(`Too many ssh_public_keys: at most ${MOST_SSH_KEYS} are allowed.`);
  }
  const scripts = spec.init_scripts ?? [];
  if (scripts.length > MOST_INIT_SCRIPTS) {
    throw invalid(`Too many init_scripts: at most ${MOST_INIT_SCRIPTS} are allowed.`);
  }
  for (const [index, script] of scripts.entries()) {
    if (Object.keys(script).filter((place) => SCRIPT_PLACES.includes(place)).length === 1) continue;
    throw invalid(`init_scripts[${index}] must name one of ${SCRIPT_PLACES.join(", ")}.`);
  }
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}
