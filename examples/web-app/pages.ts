import { createHash } from "node:crypto";
import type { compute } from "databricks-sdk-ts";

const style = `:root { color-scheme: light dark }
  body { font: 1rem/1.5 system-ui, sans-serif; max-width: 42rem; margin: 12vh auto; padding: 0 1.5rem }
  h1 { font-size: 1.75rem; line-height: 1.25; margin: 0 0 1rem } p { overflow-wrap: anywhere }
  table { border-collapse: collapse; width: 100%; margin: 1.5rem 0 }
  th, td { text-align: left; padding: .6rem 1rem .6rem 0; border-bottom: 1px solid #8885; overflow-wrap: anywhere }
  .user { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: center; justify-content: space-between }
  a, button { font: inherit; display: inline-block; padding: .5rem 1rem; border: 1px solid #8888; border-radius: 8px }
  a { margin-top: .5rem; border-color: #0b5cad; background: #0b5cad; color: #fff; text-decoration: none }
  button { background: none; color: inherit; cursor: pointer }
  :focus-visible { outline: 3px solid #4c9aeb; outline-offset: 2px }`;
const hash = createHash("sha256").update(style).digest("base64");

/** Headers of every page: no scripts, nothing from elsewhere, nothing kept. */
export const pageHeaders = {
  "cache-control": "no-store",
  "content-security-policy": `default-src 'none'; style-src 'sha256-${hash}'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'`,
  "content-type": "text/html; charset=utf-8",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
};

/** The page for whoever is not signed in. */
export function welcomePage(): string {
  return page("Clusters", `<p>See the clusters of your workspace.</p>${signIn}`);
}

/** The user's clusters. */
export function homePage(userName: string, clusters: readonly compute.ClusterDetails[]): string {
  const rows = clusters.map(
    ({ cluster_name = "", state = "" }) =>
      `<tr><td>${escape(cluster_name)}</td><td>${escape(state)}</td></tr>`,
  );
  const table = `<table><thead><tr><th scope="col">Name</th><th scope="col">State</th></tr></thead>
    <tbody>${rows.join("")}</tbody></table>`;
  return page(
    "Your clusters",
    `<form class="user" method="post" action="/sign-out">
      <span>Signed in as <strong>${escape(userName)}</strong></span><button>Sign out</button>
    </form>
    ${clusters.length === 0 ? "<p>There are none.</p>" : table}`,
  );
}

/** Something that went wrong, and the way back. */
export function messagePage(title: string, reason: string): string {
  return page(title, `<p role="alert">${escape(reason)}</p>${signIn}`);
}

const signIn = `<p><a href="/sign-in">Sign in with Databricks</a></p>`;

function page(title: string, main: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escape(title)}</title>
    <meta name="viewport" content="width=device-width"><style>${style}</style></head>
    <body><main><h1>${escape(title)}</h1>${main}</main></body></html>`;
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
