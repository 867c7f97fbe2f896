import type { AuthorizationRequest, OAuthPrincipal } from "../engines/oauth/index.js";
import type { Reply } from "../http/index.js";
import { html, type Html } from "./html.js";
import { pageReply } from "./page.js";

/** What the consent page shows. */
export interface ConsentPage {
  readonly request: AuthorizationRequest;
  readonly users: readonly OAuthPrincipal[];
  /** SCIM id of the user who is chosen at first. */
  readonly chosen: string | undefined;
  /** The token that comes back with the form, and in a cookie. */
  readonly csrf: string;
  readonly cookie: string;
}

/** What scopes mean, in words. */
const meanings: ReadonlyMap<string, string> = new Map([
  ["all-apis", "Do everything that you can do through the API"],
  ["offline_access", "Stay signed in until you revoke it"],
  ["openid", "Know who you are"],
  ["profile", "Know your name"],
  ["email", "Know your e-mail address"],
]);

/** The page on which a user lets an application in, or not. */
export function consentPage({ request, users, chosen, csrf, cookie }: ConsentPage): Reply {
  const { client, redirectUri, scopes } = request;
  const { host, origin, protocol } = new URL(redirectUri);
  return pageReply({
    status: 200,
    title: `Sign in to ${client.name}`,
    // Why: custom schemes have no origin.
    leadsTo: origin === "null" ? protocol : origin,
    headers: { "set-cookie": cookie },
    body: html`<h1>Let ${client.name} use this workspace?</h1>
      <p>You will be sent back to <strong>${host}</strong>.</p>
      <form method="post">
        <input type="hidden" name="csrf" value="${csrf}" />
        <h2 id="scopes">It asks to</h2>
        <ul aria-labelledby="scopes">
          ${scopes.map(scopeItem)}
        </ul>
        <label for="user">Sign in as</label>
        <select id="user" name="user">
          ${users.map((user) => option(user, user.id === chosen))}
        </select>
        <div class="answers">
          <button type="submit" name="decision" value="deny">Deny</button>
          <button type="submit" name="decision" value="allow" class="allow">Allow</button>
        </div>
      </form>
      <p class="quiet">This is a local workspace: no password is needed.</p>`,
  });
}

function scopeItem(scope: string): Html {
  const meaning = meanings.get(scope) ?? `Use the part of the API called ${scope}`;
  return html`<li>${meaning} <span class="quiet">(<code>${scope}</code>)</span></li>`;
}

function option({ id, userName, displayName }: OAuthPrincipal, chosen: boolean): Html {
  const shown = displayName === userName ? userName : `${displayName} (${userName})`;
  return chosen
    ? html`<option value="${id}" selected>${shown}</option>`
    : html`<option value="${id}">${shown}</option>`;
}
