import { redacted, redactFields, redactText } from "../internal/index.js";
import { reasonPhrase } from "./reason-phrases.js";

/** What an answer's body says about the error. */
export interface ParsedBody {
  readonly message: string;
  readonly errorCode: string;
  readonly details: readonly unknown[];
}

/** The parts of an answer that its body is read with. */
export interface ErrorAnswer {
  readonly status: number;
  readonly statusText: string;
  readonly body: string;
}

type Parser = (answer: ErrorAnswer) => ParsedBody | undefined;

const parsers: readonly Parser[] = [parseEmpty, parseJsonObject, parseCodeAndText, parseHtml];

/** Reads any body: the first form that fits, and a description of the answer if none does. */
export function parseBody(answer: ErrorAnswer): ParsedBody {
  for (const parse of parsers) {
    const parsed = parse(answer);
    if (parsed !== undefined) return parsed;
  }
  return unreadable(answer);
}

function parseEmpty({ body, status, statusText }: ErrorAnswer): ParsedBody | undefined {
  if (body.trim() !== "") return undefined;
  return { message: reasonPhrase(status, statusText), errorCode: "", details: [] };
}

/** JSON in the platform's form, in API 1.2's (`error`), in SCIM's (RFC 7644 §3.12) or OAuth's. */
function parseJsonObject({ body, status }: ErrorAnswer): ParsedBody | undefined {
  const fields = jsonObject(body);
  if (fields === undefined) return undefined;
  const details = Array.isArray(fields["details"]) ? (fields["details"] as unknown[]) : [];
  const errorCode = codeText(fields["error_code"]);
  const scim = text(fields["detail"]);
  if (scim !== "") {
    const type = text(fields["scimType"]);
    const said = scim === "null" ? "SCIM API Internal Error" : scim;
    return {
      message: type === "" ? said : `${type} ${said}`,
      errorCode: `SCIM_${codeText(fields["status"]) || status}`,
      details,
    };
  }
  const inner = isObject(fields["error"]) ? fields["error"] : undefined;
  const error = text(fields["error"]) || text(inner?.["message"]);
  const description = text(fields["error_description"]);
  return {
    message:
      [error, description].filter((part) => part !== "").join(": ") ||
      text(fields["message"]) ||
      "request failed",
    errorCode: errorCode || codeText(inner?.["code"]),
    details,
  };
}

/** Plain text such as `MALFORMED_REQUEST: vpc_endpoints must be a list`. */
function parseCodeAndText({ body }: ErrorAnswer): ParsedBody | undefined {
  const match = /^([A-Z_]+): (.*)/s.exec(body.trim());
  if (match === null) return undefined;
  const [, errorCode = "", message = ""] = match;
  return { message: message.trim(), errorCode, details: [] };
}

/** A page of a proxy or a servlet container, whose text is in `pre`, or else in `title`. */
function parseHtml({ body, status, statusText }: ErrorAnswer): ParsedBody | undefined {
  const content = elementText(body, "pre") || elementText(body, "title");
  if (content === "") return undefined;
  const errorCode = reasonPhrase(status, statusText)
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, "_");
  return { message: content, errorCode, details: [] };
}

const shownLength = 512;

function unreadable({ body, status, statusText }: ErrorAnswer): ParsedBody {
  const safe = shownBody(body);
  const shown =
    safe.length > shownLength
      ? `${safe.slice(0, shownLength)}... (${safe.length - shownLength} more characters)`
      : safe;
  return {
    message:
      `the answer with status ${status} ${reasonPhrase(status, statusText)} is in no known form; ` +
      `please report it, with this text: ${shown}`,
    errorCode: "",
    details: [],
  };
}

function shownBody(body: string): string {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === "object" ? JSON.stringify(redactFields(value)) : redacted;
  } catch {
    return redactText(body.trim());
  }
}

function jsonObject(body: string): Readonly<Record<string, unknown>> | undefined {
  if (!body.trimStart().startsWith("{")) return undefined;
  try {
    const value: unknown = JSON.parse(body);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function codeText(value: unknown): string {
  return typeof value === "number" ? String(value) : text(value);
}

function elementText(html: string, tag: "pre" | "title"): string {
  const lower = html.toLowerCase();
  const open = lower.indexOf(`<${tag}`);
  const start = open === -1 ? -1 : lower.indexOf(">", open);
  const end = start === -1 ? -1 : lower.indexOf(`</${tag}>`, start);
  if (end === -1) return "";
  return html
    .slice(start + 1, end)
    .replace(/<[^>]*>/g, "")
    .replace(/&(lt|gt|quot|#39|apos|nbsp|amp);/g, (entity) => entities[entity] ?? entity)
    .trim();
}

const entities: Readonly<Record<string, string>> = {
  "&lt;": "<",
  "&gt;": ">",
  "&quot;": '"',
  "&#39;": "'",
  "&apos;": "'",
  "&nbsp;": " ",
  "&amp;": "&",
};
