import type { CallRequest, Next, Reply } from "../pipeline.js";

/** A call with nothing special about it. */
export function callRequest(extra: Partial<CallRequest> = {}): CallRequest {
  return {
    method: "GET",
    url: "https://workspace.test/api/2.0/things",
    headers: {},
    body: undefined,
    signal: undefined,
    stream: false,
    sign: undefined,
    retry: undefined,
    progress: { started: 0, attempts: 1, responded: false },
    ...extra,
  };
}

/** A reply with nothing special about it. */
export function reply(extra: Partial<Reply> = {}): Reply {
  return { status: 200, statusText: "OK", headers: {}, text: "", ...extra };
}

/** Answers the n-th request with the n-th reply, noting the requests. */
export function answering(replies: readonly Reply[]): { readonly sent: CallRequest[]; next: Next } {
  const sent: CallRequest[] = [];
  const next: Next = async (request) => {
    sent.push(request);
    return replies[sent.length - 1] ?? reply();
  };
  return { sent, next };
}
