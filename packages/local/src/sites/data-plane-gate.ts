import type { IdentityEngine, Principal } from "../engines/identity/index.js";
import type { OAuthEngine } from "../engines/oauth/index.js";
import { WorkspaceError } from "../errors/index.js";

const QUERY = "serving.ServingEndpointsAPI.query";

/** What a token must be limited to, to query an endpoint on the data plane (RFC 9396). */
export function detailsFor(endpointId: string): object {
  return {
    type: "workspace_permission",
    object_type: "serving-endpoints",
    object_path: pathOf(endpointId),
    actions: ["query_inference_endpoint"],
  };
}

/**
 * Who queries an endpoint on the data plane: the bearer of an OAuth token that was asked for with the
 * endpoint's `authorization_details`.
 *
 * @throws WorkspaceError `UNAUTHENTICATED` or `PERMISSION_DENIED`
 */
export function admitToDataPlane(
  authorization: string | undefined,
  endpointId: string,
  { oauth, identity }: { readonly oauth: OAuthEngine; readonly identity: IdentityEngine },
): Principal {
  const [, token = ""] = /^bearer +(\S+)$/i.exec(authorization ?? "") ?? [];
  const bearer = oauth.authenticate(token, QUERY);
  if (!bearer) {
    const text =
      "The data plane takes OAuth tokens that were asked for with authorization_details.";
    throw new WorkspaceError("UNAUTHENTICATED", text);
  }
  const details = oauth.authorizationDetails(token);
  const isFor = Array.isArray(details) && details.some((detail) => opens(detail, endpointId));
  const principal = isFor ? identity.admits(bearer.id) : undefined;
  if (principal) return principal;
  const text = `The access token of ${bearer.userName} is not for ${pathOf(endpointId)}.`;
  throw new WorkspaceError("PERMISSION_DENIED", text);
}

function opens(detail: unknown, endpointId: string): boolean {
  const { object_path: path } = (detail ?? {}) as { readonly object_path?: unknown };
  return path === pathOf(endpointId);
}

function pathOf(endpointId: string): string {
  return `/serving-endpoints/${endpointId}`;
}
