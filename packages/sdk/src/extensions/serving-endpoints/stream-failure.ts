import { type ApiError, apiErrorFrom } from "../../errors/index.js";
import type { ServerSentEvent } from "../streams/index.js";

/** Where a stream comes from, for the errors in it. */
export interface StreamOrigin {
  /** The path that was asked for. */
  readonly path: string;
  /** Headers of the answer, names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * The error that an event of a stream reports, in the platform's form or in OpenAI's; `undefined` for
 * any other event. Its status is the one that the event names, else 500: that of the answer was 200,
 * as it was sent when all went well still.
 */
export function streamFailure(
  { event, data }: ServerSentEvent,
  value: unknown,
  { path, headers }: StreamOrigin,
): ApiError | undefined {
  const fields = isObject(value) ? value : {};
  const { error, error_code } = fields;
  const isError = event === "error" || isObject(error) || isText(error) || isText(error_code);
  if (!isError) return undefined;
  const status = statusIn(fields) ?? (isObject(error) ? statusIn(error) : undefined) ?? 500;
  return apiErrorFrom({
    status,
    statusText: "",
    headers,
    body: data,
    method: "POST",
    path,
    attempts: 1,
  });
}

function statusIn({ status_code, status, code }: Fields): number | undefined {
  return [status_code, status, code].map(Number).find((number) => number >= 400 && number <= 599);
}

function isObject(value: unknown): value is Fields {
  return typeof value === "object" && value !== null;
}

function isText(value: unknown): boolean {
  return typeof value === "string" && value !== "";
}
