import type { CreateServicePrincipalSecretResponse } from "databricks-sdk-ts/oauth2";
import type { ServingEndpointDetailed } from "databricks-sdk-ts/serving";
import { describe, expect } from "vitest";
import { proof, type Proof } from "../testing/proof.js";

describe("the data plane", () => {
  proof(
    ["serving.ServingEndpointsAPI.create"],
    "takes tokens that were asked for with the endpoint's details, and no others",
    async (p) => {
      const config = { served_entities: [{ entity_name: "a.b.c", entity_version: "1" }] };
      const make = async (name: string): Promise<ServingEndpointDetailed> => {
        const path = `/api/2.0/serving-endpoints/${name}`;
        const body = { name, config, route_optimized: true };
        await p.call("POST", "/api/2.0/serving-endpoints", body);
        await p.call("GET", path);
        return p.call<ServingEndpointDetailed>("GET", path);
      };
      const [fast, other] = [await make("fast"), await make("other")];
      const { endpoint_url: url = "", authorization_details: details = "" } =
        fast.data_plane_info?.query_info ?? {};
      expect(fast.endpoint_url).toBe(url);
      const own = await signIn(p);
      const query = async (token: string): Promise<unknown> => {
        const response = await fetch(url, {
          method: "POST",
          headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
          body: JSON.stringify({ inputs: [7] }),
        });
        return response.ok ? response.json() : response.status;
      };
      expect(await query(await narrowed(p, own, details))).toEqual({ predictions: [7] });
      const otherDetails = other.data_plane_info?.query_info?.authorization_details ?? "";
      expect(await query(await narrowed(p, own, otherDetails))).toBe(403);
      expect(await query(own)).toBe(403);
      expect(await query(p.workspace.token)).toBe(401);
      expect(await query("nobody")).toBe(401);
      const grant = { access_control_list: [] };
      await p.call("PUT", `/api/2.0/permissions/serving-endpoints/${fast.id}`, grant);
      expect(await query(await narrowed(p, own, details))).toBe(403);
    },
  );
});

/** An access token of a service principal that may query the endpoints of the workspace. */
async function signIn({ call, workspace }: Proof): Promise<string> {
  const schemas = ["urn:ietf:params:scim:schemas:core:2.0:ServicePrincipal"];
  const body = { schemas, displayName: "robot" };
  const robot = await call<{ id: string; applicationId: string }>(
    "POST",
    "/api/2.0/preview/scim/v2/ServicePrincipals",
    body,
  );
  const path = `/api/2.0/accounts/servicePrincipals/${robot.id}/credentials/secrets`;
  const { secret = "" } = await call<CreateServicePrincipalSecretResponse>("POST", path, {});
  const { id } = await call<{ id: string }>("GET", "/api/2.0/serving-endpoints/fast");
  await call("PATCH", `/api/2.0/permissions/serving-endpoints/${id}`, {
    access_control_list: [
      { service_principal_name: robot.applicationId, permission_level: "CAN_QUERY" },
    ],
  });
  return token(workspace.host, {
    grant_type: "client_credentials",
    scope: "all-apis",
    client_id: robot.applicationId,
    client_secret: secret,
  });
}

function narrowed({ workspace }: Proof, assertion: string, details: string): Promise<string> {
  return token(workspace.host, {
    grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer",
    authorization_details: details,
    assertion,
  });
}

async function token(host: string, form: Record<string, string>): Promise<string> {
  const body = new URLSearchParams(form);
  const response = await fetch(`${host}/oidc/v1/token`, { method: "POST", body });
  return ((await response.json()) as { access_token: string }).access_token;
}
