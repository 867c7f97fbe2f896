import { handlerFault, noReply } from "./handler-fault.js";
import type { ServingHandler, ServingQuery, ServingReply } from "./serving-handler.js";

/**
 * Has a handler answer a query.
 *
 * @throws WorkspaceError `INTERNAL_ERROR` that names the handler, also from parts that it replies with
 */
export async function askHandler(
  handler: ServingHandler,
  query: ServingQuery,
): Promise<ServingReply> {
  const name = `The serving handler of endpoint ${query.endpoint}`;
  const reply = await Promise.resolve(query)
    .then(handler)
    .catch((error: unknown) => {
      throw handlerFault(name, error);
    });
  if (!isSent(reply)) throw noReply(name, reply, "text, parts of it, an object or a Response");
  const inParts = typeof reply === "object" && Symbol.asyncIterator in reply;
  return inParts ? checked(name, reply) : reply;
}

async function* checked(
  name: string,
  parts: AsyncIterable<unknown>,
): AsyncIterable<object | string> {
  try {
    for await (const part of parts) {
      if (!isSent(part)) throw noReply(name, part, "text or an object in each part");
      yield part;
    }
  } catch (error) {
    throw handlerFault(name, error);
  }
}

/** Whether that can be sent: handlers need not be checked by a compiler. */
function isSent(value: unknown): value is object | string {
  return typeof value === "string" || (typeof value === "object" && value !== null);
}
