import { ResourceDoesNotExist } from "./api-errors.js";
import type { ApiErrorClass } from "./mapping.js";

/** Where the platform's code is known to say less than its text. */
interface Override {
  readonly path: RegExp;
  readonly message: RegExp;
}

// All of them: GET, status 400 and INVALID_PARAMETER_VALUE for a resource that isn't there.
const missingResources: readonly Override[] = [
  { path: /^\/api\/2\.\d+\/clusters\/get$/, message: /Cluster .* does not exist/ },
  { path: /^\/api\/2\.\d+\/jobs\/get$/, message: /Job .* does not exist/ },
  {
    path: /^\/api\/2\.\d+\/jobs\/runs\/get$/,
    message: /Run .* does not exist|Run: .* in job: .* doesn't exist/,
  },
];

/** The class that an answer really means, or `undefined` to go by its code and status. */
export function overriddenClass(answer: {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly errorCode: string;
  readonly message: string;
}): ApiErrorClass | undefined {
  if (answer.method !== "GET" || answer.status !== 400) return undefined;
  if (answer.errorCode !== "INVALID_PARAMETER_VALUE") return undefined;
  const missing = missingResources.some(
    ({ path, message }) => path.test(answer.path) && message.test(answer.message),
  );
  return missing ? ResourceDoesNotExist : undefined;
}
