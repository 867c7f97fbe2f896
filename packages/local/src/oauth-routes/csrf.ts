import { randomBytes, timingSafeEqual } from "node:crypto";

const NAME = "databricks-local-csrf";

/** The token of the browser that sent these cookies, or a new one. */
export function csrfToken(cookies: string | undefined): string {
  return tokenIn(cookies) ?? randomBytes(32).toString("hex");
}

/**
 * The cookie that holds the token. `Lax`: it comes with the link that opens the page, and with no form
 * of another site.
 */
export function csrfCookie(token: string): string {
  return `${NAME}=${token}; Path=/oidc; HttpOnly; SameSite=Lax`;
}

/** Whether a form was filled in on a page that this browser got from us. */
export function isOwnForm(cookies: string | undefined, token: string): boolean {
  const known = tokenIn(cookies);
  if (known?.length !== token.length) return false;
  return timingSafeEqual(Buffer.from(known), Buffer.from(token));
}

function tokenIn(cookies = ""): string | undefined {
  const pairs = cookies.split(";").map((pair) => pair.trim().split("="));
  const value = pairs.find(([name]) => name === NAME)?.[1] ?? "";
  return /^[0-9a-f]{64}$/.test(value) ? value : undefined;
}
