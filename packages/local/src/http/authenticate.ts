import type { IncomingHttpHeaders } from "node:http";
import { WorkspaceError } from "../errors/index.js";
import type { Principal } from "./context.js";

/** What a client showed to prove who it is. */
export type Credential =
  | { readonly kind: "token"; readonly token: string }
  | { readonly kind: "basic"; readonly user: string; readonly password: string };

/** Decides whose credential it is; undefined: nobody's, or not any more. */
export type Authenticate = (credential: Credential) => Principal | undefined;

/**
 * Who makes a request.
 *
 * @throws WorkspaceError UNAUTHENTICATED without a credential, PERMISSION_DENIED with a bad one
 */
export function principalOf(headers: IncomingHttpHeaders, authenticate: Authenticate): Principal {
  const credential = credentialIn(headers.authorization);
  if (!credential) {
    const text = "Credential was not sent or was of an unsupported type for this API.";
    throw new WorkspaceError("UNAUTHENTICATED", text);
  }
  const principal = authenticate(credential);
  if (principal) return principal;
  throw new WorkspaceError("PERMISSION_DENIED", "Invalid access token.");
}

function credentialIn(authorization = ""): Credential | undefined {
  const [, scheme = "", value = ""] = /^(\w+) +(\S+)$/.exec(authorization.trim()) ?? [];
  switch (scheme.toLowerCase()) {
    case "bearer":
      return { kind: "token", token: value };
    case "basic":
      return basic(Buffer.from(value, "base64").toString("utf8"));
    default:
      return undefined;
  }
}

/** RFC 7617. User name `token` carries a token as its password. */
function basic(pair: string): Credential | undefined {
  const colon = pair.indexOf(":");
  if (colon < 0) return undefined;
  const user = pair.slice(0, colon);
  const password = pair.slice(colon + 1);
  return user === "token" ? { kind: "token", token: password } : { kind: "basic", user, password };
}
