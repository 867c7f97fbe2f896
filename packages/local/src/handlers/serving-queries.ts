import type { EndpointQueries, Question } from "../engines/serving/index.js";
import { WorkspaceError } from "../errors/index.js";
import { Reply, type RequestContext } from "../http/context.js";
import { eventStream } from "./event-stream.js";
import { responseToReply } from "./response-to-reply.js";

/** What a query asks for beside what its caller is known by. */
export type AskedOf = Omit<Question, "signal" | "userName">;

/** Answers a query of an endpoint, whatever path it came by. */
export type AnswerQuery = (asked: AskedOf, context: RequestContext) => Promise<Reply>;

/**
 * Serves queries: one answer, or a stream of server-sent events where that is wanted.
 *
 * @param check throws where the caller may not query an endpoint
 */
export function answerQueries(
  queries: EndpointQueries,
  check: (endpoint: string, context: RequestContext) => void,
): AnswerQuery {
  return async (asked, context) => {
    check(asked.endpoint, context);
    const { principal, signal } = context;
    const { entity, answer } = await queries.ask({
      ...asked,
      userName: principal.userName,
      signal,
    });
    const header = { "served-model-name": entity };
    switch (answer.kind) {
      case "body":
        return new Reply(200, answer.body, header);
      case "events":
        return new Reply(200, eventStream(answer.events, answer.endsWithDone), {
          ...header,
          "content-type": "text/event-stream; charset=utf-8",
          "cache-control": "no-cache",
        });
      case "response": {
        const { status, body, headers } = responseToReply(answer.response);
        return new Reply(status, body, { ...headers, ...header });
      }
    }
  };
}

/**
 * The endpoint that a query in OpenAI's form is for: its `model`.
 *
 * @throws WorkspaceError `BAD_REQUEST` when it names none
 */
export function endpointOf({ model }: Readonly<Record<string, unknown>>): string {
  if (typeof model === "string" && model !== "") return model;
  const text = "model must be given: the name of a serving endpoint.";
  throw new WorkspaceError("BAD_REQUEST", text);
}
