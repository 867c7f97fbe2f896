/** A page for the person in front of the browser. Loads nothing, runs nothing, sends nothing. */
export interface CallbackPage {
  readonly status: 200 | 400 | 404;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const style =
  "body{font:1.125rem/1.5 system-ui,sans-serif;max-width:34rem;margin:18vh auto 0;padding:0 1.5rem;" +
  "color:#1b1b1f;background:#fff}h1{font-size:1.5rem;margin:0 0 .5rem}p{margin:0}" +
  "@media(prefers-color-scheme:dark){body{color:#eee;background:#18181b}}";

/** The page for a login that succeeded. */
export function successPage(): CallbackPage {
  return page(200, "You are signed in", "You can close this tab and go back to your program.");
}

/** The page for a login that failed, with the reason. */
export function failurePage(reason: string): CallbackPage {
  return page(400, "You are not signed in", `${reason}.`.replace(/\.\.$/, "."));
}

/** The page for any other address. */
export function missingPage(): CallbackPage {
  return page(404, "Nothing here", "This address only waits for the end of a login.");
}

function page(status: CallbackPage["status"], title: string, text: string): CallbackPage {
  return {
    status,
    headers: {
      "cache-control": "no-store",
      connection: "close",
      "content-security-policy":
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
      "content-type": "text/html; charset=utf-8",
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
    },
    body:
      `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escape(title)}</title>` +
      `<meta name="viewport" content="width=device-width"><style>${style}</style></head>` +
      `<body><main><h1>${escape(title)}</h1><p>${escape(text)}</p></main></body></html>\n`,
  };
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
