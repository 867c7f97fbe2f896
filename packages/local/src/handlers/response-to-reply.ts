import { Reply } from "../http/context.js";

/** Headers that are about one connection, or about a body as it was before `fetch` decoded it. */
const DROPPED: ReadonlySet<string> = new Set([
  "connection",
  "content-encoding",
  "content-length",
  "keep-alive",
  "transfer-encoding",
]);

/** The answer that a `Response` stands for; its body is passed on as it comes. */
export function responseToReply({ status, headers, body }: Response): Reply {
  const kept = [...headers].filter(([name]) => !DROPPED.has(name));
  return new Reply(status, body ?? undefined, Object.fromEntries(kept));
}
