import { attributePath, type AttributePath } from "./attribute-path.js";
import type { Change } from "./change.js";
import type { Filter } from "./filter.js";
import { parseFilter } from "./parse-filter.js";
import { patchValues } from "./patch-values.js";
import {
  isComplex,
  withAttribute,
  type AttributeRule,
  type Resource,
  type ResourceRules,
} from "./resource.js";
import { scimError } from "./scim-error.js";

/** One change, RFC 7644 section 3.5.2. */
export interface PatchOperation {
  /** `add`, `remove` or `replace`, in any case. */
  readonly op?: string | undefined;
  readonly path?: string | undefined;
  readonly value?: unknown;
}

interface Target extends AttributePath {
  readonly filter?: Filter;
}

const OPS = ["add", "remove", "replace"] as const;

/**
 * The resource as the changes leave it, one after the other. Adding what is there and removing what
 * is not changes nothing.
 *
 * @throws WorkspaceError with the `scimType` that says what is wrong
 */
export function applyPatch(
  resource: Resource,
  operations: readonly PatchOperation[],
  rules: ResourceRules,
): Resource {
  return operations.reduce((before, { op = "", path, value }) => {
    const known = OPS.find((name) => name === op.toLowerCase());
    if (!known) throw scimError("invalidSyntax", `Invalid op '${op}': use ${OPS.join(", ")}.`);
    if (path) return change(before, known, targetOf(path), value, rules);
    return merge(before, known, value, rules);
  }, resource);
}

/** Without a path, the value says by its names what is to change. */
function merge(
  resource: Resource,
  op: Change["op"],
  value: unknown,
  rules: ResourceRules,
): Resource {
  if (op === "remove") throw scimError("noTarget", "A path is required for op remove.");
  if (!isComplex(value)) {
    throw scimError("invalidValue", `Without a path, the value of op ${op} must be an object.`);
  }
  return Object.entries(value).reduce((before, [name, item]) => {
    const target = attributePath(name);
    const rule = target && ruleOf(target.name, rules);
    // Why ignored: whole resources are sent back with attributes that are not the client's.
    if (!rule || rule.readOnly) return before;
    return change(before, op, target, item, rules);
  }, resource);
}

function change(
  resource: Resource,
  op: Change["op"],
  target: Target,
  value: unknown,
  rules: ResourceRules,
): Resource {
  const rule = ruleOf(target.name, rules);
  if (!rule) throw noSuchAttribute(target.name);
  const { name } = rule;
  if (rule.readOnly) throw scimError("mutability", `Attribute ${name} is read-only.`);
  const before = resource[name];
  if (op === "remove" && rule.strict && isEmpty(before)) throw noSuchAttribute(name);
  const { part, filter } = target;
  const wanted = { op, name, part, filter, value };
  return withAttribute(resource, name, changed(before, wanted, rule));
}

function changed(before: unknown, wanted: Change, rule: AttributeRule): unknown {
  const { op, name, part, filter, value } = wanted;
  if (rule.kind === "multiple") return patchValues(before, wanted);
  if (filter) throw scimError("invalidPath", `Attribute ${name} has no values to choose from.`);
  if (rule.kind === "complex") return patchComplex(before, wanted);
  if (part !== undefined) throw noSuchAttribute(`${name}.${part}`);
  if (op === "remove" || value === null) return undefined;
  if (rule.kind === "boolean") return booleanOf(value, name);
  if (typeof value === "string") return value;
  throw scimError("invalidValue", `Invalid value for ${name}: it must be text.`);
}

function patchComplex(before: unknown, { op, name, part, value }: Change): unknown {
  const known = isComplex(before) ? before : {};
  if (part !== undefined) {
    return withAttribute(known, part, op === "remove" ? undefined : value);
  }
  if (op === "remove") return undefined;
  if (!isComplex(value)) {
    throw scimError("invalidValue", `Invalid value for ${name}: it must be an object.`);
  }
  return op === "add" ? { ...known, ...value } : value;
}

/** Some clients send text. */
function booleanOf(value: unknown, name: string): boolean {
  const text = String(value).toLowerCase();
  if (text === "true" || text === "false") return text === "true";
  throw scimError("invalidValue", `Invalid value for ${name}: it must be true or false.`);
}

/** `members`, `name.givenName`, `members[value eq "1"]`, `emails[type eq "work"].value` */
function targetOf(path: string): Target {
  const open = path.indexOf("[");
  const close = path.lastIndexOf("]");
  const simple = attributePath(path);
  if (simple) return simple;
  // What is around the brackets is a path of its own.
  const around = open < 0 ? undefined : attributePath(path.slice(0, open) + path.slice(close + 1));
  const inPlace = open > 0 && open < close && attributePath(path.slice(0, open));
  if (!around || !inPlace || inPlace.part !== undefined || inPlace.name !== around.name) {
    throw scimError("invalidPath", `Invalid path: ${path}`);
  }
  return { ...around, filter: parseFilter(path.slice(open + 1, close)) };
}

function ruleOf(
  name: string,
  rules: ResourceRules,
): (AttributeRule & { readonly name: string }) | undefined {
  const found = Object.entries(rules).find(([known]) => known.toLowerCase() === name);
  return found && { ...found[1], name: found[0] };
}

function isEmpty(value: unknown): boolean {
  return value === undefined || (Array.isArray(value) && value.length === 0);
}

function noSuchAttribute(name: string): Error {
  const text = `No such attribute with the name : ${name} in the current resource`;
  return scimError("invalidPath", text);
}
