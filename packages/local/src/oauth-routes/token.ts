import {
  OAuthError,
  Parameters,
  type BasicCredentials,
  type OAuthEngine,
} from "../engines/oauth/index.js";
import { Reply, type RawRequest, type RequestContext } from "../http/index.js";
import { realmOf } from "./realm.js";

/** No token may be kept by anything between server and client (RFC 6749 section 5.1). */
const uncached = { "cache-control": "no-store", pragma: "no-cache" } as const;

/** The token endpoint (RFC 6749 section 3.2). */
export async function issueToken(
  engine: OAuthEngine,
  raw: RawRequest,
  context: RequestContext,
): Promise<Reply> {
  const realm = realmOf(raw, context);
  return answer(raw, async () => {
    const { parameters, basic } = await readForm(raw);
    return new Reply(200, await engine.token({ parameters, basic, realm }), uncached);
  });
}

/** The revocation endpoint (RFC 7009). */
export async function revokeToken(
  engine: OAuthEngine,
  raw: RawRequest,
  context: RequestContext,
): Promise<Reply> {
  realmOf(raw, context);
  return answer(raw, async () => {
    engine.revoke(await readForm(raw));
    return new Reply(200, undefined, uncached);
  });
}

async function answer({ headers }: RawRequest, work: () => Promise<Reply>): Promise<Reply> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error;
    const { status, code, message } = error;
    const body = { error: code, error_description: message };
    // Why: a client that tried the header is told which kind of header (RFC 6749 section 5.2).
    const challenged = status === 401 && headers["authorization"] !== undefined;
    const challenge = challenged ? { "www-authenticate": 'Basic realm="oidc"' } : {};
    return new Reply(status, body, { ...uncached, ...challenge });
  }
}

interface Form {
  readonly parameters: Parameters;
  readonly basic: BasicCredentials | undefined;
}

async function readForm(raw: RawRequest): Promise<Form> {
  const type = raw.headers["content-type"] ?? "";
  if (!type.toLowerCase().startsWith("application/x-www-form-urlencoded")) {
    const text = "The body must be a form: application/x-www-form-urlencoded";
    throw new OAuthError("invalid_request", text);
  }
  const parameters = new Parameters(new URLSearchParams(await raw.text()));
  return { parameters, basic: basicIn(raw.headers["authorization"]) };
}

function basicIn(authorization = ""): BasicCredentials | undefined {
  const [, encoded] = /^basic +(\S+)$/i.exec(authorization.trim()) ?? [];
  if (encoded === undefined) return undefined;
  const pair = Buffer.from(encoded, "base64").toString("utf8");
  const colon = pair.indexOf(":");
  return { clientId: pair.slice(0, Math.max(0, colon)), clientSecret: pair.slice(colon + 1) };
}
