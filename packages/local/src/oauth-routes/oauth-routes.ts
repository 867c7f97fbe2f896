import type { OAuthEngine } from "../engines/oauth/index.js";
import { Reply, type RawRoute } from "../http/index.js";
import { Authorize, type ConsentOptions } from "./authorize.js";
import { discoveryDocument } from "./discovery-document.js";
import { BASES, realmOf } from "./realm.js";
import { issueToken, revokeToken } from "./token.js";

/** The endpoints of the OAuth server, for workspaces and for the account. */
export function oauthRoutes(engine: OAuthEngine, options: ConsentOptions): readonly RawRoute[] {
  const authorize = new Authorize(engine, options);
  return [...BASES.flatMap((base) => endpoints(base, engine, authorize)), introspection];
}

function endpoints(base: string, engine: OAuthEngine, authorize: Authorize): readonly RawRoute[] {
  const discovery: RawRoute["handle"] = (request, context) =>
    discoveryDocument(realmOf(request, context));
  return [
    open("GET", `${base}/.well-known/oauth-authorization-server`, discovery),
    open("GET", `${base}/.well-known/openid-configuration`, discovery),
    open("GET", `${base}/jwks.json`, async (request, context) => {
      realmOf(request, context);
      return new Reply(200, await engine.jwks(), { "cache-control": "max-age=300" });
    }),
    open("GET", `${base}/v1/authorize`, (request, context) => authorize.show(request, context)),
    open("POST", `${base}/v1/authorize`, (request, context) => authorize.decide(request, context)),
    open("POST", `${base}/v1/token`, (request, context) => issueToken(engine, request, context)),
    open("POST", `${base}/v1/revoke`, (request, context) => revokeToken(engine, request, context)),
  ];
}

/** Where a token is good: what the official CLI asks after a sign-in. */
const introspection: RawRoute = {
  verb: "GET",
  path: "/api/2.0/tokens/introspect",
  handle: (_request, { accountId, workspaceId }) => ({
    principal_context: {
      authentication_scope: { account_id: accountId, workspace_id: workspaceId },
    },
  }),
};

function open(verb: string, path: string, handle: RawRoute["handle"]): RawRoute {
  return { verb, path, public: true, handle };
}
