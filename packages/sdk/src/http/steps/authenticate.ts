import { ApiError } from "../../errors/index.js";
import {
  type CallRequest,
  isReplayable,
  type Next,
  type Reply,
  type Sign,
  type Signature,
  type Step,
} from "../pipeline.js";

/**
 * Completes the URL and adds credentials, anew for each attempt, so that a token that expires
 * between two attempts is replaced. Credentials win over all other headers. A token that the service
 * refuses, because it was revoked or a clock is wrong, is replaced and the attempt repeated at once:
 * one time per call, if its body can be sent again.
 */
export function authenticate(sign: Sign): Step {
  return {
    name: "authenticate",
    async send(request, next) {
      const own = request.sign ?? sign;
      const signature = await own(request.signal);
      try {
        return await next(signed(request, signature));
      } catch (error) {
        if (!isRefusal(error) || request.progress.renewed || !isReplayable(request.body)) {
          throw error;
        }
        return again(request, next, own, signature, error);
      }
    },
  };
}

async function again(
  request: CallRequest,
  next: Next,
  sign: Sign,
  { headers: refused }: Signature,
  error: unknown,
): Promise<Reply> {
  const signature = await sign(request.signal, refused);
  if (signature.headers["authorization"] === refused["authorization"]) throw error;
  request.progress.renewed = true;
  return next(signed(request, signature));
}

function signed(request: CallRequest, { origin, headers }: Signature): CallRequest {
  const url = request.url.startsWith("/") ? origin + request.url : request.url;
  // Not a spread of both: that makes an object that is several times slower to make and to read.
  return { ...request, url, headers: Object.assign({}, request.headers, headers) };
}

/** Databricks says of a token that is not good any more 401, or 403 with these words. */
function isRefusal(error: unknown): boolean {
  if (!(error instanceof ApiError)) return false;
  const { status, message } = error;
  return status === 401 || (status === 403 && /^Invalid (access )?token\b/i.test(message));
}
