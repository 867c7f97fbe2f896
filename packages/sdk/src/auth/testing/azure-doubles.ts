import { demand, Double, Mismatch, type DoubleAnswer, type DoubleRequest } from "./double.js";
import type { Mint } from "./minted.js";

/** Who is known to the Azure doubles. */
export const azureIdentity = {
  tenantId: "11111111-2222-3333-4444-555555555555",
  clientId: "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee",
  clientSecret: "azure-double-secret",
  resourceId:
    "/subscriptions/22222222-3333-4444-5555-666666666666/resourceGroups/rg" +
    "/providers/Microsoft.Databricks/workspaces/double",
  workspaceUrl: "adb-123456789012345.6.azuredatabricks.net",
} as const;

const ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/**
 * Entra's token endpoint: `POST /{tenant}/oauth2/token` with `grant_type=client_credentials`,
 * `client_id`, `resource`, and `client_secret` or a `client_assertion`, all in the form.
 */
export function startEntra(mint: Mint): Promise<Double> {
  return Double.start((double) => ({
    answer: (request) => {
      const { form } = request;
      demand("method", request.method, "POST");
      demand("path", request.path, `/${azureIdentity.tenantId}/oauth2/token`);
      demand("header authorization", request.headers["authorization"], undefined);
      demand("grant_type", form["grant_type"], "client_credentials");
      demand("client_id", form["client_id"], azureIdentity.clientId);
      if (!form["resource"]) throw new Mismatch("resource is missing");
      if (!form["client_assertion"]) return checkSecret(form["client_secret"], double, mint, form);
      demand("client_assertion_type", form["client_assertion_type"], ASSERTION_TYPE);
      demand("client_secret", form["client_secret"], undefined);
      return entraToken(double, mint, form["resource"]);
    },
    refuse: entraRefusal,
  }));
}

function checkSecret(
  secret: string | undefined,
  double: Double,
  mint: Mint,
  form: DoubleRequest["form"],
): DoubleAnswer {
  if (secret === undefined) throw new Mismatch("client_secret and client_assertion are missing");
  if (secret !== azureIdentity.clientSecret) return entraRefusal();
  return entraToken(double, mint, form["resource"] ?? "");
}

function entraToken(double: Double, mint: Mint, resource: string): DoubleAnswer {
  const lifetime = double.lifetime(3599);
  return {
    body: {
      token_type: "Bearer",
      // Why text: so does this version of Entra's endpoint.
      expires_in: String(Math.max(0, lifetime)),
      expires_on: String(mint.seconds(lifetime)),
      resource,
      access_token: mint.jwt({ aud: resource, appid: azureIdentity.clientId }, lifetime),
    },
  };
}

function entraRefusal(): DoubleAnswer {
  return {
    status: 401,
    body: {
      error: "invalid_client",
      error_description: "AADSTS7000215: the client secret is not valid.",
      error_codes: [7000215],
    },
  };
}

/**
 * The managed identity endpoint of an Azure machine:
 * `GET /metadata/identity/oauth2/token?api-version=2018-02-01&resource=..` with `Metadata: true`.
 */
export function startManagedIdentity(mint: Mint): Promise<Double> {
  return Double.start((double) => ({
    answer: ({ method, path, headers, query }) => {
      demand("method", method, "GET");
      demand("path", path, "/metadata/identity/oauth2/token");
      demand("header metadata", headers["metadata"], "true");
      demand("api-version", query["api-version"], "2018-02-01");
      const { resource, client_id: clientId } = query;
      if (!resource) throw new Mismatch("resource is missing");
      const lifetime = double.lifetime(86_399);
      return {
        body: {
          access_token: mint.jwt({ aud: resource, appid: clientId ?? "system" }, lifetime),
          client_id: clientId ?? "system",
          expires_in: String(Math.max(0, lifetime)),
          expires_on: String(mint.seconds(lifetime)),
          resource,
          token_type: "Bearer",
        },
      };
    },
    refuse: () => ({
      status: 400,
      body: { error: "invalid_request", error_description: "Identity not found" },
    }),
  }));
}

/** Azure's resource manager: `GET {resource id}?api-version=2018-04-01` with a bearer token. */
export function startResourceManager(): Promise<Double> {
  return Double.start(() => ({
    answer: ({ method, path, headers, query }) => {
      demand("method", method, "GET");
      demand("path", path, azureIdentity.resourceId);
      demand("api-version", query["api-version"], "2018-04-01");
      if (!headers["authorization"]?.startsWith("Bearer ")) throw new Mismatch("no bearer token");
      return {
        body: {
          id: azureIdentity.resourceId,
          properties: { workspaceUrl: azureIdentity.workspaceUrl },
        },
      };
    },
    refuse: () => ({
      status: 403,
      body: { error: { code: "AuthorizationFailed", message: "no access to this resource" } },
    }),
  }));
}
