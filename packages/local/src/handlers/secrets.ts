import type * as wire from "databricks-sdk-ts/workspace";
import type { Handlers } from "../contract/index.js";
import type { Permission, SecretsEngine } from "../engines/secrets/index.js";
import { WorkspaceError } from "../errors/index.js";
import { decodeBase64 } from "./decode-base64.js";

/** Serves `workspace.SecretsAPI`. */
export function secretsHandlers(engine: SecretsEngine): Handlers["workspace.SecretsAPI"] {
  return {
    createScope: (request, { principal }) => {
      const { scope, initial_manage_principal: initialManager, scope_backend_type } = request;
      engine.createScope({ scope, initialManager, backend: scope_backend_type }, principal);
    },
    deleteScope: ({ scope }, { principal }) => engine.deleteScope(scope, principal),
    listScopes: () => {
      const scopes = engine.scopes().map((name) => ({ name, backend_type: "DATABRICKS" }));
      return scopes.length === 0 ? {} : { scopes };
    },
    putSecret: (request, { principal }) =>
      engine.putSecret(request.scope, request.key, valueOf(request), principal),
    getSecret: ({ scope, key }, { principal }) => {
      const value = engine.getSecret(scope, key, principal);
      return { key, value: Buffer.from(value).toString("base64") };
    },
    listSecrets: ({ scope }, { principal }) => {
      const secrets = engine.secrets(scope, principal).map(({ key, updated }) => {
        return { key, last_updated_timestamp: updated };
      });
      return secrets.length === 0 ? {} : { secrets };
    },
    deleteSecret: ({ scope, key }, { principal }) => engine.deleteSecret(scope, key, principal),
    putAcl: ({ scope, principal, permission }, { principal: caller }) =>
      // Why the cast: the contract lets no other values through.
      engine.putAcl(scope, { principal, permission: permission as Permission }, caller),
    getAcl: ({ scope, principal }, { principal: caller }) => ({
      ...engine.getAcl(scope, principal, caller),
    }),
    listAcls: ({ scope }, { principal: caller }) => {
      const items = engine.acls(scope, caller).map((item) => ({ ...item }));
      return items.length === 0 ? {} : { items };
    },
    deleteAcl: ({ scope, principal }, { principal: caller }) =>
      engine.deleteAcl(scope, principal, caller),
  };
}

function valueOf({ string_value: text, bytes_value: bytes }: wire.PutSecret): Uint8Array {
  if (text !== undefined && bytes === undefined) return Buffer.from(text);
  if (bytes !== undefined && text === undefined) return decodeBase64("bytes_value", bytes);
  const what = "string_value, bytes_value: give exactly one of them.";
  throw new WorkspaceError("MALFORMED_REQUEST", what);
}
