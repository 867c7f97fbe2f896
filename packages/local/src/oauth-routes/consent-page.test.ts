import { createHash } from "node:crypto";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AuthorizationRequest, OAuthPrincipal } from "../engines/oauth/index.js";
import { consentPage } from "./consent-page.js";
import { csrfCookie, csrfToken, isOwnForm } from "./csrf.js";
import { escapeHtml, html } from "./html.js";
import { errorPage } from "./page.js";

const ADA = { id: "1", userName: "ada@example.com", displayName: "Ada" };

function page(change: Partial<AuthorizationRequest> & { name?: string } = {}, users = [ADA]) {
  const { name = "Dashboard", ...rest } = change;
  const request = {
    client: { clientId: "c", name } as AuthorizationRequest["client"],
    redirectUri: "http://localhost:3000/cb",
    state: "s",
    scopes: ["all-apis", "sql"],
    challenge: "x",
    nonce: undefined,
    ...rest,
  };
  const reply = consentPage({ request, users, chosen: "1", csrf: "t", cookie: "c=t" });
  return { ...reply, text: String(reply.body) };
}

/** The tags of a page, without what stands between them. */
const skeleton = (text: string): string => (text.match(/<[^>]*>/g) ?? []).map(tagName).join();
const tagName = (tag: string): string => /^<\/?!?\w+/.exec(tag)?.[0] ?? tag;

describe("the consent page", () => {
  it("says who asks for what, where it leads, and lets one choose", () => {
    const { text, headers, status } = page();
    expect(status).toBe(200);
    expect(text).toContain('<html lang="en">');
    expect(text).toContain("<title>Sign in to Dashboard</title>");
    expect(text).toContain("<strong>localhost:3000</strong>");
    expect(text).toContain("<code>sql</code>");
    expect(text).toMatch(/<label for="user">[^]*<select id="user" name="user">/);
    expect(text).toContain('<option value="1" selected>Ada (ada@example.com)</option>');
    expect(text).toMatch(/name="decision" value="deny"[^]*name="decision" value="allow"/);
    expect(text).toContain('<input type="hidden" name="csrf" value="t"');
    expect(headers["set-cookie"]).toBe("c=t");
  });

  it("loads nothing, runs nothing, is framed by nobody and leads to the application only", () => {
    const { text, headers } = page();
    const policy = headers["content-security-policy"] ?? "";
    const [, style = ""] = /<style>([^]*)<\/style>/.exec(text) ?? [];
    const hash = createHash("sha256").update(style).digest("base64");
    expect(policy).toBe(
      `default-src 'none'; style-src 'sha256-${hash}'; form-action 'self' http://localhost:3000; ` +
        "frame-ancestors 'none'; base-uri 'none'",
    );
    expect(text).not.toMatch(/<script|<img|<link|src=|href=|url\(|\bon\w+=/i);
    expect(headers["cache-control"]).toBe("no-store");
  });

  it("shows names of any kind as text", () => {
    const plain = skeleton(page().text);
    const nasty = fc.oneof(
      fc.string({ unit: "grapheme" }),
      fc.constantFrom(
        "<script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "</title><svg onload=alert(1)>",
        "&lt;b&gt;",
        "'); --",
      ),
    );
    fc.assert(
      fc.property(nasty, nasty, (name, displayName) => {
        const user: OAuthPrincipal = { ...ADA, displayName };
        const { text } = page({ name }, [user]);
        expect(skeleton(text)).toBe(plain);
        if (/[<>"']/.test(name)) expect(text).not.toContain(`Sign in to ${name}`);
      }),
    );
  });

  it("shows scopes of any kind as text", () => {
    const plain = skeleton(page({ scopes: ["x"] }).text);
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.constant("toString")), (scope) => {
        expect(skeleton(page({ scopes: [scope] }).text)).toBe(plain);
      }),
    );
  });
});

describe("the error page", () => {
  it("shows what was wrong as text, and leads nowhere", () => {
    const { body, status, headers } = errorPage(400, "no '<b>' here");
    expect(status).toBe(400);
    expect(String(body)).toContain("no &#39;&lt;b&gt;&#39; here");
    expect(headers["content-security-policy"]).toContain("form-action 'self'; ");
  });
});

describe("html", () => {
  it("escapes what could end text or an attribute, and nothing twice", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const escaped = escapeHtml(text);
        expect(escaped).not.toMatch(/[<>"']/);
        const back = escaped
          .replace(/&lt;/g, "<")
          .replace(/&gt;/g, ">")
          .replace(/&quot;/g, '"')
          .replace(/&#39;/g, "'")
          .replace(/&amp;/g, "&");
        expect(back).toBe(text);
        expect(html`<p>${html`<b>${text}</b>`}</p>`.text).toBe(`<p><b>${escaped}</b></p>`);
        expect(html`${[html`<i>${text}</i>`, html`${text}`]}`.text).toBe(
          `<i>${escaped}</i>${escaped}`,
        );
      }),
    );
  });
});

describe("the form's token", () => {
  it("must be the one in the cookie", () => {
    const token = csrfToken(undefined);
    const cookies = `a=b; ${csrfCookie(token).split(";")[0]}; c=d`;
    expect(csrfToken(cookies)).toBe(token);
    expect(csrfCookie(token)).toContain("HttpOnly; SameSite=Lax");
    expect(isOwnForm(cookies, token)).toBe(true);
    for (const [shown, form] of [
      [cookies, ""],
      [cookies, csrfToken(undefined)],
      [undefined, token],
      [undefined, ""],
      ["databricks-local-csrf=; x=y", ""],
    ] as const) {
      expect(isOwnForm(shown, form)).toBe(false);
    }
  });
});
