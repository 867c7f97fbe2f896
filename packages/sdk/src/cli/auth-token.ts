import { asJson, done } from "./command.js";
import type { Outcome, Request, Surroundings } from "./command.js";
import { quietClient } from "./client.js";

/** Prints the OAuth token that calls are sent with, in the form in which the Databricks CLI does. */
export async function token(request: Request, surroundings: Surroundings): Promise<Outcome> {
  await using quiet = quietClient(request.config, surroundings);
  const { client, signal } = quiet;
  const { config, runtime } = client;
  await config.ready({ ...runtime, signal });
  const { accessToken, tokenType, expiry } = await config.oauthToken({ ...runtime, signal });
  return done(
    asJson({
      access_token: accessToken,
      token_type: tokenType,
      ...(expiry === undefined ? {} : { expiry: new Date(expiry).toISOString() }),
    }),
  );
}
