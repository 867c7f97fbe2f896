import type { OAuthContext } from "./context.js";
import { encodeBase64 } from "../internal/index.js";
import { tokenRefused } from "./read-error.js";
import { readToken } from "./read-token.js";
import { sendPatiently } from "./send-patiently.js";
import type { OAuthToken } from "./token.js";

/** How a client proves who it is at the token endpoint (RFC 6749 §2.3). */
export type ClientAuthentication = "basic" | "body" | "none";

/** A request to a token endpoint. */
export interface TokenRequest {
  /** Fields of the form; those that are `undefined` are left out. */
  readonly form: Readonly<Record<string, string | undefined>>;
  readonly clientId?: string | undefined;
  readonly clientSecret?: string | undefined;
  /** Lower-case names. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /**
   * `basic`: id and secret in the `Authorization` header; `body`: both in the form; `none`: the id,
   * if there is one, in the form, as public clients do. Default: `none`.
   */
  readonly clientAuthentication?: ClientAuthentication | undefined;
}

/**
 * Asks a token endpoint for a token ([RFC 6749 §5](https://www.rfc-editor.org/rfc/rfc6749#section-5)).
 * Repeated for up to a minute when the server is busy (429, 5xx) or does not answer.
 * Throws an {@link OAuthError} for a refusal, a `ConnectionError` when no answer came.
 */
export async function requestToken(
  endpoint: string,
  request: TokenRequest,
  context: OAuthContext,
): Promise<OAuthToken> {
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(formOf(request))) {
    if (value !== undefined) form.set(name, value);
  }
  const sent = context.clock.now();
  const answer = await sendPatiently(
    {
      method: "POST",
      url: endpoint,
      headers: {
        accept: "application/json",
        "content-type": "application/x-www-form-urlencoded",
        ...request.headers,
        ...basicHeader(request),
      },
      body: form.toString(),
    },
    context,
  );
  const about = { grantType: request.form["grant_type"], secrets: secretsOf(request) };
  if (answer.status !== 200) throw tokenRefused(endpoint, answer, about);
  return readToken(endpoint, answer, about, sent);
}

function formOf(request: TokenRequest): Readonly<Record<string, string | undefined>> {
  const { form, clientId, clientSecret, clientAuthentication = "none" } = request;
  switch (clientAuthentication) {
    case "basic":
      return form;
    case "body":
      return { ...form, client_id: clientId, client_secret: clientSecret };
    case "none":
      return { ...form, client_id: clientId };
  }
}

/** Id and secret are form-encoded before they are joined (RFC 6749 §2.3.1). */
function basicHeader(request: TokenRequest): Readonly<Record<string, string>> {
  if (request.clientAuthentication !== "basic") return {};
  const { clientId = "", clientSecret = "" } = request;
  const pair = `${formEncode(clientId)}:${formEncode(clientSecret)}`;
  return { authorization: `Basic ${encodeBase64(new TextEncoder().encode(pair))}` };
}

function formEncode(text: string): string {
  return new URLSearchParams({ "": text }).toString().slice(1);
}

/** What a server might repeat in its answer and no message may show. */
function secretsOf({ form, clientSecret }: TokenRequest): readonly string[] {
  const names = ["client_secret", "client_assertion", "assertion", "subject_token"];
  const more = ["refresh_token", "code", "code_verifier", "password"];
  return [clientSecret, ...[...names, ...more].map((name) => form[name])].filter(
    (secret) => secret !== undefined,
  );
}
