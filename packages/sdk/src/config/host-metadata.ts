import type { AuthContext } from "../auth/index.js";
import { combineSignals, parseJson } from "../internal/index.js";

/** What a host tells about itself, without credentials. Ids are text, whatever the JSON had. */
export interface HostMetadata {
  readonly oidcEndpoint?: string;
  readonly accountId?: string;
  readonly workspaceId?: string;
  readonly cloud?: string;
  /** Audience for ID tokens. */
  readonly audience?: string;
}

const path = "/.well-known/databricks-config";
const timeoutMilliseconds = 5_000;

/**
 * Asks a host what it is: `GET /.well-known/databricks-config`, without credentials. Rejects when
 * there is no readable answer within five seconds.
 */
export async function fetchHostMetadata(
  host: string,
  { transport, clock }: AuthContext,
): Promise<HostMetadata> {
  const deadline = combineSignals({
    timeout: {
      clock,
      milliseconds: timeoutMilliseconds,
      reason: () => new Error(`no answer within ${timeoutMilliseconds} ms`),
    },
  });
  try {
    const response = await transport.send({
      method: "GET",
      url: `${host}${path}`,
      headers: { accept: "application/json" },
      ...(deadline.signal === undefined ? {} : { signal: deadline.signal }),
    });
    if (response.status !== 200) {
      await response.discard();
      throw new Error(`HTTP status ${response.status}`);
    }
    return readMetadata(parseJson(await response.text()));
  } finally {
    deadline.dispose();
  }
}

function readMetadata(json: unknown): HostMetadata {
  if (typeof json !== "object" || json === null) throw new Error("the answer is no JSON object");
  const fields = json as Record<string, unknown>;
  const audiences = fields["token_federation_default_oidc_audiences"];
  const found = {
    oidcEndpoint: asText(fields["oidc_endpoint"]),
    accountId: asText(fields["account_id"]),
    workspaceId: asText(fields["workspace_id"]),
    cloud: asText(fields["cloud"]),
    audience: Array.isArray(audiences) ? asText(audiences[0]) : undefined,
  };
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined));
}

function asText(value: unknown): string | undefined {
  if (typeof value === "number" || typeof value === "bigint") return String(value);
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** What the metadata says of attributes, and a warning when a part of it is of no use. */
export interface MetadataValues {
  readonly values: Readonly<
    Partial<
      Record<"accountId" | "workspaceId" | "cloud" | "discoveryUrl" | "tokenAudience", string>
    >
  >;
  readonly warning?: string;
}

/** Derives attributes from metadata. `accountId` is the one that is configured already, if any. */
export function metadataValues(metadata: HostMetadata, accountId?: string): MetadataValues {
  const { oidcEndpoint, workspaceId, cloud } = metadata;
  const account = accountId ?? metadata.accountId;
  const unfilled = oidcEndpoint?.includes("{account_id}") === true && account === undefined;
  const endpoint = oidcEndpoint?.replaceAll("{account_id}", account ?? "").replace(/\/+$/, "");
  const audience = metadata.audience ?? (workspaceId === undefined ? account : undefined);
  const values = {
    accountId: metadata.accountId,
    workspaceId,
    cloud,
    discoveryUrl:
      endpoint === undefined || unfilled
        ? undefined
        : `${endpoint}/.well-known/oauth-authorization-server`,
    tokenAudience: audience,
  };
  return {
    values: Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)),
    ...(unfilled
      ? { warning: "the host's OAuth address needs an accountId, which is not set" }
      : {}),
  };
}
