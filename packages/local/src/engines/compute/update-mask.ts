import { SPEC_FIELDS, type ClusterSpec } from "./cluster-spec.js";
import { invalid } from "./validate-spec.js";

/**
 * The spec after an update: what `mask` names is taken from `body`, or cleared if `body` has no
 * such field; all else stays. `*` replaces the spec.
 *
 * @throws WorkspaceError `INVALID_PARAMETER_VALUE` when the mask names what it cannot
 */
export function applyMask(spec: ClusterSpec, body: ClusterSpec, mask: string): ClusterSpec {
  if (mask === "*") return body;
  const result: Record<string, unknown> = { ...spec };
  for (const path of pathsOf(mask)) {
    const [name = "", part] = path.split(".");
    const value = (body as Readonly<Record<string, unknown>>)[name];
    if (part === undefined) assign(result, name, value);
    else assign(result, name, withPart(result[name], part, value));
  }
  return result;
}

function pathsOf(mask: string): string[] {
  if (mask === "") throw invalid("update_mask must name the fields to update, or be *.");
  if (/\s/.test(mask)) {
    throw invalid(`Invalid update_mask "${mask}": separate field names by commas, without spaces.`);
  }
  const paths = mask.split(",");
  for (const path of paths) checkPath(path);
  return paths;
}

function checkPath(path: string): void {
  const [name = "", part, ...deeper] = path.split(".");
  if (!Object.hasOwn(SPEC_FIELDS, name)) {
    throw invalid(`Invalid update_mask: a cluster has no field "${name}".`);
  }
  if (part === undefined) return;
  const parts = SPEC_FIELDS[name];
  if (!parts || deeper.length > 0) {
    throw invalid(`Invalid update_mask: "${name}" can only be updated as a whole, not "${path}".`);
  }
  if (!parts.includes(part)) {
    throw invalid(`Invalid update_mask: "${name}" has no field "${part}".`);
  }
}

function withPart(message: unknown, part: string, body: unknown): unknown {
  const result: Record<string, unknown> = { ...(message as object | undefined) };
  const value = (body as Readonly<Record<string, unknown>> | undefined)?.[part];
  if (value === undefined || value === null) delete result[part];
  else result[part] = value;
  return Object.keys(result).length > 0 ? result : undefined;
}

function assign(spec: Record<string, unknown>, name: string, value: unknown): void {
  if (value === undefined || value === null) {
    delete spec[name];
    return;
  }
  spec[name] = value;
  // Why: a cluster has one kind of size; giving one takes the other away.
  if (name === "num_workers") delete spec["autoscale"];
  if (name === "autoscale") delete spec["num_workers"];
}
