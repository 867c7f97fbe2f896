import { clientCredentials, OAuthError } from "../../oauth/index.js";
import type { ClientCredentialsRequest, OAuthContext, OAuthToken } from "../../oauth/index.js";

/** What Entra is asked for. */
export interface EntraRequest extends Pick<
  ClientCredentialsRequest,
  "clientId" | "clientSecret" | "clientAuthentication"
> {
  /** Where Entra is, with its closing slash. */
  readonly login: string;
  readonly tenant: string;
  /** What the token is for, an application id or a URL. */
  readonly resource: string;
  /** Further fields of the form. */
  readonly form?: Readonly<Record<string, string>>;
}

/**
 * Gets a token from Entra's token endpoint, version 1, which takes a `resource`.
 * Throws an {@link OAuthError} that says which attribute to check.
 */
export async function entraToken(
  { login, tenant, resource, form, ...client }: EntraRequest,
  context: OAuthContext,
): Promise<OAuthToken> {
  const endpoint = `${login}${encodeURIComponent(tenant)}/oauth2/token`;
  try {
    return await clientCredentials(endpoint, { ...client, form: { resource, ...form } }, context);
  } catch (error) {
    throw error instanceof OAuthError ? explained(error) : error;
  }
}

/** What to do about Entra's codes. */
const advice: readonly (readonly [code: string, text: string])[] = [
  [
    "AADSTS7000215",
    "azureClientSecret (ARM_CLIENT_SECRET) is wrong: it takes the value, not the id",
  ],
  ["AADSTS7000222", "azureClientSecret (ARM_CLIENT_SECRET) has expired: create another in Entra"],
  ["AADSTS700016", "check azureClientId (ARM_CLIENT_ID): the tenant has no such application"],
  ["AADSTS90002", "check azureTenantId (ARM_TENANT_ID): there is no such tenant"],
  ["AADSTS900023", "check azureTenantId (ARM_TENANT_ID): it is no tenant's id or domain"],
  ["AADSTS70021", "the application's federated credential is for another issuer or subject"],
  [
    "AADSTS500011",
    "check azureEnvironment (ARM_ENVIRONMENT): Databricks is not known to this tenant",
  ],
];

function explained(error: OAuthError): OAuthError {
  const { error: code, errorDescription, endpoint, status, message } = error;
  const known = advice.find(([each]) => errorDescription?.includes(each) === true)?.[1];
  const page = "check azureTenantId (ARM_TENANT_ID) and azureEnvironment (ARM_ENVIRONMENT)";
  const text = known ?? (code === "invalid_response" ? page : undefined);
  if (text === undefined) return error;
  const init = { error: code, errorDescription, endpoint, status };
  return new OAuthError(`${message}; ${text}`, init);
}
