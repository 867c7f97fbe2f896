import type { AccessRequest, PermissionEngine } from "../engines/permissions/index.js";
import { WorkspaceError } from "../errors/index.js";
import type { Handler, Principal, WrapHandler } from "../http/index.js";
import type { AccessRule, AccessRules } from "./access-rules.js";

/** What rules are held against. */
export interface Access {
  readonly permissions: PermissionEngine;
  isAdmin(principalId: string): boolean;
  isEntitled(principalId: string, entitlement: string): boolean;
  /** The job that a run, or a run of a task, is of; undefined: there is no such run. */
  runOf(runId: string): { readonly jobId: string; readonly creator: string } | undefined;
}

type Fields = Readonly<Record<string, unknown>>;

/** Puts each handler behind its rule. */
export function guardBy(rules: AccessRules, access: Access): WrapHandler {
  const byService = rules as Readonly<Record<string, Readonly<Record<string, AccessRule>>>>;
  return (operation, serve) => {
    const dot = operation.lastIndexOf(".");
    const rule = byService[operation.slice(0, dot)]?.[operation.slice(dot + 1)];
    return rule ? guarded(serve, rule, access) : serve;
  };
}

/** Puts every handler behind a check, which throws for those who don't pass it. */
export function guardAll(check: (caller: Principal) => void): WrapHandler {
  return (_operation, serve) => (request, context) => {
    check(context.principal);
    return serve(request, context);
  };
}

function guarded(serve: Handler, rule: AccessRule, access: Access): Handler {
  return async (request, context) => {
    const fields = request as Fields;
    const { principal } = context;
    // Why first: once it is deleted, nobody knows its id by its name.
    const objectId = objectIn(rule, fields);
    check(rule, fields, objectId, principal, access);
    // Why the cast: what rules are about answers with an object.
    const answer = (await serve(request, context)) as Fields;
    note(rule, fields, answer, objectId, principal, access);
    return rule.shows ? visible(answer, rule.shows, principal, access) : answer;
  };
}

/** The id of the object that a request is about; undefined: it names none, or none that is there. */
function objectIn({ object, idOf }: AccessRule, request: Fields): string | undefined {
  const value = object && request[object[1]];
  if (value === undefined) return undefined;
  return idOf ? idOf(String(value)) : String(value);
}

function check(
  rule: AccessRule,
  request: Fields,
  objectId: string | undefined,
  caller: Principal,
  access: Access,
): void {
  const { id } = caller;
  if (rule.admin && !access.isAdmin(id)) throw denied(caller, "is not an administrator");
  checkEntitlement(rule, request, caller, access);
  if (rule.use) access.permissions.check(...rule.use, id);
  if (rule.object) checkObject(rule.object, request, objectId, caller, access);
  if (rule.run !== undefined) checkRun(rule.run, request, caller, access);
  if (rule.runsAs && !access.isAdmin(id)) checkRunAs(request, caller);
  // Why now: what can't be given must not leave an object behind.
  if (rule.creates) access.permissions.checkNew(rule.creates[0], listIn(request), id);
}

function listIn(request: Fields): readonly AccessRequest[] {
  return (request["access_control_list"] ?? []) as readonly AccessRequest[];
}

function checkEntitlement(
  { entitlement, unless }: AccessRule,
  request: Fields,
  caller: Principal,
  { isAdmin, isEntitled }: Access,
): void {
  if (entitlement === undefined || isAdmin(caller.id)) return;
  if (unless !== undefined && request[unless] !== undefined) return;
  if (isEntitled(caller.id, entitlement)) return;
  throw denied(caller, `does not have entitlement ${entitlement}`);
}

function checkObject(
  [kind, field, level]: NonNullable<AccessRule["object"]>,
  request: Fields,
  objectId: string | undefined,
  caller: Principal,
  { permissions, isAdmin }: Access,
): void {
  if (objectId !== undefined) permissions.check(kind, objectId, level, caller.id);
  else if (request[field] === undefined && !isAdmin(caller.id)) {
    throw denied(caller, `may not do so without ${field}`);
  }
}

function checkRun(
  level: string,
  request: Fields,
  caller: Principal,
  { permissions, runOf }: Access,
): void {
  const run = runOf(String(request["run_id"]));
  if (!run || run.creator === caller.userName) return;
  permissions.check("jobs", run.jobId, level, caller.id);
}

/** Whoever a run runs as lends it their rights. */
function checkRunAs(request: Fields, caller: Principal): void {
  const settings = (request["new_settings"] ?? request) as Fields;
  const runAs = Object.values((settings["run_as"] ?? {}) as Fields);
  const other = runAs.find((name) => name !== caller.userName);
  if (other !== undefined) throw denied(caller, `may not let a job run as ${String(other)}`);
}

/** Keeps access lists in step with what was made and deleted. */
function note(
  { creates, deletes, object }: AccessRule,
  request: Fields,
  answer: Fields,
  objectId: string | undefined,
  caller: Principal,
  { permissions }: Access,
): void {
  if (creates) {
    const [kind, field] = creates;
    permissions.created(kind, String(answer[field]), listIn(request), caller.id);
  }
  if (deletes && object && objectId !== undefined) permissions.removed(object[0], objectId);
}

function visible(
  answer: Fields,
  [list, kind, field]: NonNullable<AccessRule["shows"]>,
  caller: Principal,
  { permissions, isAdmin }: Access,
): Fields {
  const items = answer[list];
  if (!Array.isArray(items) || isAdmin(caller.id)) return answer;
  const holds = permissions.holder(caller.id);
  const seen = (items as Fields[]).filter((item) => {
    // Why: runs that were submitted are of no job; who started one sees it.
    const own = kind === "jobs" && list === "runs" && item["creator_user_name"] === caller.userName;
    return own || holds(kind, String(item[field]));
  });
  return { ...answer, [list]: seen };
}

function denied({ userName }: Principal, text: string): WorkspaceError {
  return new WorkspaceError("PERMISSION_DENIED", `User ${userName} ${text}.`);
}
