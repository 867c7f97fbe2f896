import { azureIdentity } from "./azure-doubles.js";
import { demand, Double, Mismatch, type DoubleAnswer, type DoubleRequest } from "./double.js";
import type { Mint } from "./minted.js";

/** Who is known to the Databricks double. */
export const databricksIdentity = {
  accountId: "99999999-8888-7777-6666-555555555555",
  clientId: "12345678-1234-1234-1234-123456789012",
  clientSecret: `dose${"0123456789abcdef".repeat(2)}`,
  code: "authorization-code",
  refreshToken: "refresh-token",
} as const;

const EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";

/**
 * The part of a Databricks host that signing in touches: `/.well-known/databricks-config`, discovery,
 * `/aad/auth`, and `POST /oidc/v1/token` (or `/oidc/accounts/{id}/v1/token`) for the grants
 * `client_credentials` (Basic), `authorization_code`, `refresh_token` and token exchange.
 */
export function startDatabricks(mint: Mint): Promise<Double> {
  return Double.start((double) => ({
    answer: (request) => {
      const { path, method } = request;
      const account = `/oidc/accounts/${databricksIdentity.accountId}`;
      if (path === "/.well-known/databricks-config") return { body: hostMetadata(double.url) };
      if (path === "/aad/auth") return toEntra();
      for (const base of ["/oidc", account]) {
        if (path === `${base}/.well-known/oauth-authorization-server`) {
          return { body: endpoints(double.url + base) };
        }
        if (path === `${base}/v1/token` && method === "POST") return token(double, mint, request);
      }
      return { status: 404, body: { error_code: "ENDPOINT_NOT_FOUND", message: "no such path" } };
    },
    refuse: () => oauthError(401, "invalid_client", "Client authentication failed"),
  }));
}

function hostMetadata(url: string): object {
  return {
    oidc_endpoint: `${url}/oidc`,
    account_id: databricksIdentity.accountId,
    workspace_id: "123456789012345",
    cloud: "AWS",
    host_type: "workspace",
  };
}

function endpoints(issuer: string): object {
  return {
    issuer,
    authorization_endpoint: `${issuer}/v1/authorize`,
    token_endpoint: `${issuer}/v1/token`,
  };
}

function toEntra(): DoubleAnswer {
  const { tenantId } = azureIdentity;
  const location = `https://login.microsoftonline.com/${tenantId}/oauth2/authorize?client_id=x`;
  return { status: 302, headers: { location } };
}

function token(double: Double, mint: Mint, { form, headers }: DoubleRequest): DoubleAnswer {
  const { clientId, clientSecret, code, refreshToken } = databricksIdentity;
  const grant = form["grant_type"];
  switch (grant) {
    case "client_credentials": {
      const basic = Buffer.from(`${clientId}:${clientSecret}`).toString("base64");
      if (headers["authorization"] === undefined) throw new Mismatch("no Basic authorization");
      if (headers["authorization"] === `Basic ${basic}`) break;
      return oauthError(401, "invalid_client", "Client authentication failed");
    }
    case EXCHANGE:
      demand("subject_token_type", form["subject_token_type"], tokenTypeOf(form["subject_token"]));
      demand("header authorization", headers["authorization"], undefined);
      break;
    case "authorization_code":
      demand("code", form["code"], code);
      if (!form["code_verifier"]) throw new Mismatch("code_verifier is missing");
      if (!form["redirect_uri"]) throw new Mismatch("redirect_uri is missing");
      break;
    case "refresh_token":
      if (form["refresh_token"] === refreshToken) break;
      return oauthError(400, "invalid_grant", "Refresh token is invalid");
    default:
      return oauthError(400, "unsupported_grant_type", `grant_type ${grant} is not known`);
  }
  return issued(double, mint, form);
}

function tokenTypeOf(token = ""): string {
  return token.startsWith("dapi")
    ? "urn:databricks:params:oauth:token-type:personal-access-token"
    : "urn:ietf:params:oauth:token-type:jwt";
}

function issued(double: Double, mint: Mint, form: DoubleRequest["form"]): DoubleAnswer {
  const lifetime = double.lifetime(3600);
  const scope = form["scope"] ?? "all-apis";
  const user = form["grant_type"] === "authorization_code" || "refresh_token" in form;
  const claims = { iss: `${double.url}/oidc`, sub: form["client_id"] ?? "double", scope };
  return {
    body: {
      access_token: mint.jwt(claims, lifetime),
      token_type: "Bearer",
      expires_in: Math.max(0, lifetime),
      scope,
      ...(user && { refresh_token: databricksIdentity.refreshToken }),
    },
  };
}

function oauthError(status: number, error: string, error_description: string): DoubleAnswer {
  return { status, body: { error, error_description } };
}

/**
 * The metadata service beside a program: `GET /metadata/token` with `X-Databricks-Metadata-Version: 1`
 * and `X-Databricks-Host`.
 */
export function startMetadataService(mint: Mint): Promise<Double> {
  return Double.start((double) => ({
    answer: ({ method, path, headers }) => {
      demand("method", method, "GET");
      demand("path", path, "/metadata/token");
      demand("header x-databricks-metadata-version", headers["x-databricks-metadata-version"], "1");
      const host = headers["x-databricks-host"];
      if (!host) throw new Mismatch("header x-databricks-host is missing");
      const lifetime = double.lifetime(3600);
      return {
        body: {
          access_token: mint.jwt({ aud: host }, lifetime),
          token_type: "Bearer",
          expires_on: mint.seconds(lifetime),
        },
      };
    },
    refuse: () => ({ status: 404, body: "Not found" }),
  }));
}
