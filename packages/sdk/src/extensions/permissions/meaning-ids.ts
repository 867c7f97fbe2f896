import { ApiError, isNotFound } from "../../errors/index.js";
import type { GetPermissionRequest } from "../../services/iam/index.gen.js";

/**
 * Objects are named by their ids, also those that have a name or a path everywhere else: where the
 * service does not find what looks like one of these, the error says what to give in its place.
 */
export async function meaningIds<T>(object: GetPermissionRequest, call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    const hint = isNotFound(error) ? hintFor(object) : undefined;
    if (hint === undefined || !(error instanceof ApiError)) throw error;
    const Same = error.constructor as typeof ApiError;
    throw new Same(`${error.message} ${hint}`, { ...error, cause: error });
  }
}

function hintFor(object: GetPermissionRequest): string | undefined {
  const { request_object_type: type, request_object_id: id } = object;
  if (id.startsWith("/")) {
    return "request_object_id is the id, not the path: see workspace.getStatus, and repos.list for repos.";
  }
  if (type !== "serving-endpoints" || /^[0-9a-f]{32}$/.test(id)) return undefined;
  return "request_object_id is the endpoint's id, not its name: see servingEndpoints.get.";
}
