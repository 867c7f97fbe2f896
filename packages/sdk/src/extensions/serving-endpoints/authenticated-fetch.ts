import type { ServiceClient } from "../../api-client/index.js";
import { ApiError, InvalidRequestError } from "../../errors/index.js";
import type { HttpMethod } from "../../http/index.js";

/** The part of `fetch` that libraries rely on. */
export type Fetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

/** What the pipeline knows better: these belong to credentials and to one connection. */
const ownHeaders: ReadonlySet<string> = new Set([
  "accept-encoding",
  "authorization",
  "content-length",
  "user-agent",
]);

/**
 * A `fetch` for one origin that sends as the client does, with its credentials, refreshed when they
 * are due. Each call is sent once: libraries have retries of their own. Errors of the service come
 * as responses. Rejects with an {@link InvalidRequestError} for every other origin, unsent.
 */
export function authenticatedFetch(api: ServiceClient, origin: string): Fetch {
  return async (input, init) => {
    const asked = new Request(input, init);
    const url = new URL(asked.url);
    if (url.origin !== origin) {
      throw new InvalidRequestError(
        `the request is for ${url.origin}, but the credentials are for ${origin}: keep its baseURL`,
        { field: "baseURL" },
      );
    }
    // Not the signal of `asked`: that of some platforms goes away when nothing else refers to it.
    const signal = init?.signal ?? (input instanceof Request ? input.signal : undefined);
    try {
      const { status, headers, contents } = await api.request(
        {
          method: asked.method as HttpMethod, // other ones are the service's to refuse
          path: url.pathname + url.search,
          headers: Object.fromEntries([...asked.headers].filter(([name]) => !ownHeaders.has(name))),
          body: asked.body === null ? undefined : new Uint8Array(await asked.arrayBuffer()),
          raw: true,
        },
        { retry: false, ...(signal === undefined ? {} : { signal }) },
      );
      return new Response(hasNoBody(status) ? null : contents, { status, headers });
    } catch (error) {
      if (error instanceof ApiError) return errorResponse(error);
      throw error;
    }
  };
}

function hasNoBody(status: number): boolean {
  return status === 204 || status === 205;
}

/** In the platform's form and in OpenAI's, so that each library finds its own. */
function errorResponse({ status, errorCode, message, requestId, retryAfter }: ApiError): Response {
  const error = { message, type: errorCode, code: errorCode, param: null };
  return Response.json(
    { error, error_code: errorCode, message },
    {
      status,
      headers: {
        ...(requestId === undefined ? {} : { "x-request-id": requestId }),
        ...(retryAfter === undefined ? {} : { "retry-after-ms": String(retryAfter) }),
      },
    },
  );
}
