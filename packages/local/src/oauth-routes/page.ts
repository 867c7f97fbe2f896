import { createHash } from "node:crypto";
import { Reply } from "../http/index.js";
import { html, Html } from "./html.js";

const style = `
:root { color-scheme: light dark; --edge: #c9ced6; --quiet: #4a5260; --accent: #0b5cad; }
@media (prefers-color-scheme: dark) { :root { --edge: #4b5362; --quiet: #b4bcc9; --accent: #8cc1ff; } }
body { margin: 0; font: 1rem/1.5 system-ui, sans-serif; }
main { box-sizing: border-box; width: min(34rem, 100% - 2rem); margin: 8vh auto; padding: 2rem; border: 1px solid var(--edge); border-radius: 12px; }
main > :last-child { margin-bottom: 0; }
h1 { margin: 0 0 1rem; font-size: 1.35rem; line-height: 1.3; overflow-wrap: anywhere; }
h2 { margin: 1.5rem 0 .5rem; font-size: 1rem; }
p { overflow-wrap: anywhere; }
.quiet { color: var(--quiet); }
ul { margin: 0; padding-left: 1.25rem; }
label { display: block; margin: 1.5rem 0 .25rem; font-weight: 600; }
select, button { font: inherit; padding: .6rem .8rem; border: 1px solid var(--edge); border-radius: 8px; }
select { width: 100%; box-sizing: border-box; }
.answers { display: flex; gap: .75rem; margin-top: 1.75rem; }
button { flex: 1; min-height: 2.75rem; cursor: pointer; }
button.allow { background: #0b5cad; border-color: #0b5cad; color: #fff; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
code { font-size: .9em; white-space: nowrap; }
`;

const styleElement = new Html(`<style>${style}</style>`);
const styleHash = createHash("sha256").update(style).digest("base64");

/** A page of the server. */
export interface Page {
  readonly status: number;
  readonly title: string;
  readonly body: Html;
  /** Where its form may lead, beside the server itself: an origin, or a scheme with a colon. */
  readonly leadsTo?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A page as an answer: self-contained, not to be framed, stored or scripted. */
export function pageReply({ status, title, body, leadsTo = "", headers = {} }: Page): Reply {
  const document = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        ${styleElement}
      </head>
      <body>
        <main>${body}</main>
      </body>
    </html> `;
  // Why form-action names the client: browsers hold redirects that follow a form to it, too.
  const policy =
    `default-src 'none'; style-src 'sha256-${styleHash}'; form-action 'self' ${leadsTo}`.trim() +
    "; frame-ancestors 'none'; base-uri 'none'";
  return new Reply(status, document.text, {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": policy,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
    ...headers,
  });
}

/** The page for a request that must not be sent on: nobody knows where it would lead. */
export function errorPage(status: number, message: string): Reply {
  return pageReply({
    status,
    title: "This sign-in request is not in order",
    body: html`<h1>This sign-in request is not in order</h1>
      <p>${message}</p>
      <p class="quiet">
        Nothing was sent to the application. Go back to it and sign in again; if this stays, its
        client id or redirect address has to be corrected.
      </p>`,
  });
}
