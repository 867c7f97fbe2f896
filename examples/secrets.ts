// Keeps a secret in a scope of its own, lets a group read it, reads it back, and cleans up.
import { WorkspaceClient } from "databricks-sdk-ts";

await using w = new WorkspaceClient();
const scope = `example-${Date.now().toString(36)}`;
await w.secrets.createScope({ scope });
try {
  await w.secrets.putSecret({ scope, key: "api-key", string_value: "not for everybody" });
  await w.secrets.putAcl({ scope, principal: "users", permission: "READ" });
  for await (const { key } of w.secrets.listSecrets({ scope })) console.log(`There is ${key}`);
  for await (const { principal, permission } of w.secrets.listAcls({ scope })) {
    console.log(`${principal} may ${permission}`);
  }
  const value = await w.dbutils.secrets.get(scope, "api-key");
  console.log(`It has ${value.length} characters`);
} finally {
  await w.secrets.deleteScope({ scope });
}
