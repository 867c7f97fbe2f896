// Keeps a secret, lets another group read it, and reads it back.
import { ResourceAlreadyExists, WorkspaceClient } from "databricks-sdk-ts";

await using w = new WorkspaceClient();
const scope = "examples";
await w.secrets.createScope({ scope }).catch((error: unknown) => {
  if (!(error instanceof ResourceAlreadyExists)) throw error;
});
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
