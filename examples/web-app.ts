// Serves web-app/app.ts on PORT, 3000 by default, until Ctrl+C. OAUTH_CLIENT_ID and, if it has one,
// OAUTH_CLIENT_SECRET name the application, see custom-app.ts. Without, one is registered for the time
// being, which takes an administrator of the account.
import { once } from "node:events";
import { AccountClient, type oauth2, OAuthClient } from "databricks-sdk-ts";
import { webApp } from "./web-app/app.js";

const host = process.env["DATABRICKS_HOST"] ?? "";
const clientId = process.env["OAUTH_CLIENT_ID"];
const port = Number(process.env["PORT"] ?? 3000);
const redirectUrl = process.env["REDIRECT_URL"] ?? `http://localhost:${port}/callback`;

if (clientId) {
  await serve({ client_id: clientId, client_secret: process.env["OAUTH_CLIENT_SECRET"] });
} else {
  await using a = new AccountClient();
  const application = await a.customAppIntegration.create({
    name: "web-app example",
    redirect_urls: [redirectUrl],
    confidential: true,
    scopes: ["all-apis", "offline_access"],
  });
  try {
    await serve(application);
  } finally {
    const { integration_id = "" } = application;
    await a.customAppIntegration.delete({ integration_id });
  }
}

async function serve(application: oauth2.CreateCustomAppIntegrationOutput): Promise<void> {
  const { client_id = "", client_secret } = application;
  await using oauth = new OAuthClient({
    host,
    clientId: client_id,
    clientSecret: client_secret,
    redirectUrl,
  });
  const app = webApp(oauth);
  await app.listen({ port, host: "localhost" });
  console.log(`Open ${new URL(redirectUrl).origin}`);
  await Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]);
  await app.close();
}
