import type { CallRequest, Next, Reply } from "../pipeline.js";
import type { HttpRequest, HttpResponse, Transport } from "../types.js";

/**
 * The end of the pipeline: sends an attempt and reads the response, so that a connection that
 * breaks half-way counts as a failed attempt. An error response is kept even if its body is lost.
 */
export function receive(transport: Transport): Next {
  return async (request) => {
    const { progress } = request;
    progress.responded = false;
    const response = await transport.send(toHttp(request));
    progress.responded = true;
    const { status, statusText, headers } = response;
    if (request.stream && status >= 200 && status < 300) {
      return { status, statusText, headers, text: "", stream: response.stream() };
    }
    if (status < 400) return { status, statusText, headers, text: await response.text() };
    return { status, statusText, headers, ...(await readErrorBody(response, request.signal)) };
  };
}

async function readErrorBody(
  response: HttpResponse,
  signal: AbortSignal | undefined,
): Promise<Pick<Reply, "text" | "failure">> {
  try {
    return { text: await response.text() };
  } catch (failure) {
    if (signal?.aborted) throw failure;
    return { text: "", failure };
  }
}

function toHttp({ method, url, headers, body, signal }: CallRequest): HttpRequest {
  if (!(body instanceof Blob)) return { method, url, headers, body, signal };
  const sized = { ...headers, "content-length": String(body.size) };
  return { method, url, headers: sized, body: body.stream(), signal };
}
