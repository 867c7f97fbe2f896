import type { FaultRule } from "./fault.js";

type Check = readonly [ok: (value: unknown) => boolean, wanted: string];

const count: Check = [
  (value) => Number.isInteger(value) && Number(value) >= 0,
  "an integer, 0 or more",
];
const text: Check = [(value) => typeof value === "string", "text"];
const flag: Check = [(value) => typeof value === "boolean", "true or false"];

const checks: Readonly<Record<keyof FaultRule, Check>> = {
  match: [
    (value) =>
      typeof value === "string" && /^(?:\w+\.\w+\.\w+|(?:\*|[A-Za-z]+) \/\S*)$/.test(value),
    "an operation id (jobs.JobsAPI.create) or a verb and a path (GET /api/2.1/clusters/*)",
  ],
  skip: count,
  times: count,
  probability: [
    (value) => typeof value === "number" && value >= 0 && value <= 1,
    "a number from 0 to 1",
  ],
  status: [
    (value) => Number.isInteger(value) && Number(value) >= 200 && Number(value) <= 599,
    "an HTTP status from 200 to 599",
  ],
  error_code: text,
  message: text,
  headers: [
    (value) =>
      typeof value === "object" &&
      value !== null &&
      Object.values(value).every((item) => typeof item === "string"),
    "an object of header values",
  ],
  delay_ms: count,
  drop_connection: flag,
  truncate_body: count,
  drop_upload_after: count,
  html: text,
  body: text,
  after_handler: flag,
};

/** @throws RangeError naming the field that is wrong and what it must be */
export function checkRule(rule: FaultRule): void {
  if (rule.match === undefined)
    throw new RangeError(`fault rule: match is missing, ${checks.match[1]}`);
  for (const [field, value] of Object.entries(rule)) {
    const check = checks[field as keyof FaultRule] as Check | undefined;
    if (!check) {
      throw new RangeError(
        `fault rule: no field "${field}"; there are ${Object.keys(checks).join(", ")}`,
      );
    }
    if (value !== undefined && !check[0](value)) {
      throw new RangeError(`fault rule: ${field} must be ${check[1]}`);
    }
  }
  for (const field of ["html", "body"] as const) {
    if (rule[field] !== undefined && rule.status === undefined) {
      throw new RangeError(`fault rule: ${field} needs a status`);
    }
  }
  if (rule.html !== undefined && rule.body !== undefined) {
    throw new RangeError("fault rule: give html or body, not both");
  }
}
