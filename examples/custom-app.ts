// Registers an application of your own with the account, so that it can sign users in, see web-app.ts.
import { AccountClient } from "databricks-sdk-ts";

await using a = new AccountClient();

const created = await a.customAppIntegration.create({
  name: `example-${Date.now().toString(36)}`,
  redirect_urls: ["https://app.example.com/callback"],
  confidential: true,
  scopes: ["all-apis", "offline_access"],
  token_access_policy: { access_token_ttl_in_minutes: 60, refresh_token_ttl_in_minutes: 10_080 },
});
const integration_id = created.integration_id ?? "";
try {
  console.log(`client id ${created.client_id}`);
  console.log(
    `client secret ${created.client_secret === undefined ? "none" : "shown once: keep it"}`,
  );

  await a.customAppIntegration.update({
    integration_id,
    redirect_urls: ["https://app.example.com/callback", "http://localhost:3000/callback"],
  });
  const { name, redirect_urls } = await a.customAppIntegration.get({ integration_id });
  console.log(`${name} may send users back to ${redirect_urls?.join(" and ")}`);
} finally {
  await a.customAppIntegration.delete({ integration_id });
}
