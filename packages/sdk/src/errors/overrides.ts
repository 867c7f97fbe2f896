import { ResourceDoesNotExist } from "./api-errors.js";
import type { ApiErrorClass } from "./mapping.js";

/** Where the platform's code is known to say less than its text. */
interface Override {
  /** The paths of one kind of resource; `/get` reads it. */
  readonly path: RegExp;
  readonly message: RegExp;
}

/** What is looked at of an answer. */
export interface Refusal {
  readonly path: string;
  readonly status: number;
  readonly errorCode: string;
  readonly message: string;
}

// All of them: status 400 and INVALID_PARAMETER_VALUE for a resource that isn't there.
const missingResources: readonly Override[] = [
  { path: /^\/api\/2\.\d+\/clusters\/[\w-]+$/, message: /Cluster .* does not exist/ },
  { path: /^\/api\/2\.\d+\/jobs\/[\w-]+$/, message: /Job .* does not exist/ },
  {
    path: /^\/api\/2\.\d+\/jobs\/runs\/[\w-]+$/,
    message: /Run .* does not exist|Run: .* in job: .* doesn't exist/,
  },
];

/** Whether a request, to read or to change, was refused as its cluster, job or run isn't there. */
export function tellsOfMissing({ path, status, errorCode, message }: Refusal): boolean {
  if (status !== 400 || errorCode !== "INVALID_PARAMETER_VALUE") return false;
  return missingResources.some((one) => one.path.test(path) && one.message.test(message));
}

/** The class that an answer really means, or `undefined` to go by its code and status. */
export function overriddenClass(
  answer: Refusal & { readonly method: string },
): ApiErrorClass | undefined {
  const reads = answer.method === "GET" && answer.path.endsWith("/get");
  return reads && tellsOfMissing(answer) ? ResourceDoesNotExist : undefined;
}
