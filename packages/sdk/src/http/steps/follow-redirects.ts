import { InvalidResponseError, isPrivateLinkRedirect } from "../../errors/index.js";
import { redactUrl } from "../../internal/index.js";
import { type CallRequest, isReplayable, type Next, type Reply } from "../pipeline.js";

const maximumRedirects = 5;
const redirects = new Set([301, 302, 303, 307, 308]);

/** The headers that another origin may see: what describes the content, not who asks. */
const harmless = new Set([
  "accept",
  "accept-encoding",
  "content-encoding",
  "content-length",
  "content-type",
  "range",
  "user-agent",
]);

/** Goes on with a call whose reply may be a redirect, as the step `redirect` says. */
export async function followRedirects(
  request: CallRequest,
  first: Reply,
  next: Next,
): Promise<Reply> {
  let current = request;
  let reply = first;
  for (let count = 0; ; count++) {
    const { location } = reply.headers;
    if (!redirects.has(reply.status) || location === undefined) return reply;
    if (isPrivateLinkRedirect(location)) return reply;
    if (count === maximumRedirects) throw refusal(current, location, "there were five before it");
    current = follow(current, reply, location);
    reply = await next(current);
  }
}

function follow(request: CallRequest, { status }: Reply, location: string): CallRequest {
  const from = new URL(request.url);
  if (!URL.canParse(location, from)) throw refusal(request, location, "that is not a URL");
  const to = new URL(location, from);
  if (to.protocol !== "https:" && to.protocol !== from.protocol) {
    throw refusal(request, location, "that would leave https");
  }
  const headers = to.origin === from.origin ? request.headers : withoutCredentials(request.headers);
  if (dropsBody(status, request.method)) return asGet({ ...request, url: to.href, headers });
  if (!isReplayable(request.body)) {
    throw refusal(request, location, "the body is a stream, which can't be sent again");
  }
  return { ...request, url: to.href, headers };
}

function dropsBody(status: number, method: string): boolean {
  if (status === 303) return method !== "GET" && method !== "HEAD";
  return (status === 301 || status === 302) && method === "POST";
}

function asGet(request: CallRequest): CallRequest {
  const kept = Object.entries(request.headers).filter(([name]) => !name.startsWith("content-"));
  return { ...request, method: "GET", headers: Object.fromEntries(kept), body: undefined };
}

function withoutCredentials(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => harmless.has(name)));
}

function refusal(request: CallRequest, location: string, reason: string): InvalidResponseError {
  const { pathname } = new URL(request.url);
  const target = redactUrl(location);
  return new InvalidResponseError(
    `${request.method} ${pathname} was redirected to ${target}, which is not followed: ${reason}`,
  );
}
