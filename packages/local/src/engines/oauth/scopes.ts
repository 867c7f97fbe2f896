import { OAuthError } from "./oauth-error.js";

/** Opens every operation. */
export const ALL_APIS = "all-apis";
/** Asks for a refresh token (OpenID Connect Core section 11). */
export const OFFLINE_ACCESS = "offline_access";
/** Asks for an ID token (OpenID Connect Core section 3.1.2.1). */
export const OPENID = "openid";

/** The one operation that every token may call: asking who one is. */
const ME = "iam.CurrentUserAPI.me";

/** Scopes by API package, where they are not called like it. */
const byPackage: Readonly<Record<string, string>> = {
  agentbricks: "custom-llms",
  aisearch: "vector-search",
  catalog: "unity-catalog",
  compute: "clusters",
  iam: "access-management",
  iamv2: "access-management",
  ml: "mlflow",
  oauth2: "authentication",
  serving: "model-serving",
  settingsv2: "settings",
  vectorsearch: "vector-search",
};

/** Scopes by service, where a package has more than one. */
const byService: Readonly<Record<string, string>> = {
  "compute.CommandExecutionAPI": "command-execution",
  "compute.GlobalInitScriptsAPI": "global-init-scripts",
  "compute.InstancePoolsAPI": "instance-pools",
  "compute.InstanceProfilesAPI": "instance-profiles",
  "compute.LibrariesAPI": "libraries",
  "dashboards.GenieAPI": "genie",
  "iam.AccountGroupsAPI": "scim",
  "iam.AccountGroupsV2API": "scim",
  "iam.AccountServicePrincipalsAPI": "scim",
  "iam.AccountServicePrincipalsV2API": "scim",
  "iam.AccountUsersAPI": "scim",
  "iam.AccountUsersV2API": "scim",
  "iam.GroupsAPI": "scim",
  "iam.GroupsV2API": "scim",
  "iam.ServicePrincipalsAPI": "scim",
  "iam.ServicePrincipalsV2API": "scim",
  "iam.UsersAPI": "scim",
  "iam.UsersV2API": "scim",
  "settings.TokenManagementAPI": "authentication",
  "settings.TokensAPI": "authentication",
  "sql.AlertsAPI": "alerts",
  "sql.AlertsV2API": "alerts",
  "workspace.SecretsAPI": "secrets",
};

/** The scopes of packages that are called like their package. */
const others =
  "apps billing bundle bundledeployments cleanrooms dashboards database dataclassification dataquality " +
  "disasterrecovery environments files jobs knowledgeassistants marketplace networking pipelines " +
  "postgres provisioning qualitymonitorv2 settings sharing sql supervisoragents tags workspace";

/** Every scope that can be asked for. */
export const knownScopes: ReadonlySet<string> = new Set([
  ALL_APIS,
  OFFLINE_ACCESS,
  OPENID,
  "profile",
  "email",
  ...[...Object.values(byPackage), ...Object.values(byService), ...others.split(" ")].sort(),
]);

/** The scope, beside `all-apis`, that opens an operation such as `jobs.JobsAPI.create`. */
export function scopeOf(operation: string): string {
  const [name = "", service = ""] = operation.split(".");
  return byService[`${name}.${service}`] ?? byPackage[name] ?? name;
}

/** Whether a token of these scopes may call an operation. */
export function permits(scopes: readonly string[], operation: string): boolean {
  return scopes.includes(ALL_APIS) || operation === ME || scopes.includes(scopeOf(operation));
}

/**
 * The scopes that a client asks for (RFC 6749 section 3.3), each once.
 *
 * @param allowed what the client may ask for
 * @param implied what it gets when it asks for nothing
 * @throws OAuthError `invalid_scope`
 */
export function chosenScopes(
  asked: string | undefined,
  allowed: ReadonlySet<string>,
  implied: readonly string[],
): readonly string[] {
  const scopes = [...new Set((asked ?? "").split(" ").filter((scope) => scope !== ""))];
  const refused = scopes.find((scope) => !allowed.has(scope));
  if (refused !== undefined) {
    const known = knownScopes.has(refused);
    const why = known ? "is not granted to this client" : "does not exist";
    throw new OAuthError("invalid_scope", `Scope '${refused}' ${why}`);
  }
  return scopes.length > 0 ? scopes : implied;
}
