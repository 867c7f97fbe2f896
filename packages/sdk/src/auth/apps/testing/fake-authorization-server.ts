import { createHash } from "node:crypto";
import { FakeClock } from "../../../http/testing/fake-clock.js";
import { RecordingTransport } from "../../../oauth/testing/recording-transport.js";

/** The host that a {@link FakeAuthorizationServer} stands for. */
export const host = "https://w.example.com";

interface Granted {
  readonly challenge: string;
  readonly redirectUrl: string;
  readonly clientId: string;
}

/**
 * An authorization server behind a recording transport: PKCE checked, codes good for one time,
 * refresh tokens replaced by each use. Its user is a function.
 */
export class FakeAuthorizationServer {
  readonly clock: FakeClock = new FakeClock(() => true);
  readonly transport: RecordingTransport = new RecordingTransport((request) => {
    if (request.url.endsWith("/.well-known/oauth-authorization-server")) {
      const place = `${host}/oidc/v1`;
      return {
        body: { authorization_endpoint: `${place}/authorize`, token_endpoint: `${place}/token` },
      };
    }
    if (!request.url.endsWith("/token")) return { status: 404 };
    return this.#token(new URLSearchParams(String(request.body)));
  });
  /** Seconds that an access token lives. */
  life = 3600;
  /** The refresh token that is good. */
  refreshToken: string | undefined;
  readonly #codes = new Map<string, Granted>();
  #issued = 0;
  #codesMade = 0;

  /** What the user's browser would bring back: consent is given. */
  consent(authorizationUrl: string): URL {
    const asked = new URL(authorizationUrl).searchParams;
    const code = `code-${++this.#codesMade}`;
    this.#codes.set(code, {
      challenge: asked.get("code_challenge") ?? "",
      redirectUrl: asked.get("redirect_uri") ?? "",
      clientId: asked.get("client_id") ?? "",
    });
    const back = new URL(asked.get("redirect_uri") ?? "");
    back.searchParams.set("code", code);
    back.searchParams.set("state", asked.get("state") ?? "");
    return back;
  }

  /** The forms that the token endpoint got. */
  get forms(): Record<string, string>[] {
    return this.transport.sent
      .filter(({ url }) => url.endsWith("/token"))
      .map(({ body }) => Object.fromEntries(new URLSearchParams(String(body))));
  }

  #token(form: URLSearchParams) {
    const error =
      form.get("grant_type") === "refresh_token" ? this.#renew(form) : this.#redeem(form);
    if (error !== undefined) return { status: 400, body: { error, error_description: "no" } };
    this.#issued += 1;
    this.refreshToken = `refresh-${this.#issued}`;
    return {
      body: {
        access_token: `access-${this.#issued}`,
        token_type: "Bearer",
        expires_in: this.life,
        refresh_token: this.refreshToken,
      },
    };
  }

  #renew(form: URLSearchParams): string | undefined {
    return form.get("refresh_token") === this.refreshToken ? undefined : "invalid_grant";
  }

  #redeem(form: URLSearchParams): string | undefined {
    const granted = this.#codes.get(form.get("code") ?? "");
    this.#codes.delete(form.get("code") ?? "");
    const hash = createHash("sha256")
      .update(form.get("code_verifier") ?? "")
      .digest("base64url");
    const fits =
      granted?.challenge === hash &&
      granted.redirectUrl === form.get("redirect_uri") &&
      granted.clientId === form.get("client_id");
    return fits ? undefined : "invalid_grant";
  }
}
