import {
  OAuthError,
  Parameters,
  returnUrl,
  type AuthorizationRequest,
  type OAuthEngine,
  type OAuthPrincipal,
  type Return,
} from "../engines/oauth/index.js";
import { Reply, type RawRequest, type RequestContext } from "../http/index.js";
import { consentPage } from "./consent-page.js";
import { csrfCookie, csrfToken, isOwnForm } from "./csrf.js";
import { errorPage } from "./page.js";
import { realmOf } from "./realm.js";

/** How users are asked. */
export interface ConsentOptions {
  /** Whom to sign in without asking: a user name, or `true` for the first user. Default: asks. */
  readonly autoApprove: boolean | string;
}

/**
 * Signs a user in without asking, for this request: a user name, or `true`. A header, because no page
 * can make a browser send one with a link.
 */
const APPROVE_HEADER = "x-databricks-local-auto-approve";

/** The authorization endpoint (RFC 6749 section 3.1). */
export class Authorize {
  readonly #engine: OAuthEngine;
  readonly #options: ConsentOptions;

  constructor(engine: OAuthEngine, options: ConsentOptions) {
    this.#engine = engine;
    this.#options = options;
  }

  /** Shows the consent page, or answers for the user. */
  show(raw: RawRequest, context: RequestContext): Reply {
    realmOf(raw, context);
    return this.#validated(raw, (request) => {
      const hint = raw.query.get("login_hint") ?? undefined;
      const approve = raw.headers[APPROVE_HEADER] ?? this.#options.autoApprove;
      if (approve !== false && approve !== "false") {
        return this.#approve(raw, request, this.#named(nameIn(approve) ?? hint));
      }
      const csrf = csrfToken(raw.headers["cookie"]);
      const chosen = this.#named(hint)?.id;
      const users = this.#engine.users();
      return consentPage({ request, users, chosen, csrf, cookie: csrfCookie(csrf) });
    });
  }

  /** Does what the user decided on the consent page. */
  async decide(raw: RawRequest, context: RequestContext): Promise<Reply> {
    realmOf(raw, context);
    const form = new URLSearchParams(await raw.text());
    if (!isOwnForm(raw.headers["cookie"], form.get("csrf") ?? "")) {
      return errorPage(403, "The form was not filled in on the page of this server.");
    }
    return this.#validated(raw, (request) => {
      if (form.get("decision") !== "allow") throw denied();
      const id = form.get("user");
      const user = this.#engine.users().find((one) => one.id === id);
      return this.#approve(raw, request, user);
    });
  }

  #validated(raw: RawRequest, answer: (request: AuthorizationRequest) => Reply): Reply {
    const { authorization } = this.#engine;
    const parameters = new Parameters(raw.query);
    let back: Return;
    try {
      back = authorization.returnOf(parameters);
    } catch (error) {
      if (error instanceof OAuthError) return errorPage(400, error.message);
      throw error;
    }
    try {
      return answer(authorization.requestOf(parameters, back));
    } catch (error) {
      if (!(error instanceof OAuthError)) throw error;
      const { code, message } = error;
      return redirect(raw, returnUrl(back, { error: code, error_description: message }));
    }
  }

  #approve(
    raw: RawRequest,
    request: AuthorizationRequest,
    user: OAuthPrincipal | undefined,
  ): Reply {
    if (!user) throw new OAuthError("access_denied", "There is no such user to sign in");
    const code = this.#engine.authorization.createCode(request, user.id);
    return redirect(raw, returnUrl(request, { code }));
  }

  /** The user of that name; without a name, the first one. */
  #named(name: string | undefined): OAuthPrincipal | undefined {
    const users = this.#engine.users();
    if (name === undefined) return users[0];
    return users.find(({ userName }) => userName === name.toLowerCase());
  }
}

function nameIn(approve: boolean | string): string | undefined {
  return typeof approve === "string" && approve !== "true" ? approve : undefined;
}

function denied(): OAuthError {
  return new OAuthError("access_denied", "The user did not let the application in");
}

/** After a form 303: whatever the browser sent here, it gets what is there (RFC 9700 section 4.12). */
function redirect({ verb }: RawRequest, location: string): Reply {
  const status = verb === "POST" ? 303 : 302;
  return new Reply(status, undefined, { location, "cache-control": "no-store" });
}
