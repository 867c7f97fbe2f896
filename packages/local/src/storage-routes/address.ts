import type { Signer } from "../engines/files/index.js";
import type { RawRequest, RequestContext } from "../http/index.js";

/** What an address is for. */
export type AddressAction = "abort" | "download" | "part" | "resume";

/** What an address allows. */
export interface Claims {
  readonly action: AddressAction;
  /** `/Volumes/...` */
  readonly path: string;
  /** Milliseconds since the Unix epoch. */
  readonly expires: number;
  readonly session?: string;
  readonly part?: number;
}

/** What is wrong with an address. */
export type AddressProblem = "expired" | "forged";

/** Where presigned addresses are, before the path of the file. */
export const STORAGE_PATH = "/storage";

/** Longest time that an address is good for, in milliseconds: a week, as with AWS. */
const LONGEST_LIFE = 7 * 24 * 3_600_000;

const HOUR = 3_600_000;

/** RFC 3339, whose `+` some clients leave unencoded in queries, where it is a space. */
const TIME = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[ +-]\d\d:\d\d)$/i;

/** Which actions are asked for by which verb. */
const verbs: Readonly<Record<AddressAction, readonly string[]>> = {
  abort: ["DELETE"],
  download: ["GET"],
  part: ["PUT"],
  resume: ["PUT", "DELETE"],
};

/** An address of this server that allows what the claims say, to everybody who has it. */
export function addressFor(signer: Signer, claims: Claims, context: RequestContext): string {
  const { host, headers, workspaceId } = context;
  // Why: clients in containers and on other machines reach this one by a name of their own.
  const asked = `http://${headers["host"] ?? ""}`;
  const url = new URL(URL.canParse(asked) ? asked : host);
  url.pathname = STORAGE_PATH + claims.path.split("/").map(encodeURIComponent).join("/");
  const values = { ...claims, path: undefined, o: workspaceId };
  for (const [name, value] of Object.entries(values)) {
    if (value !== undefined) url.searchParams.set(name, String(value));
  }
  url.searchParams.set("signature", signer.sign(textOf(claims, workspaceId)));
  return url.href;
}

/** What the address of a request allows; or why it allows nothing. */
export function claimsOf(
  signer: Signer,
  { verb, values, query }: RawRequest,
  workspaceId: number,
  now: number,
): AddressProblem | Claims {
  const action = query.get("action") ?? "";
  if (!isAction(action) || !verbs[action].includes(verb)) return "forged";
  const session = query.get("session");
  const part = query.get("part");
  const claims: Claims = {
    action,
    path: values["path"] ?? "",
    expires: Number(query.get("expires")),
    ...(session !== null && { session }),
    ...(part !== null && { part: Number(part) }),
  };
  const signature = query.get("signature") ?? "";
  if (!signer.verify(textOf(claims, workspaceId), signature)) return "forged";
  return claims.expires <= now ? "expired" : claims;
}

/**
 * When an address expires for which a client named a time. One that is past, or too far, is of
 * another clock than the workspace's: it gets an hour.
 *
 * @throws RangeError when it is no time
 */
export function expiryOf(asked: unknown, now: number): number {
  if (asked === undefined || asked === null || asked === "") return now + HOUR;
  const time = typeof asked === "string" && TIME.test(asked) ? Date.parse(asked) : Number.NaN;
  if (Number.isNaN(time)) throw new RangeError(`expire_time '${asked}' is not an RFC 3339 time`);
  return time > now && time <= now + LONGEST_LIFE ? time : now + HOUR;
}

function isAction(text: string): text is AddressAction {
  return Object.hasOwn(verbs, text);
}

function textOf(claims: Claims, workspaceId: number): string {
  const { action, path, expires, session = "", part = "" } = claims;
  return JSON.stringify([workspaceId, action, path, expires, session, part]);
}
