// A service principal with an OAuth secret, made through the API, and a program that signs in as it.
import { OAuthError, WorkspaceClient } from "databricks-sdk-ts";

await using w = new WorkspaceClient();

const robot = await w.servicePrincipals.create({
  displayName: `example-${Date.now().toString(36)}`,
});
const service_principal_id = robot.id ?? "";
try {
  const { secret, id = "" } = await w.servicePrincipalSecretsProxy.create({ service_principal_id });

  // In a program of its own: DATABRICKS_HOST, DATABRICKS_CLIENT_ID and DATABRICKS_CLIENT_SECRET.
  const as = { host: w.config.host, clientId: robot.applicationId, clientSecret: secret };
  await using program = new WorkspaceClient({ ...as, env: {} });
  const me = await program.currentUser.me();
  console.log(`${me.displayName} signed in by ${program.config.authType}`);

  await w.servicePrincipalSecretsProxy.delete({ service_principal_id, secret_id: id });
  await using late = new WorkspaceClient({ ...as, authType: "oauth-m2m", env: {} });
  await late.currentUser.me().catch((error: unknown) => {
    if (error instanceof OAuthError) console.log(`without the secret: ${error.error}`);
    else throw error;
  });
} finally {
  await w.servicePrincipals.delete({ id: service_principal_id });
}
