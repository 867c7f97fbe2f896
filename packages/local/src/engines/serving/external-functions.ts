import { WorkspaceError } from "../../errors/index.js";
import { handlerFault, noReply } from "./replies/index.js";

/** A call of a service outside, through a connection. */
export interface ExternalFunctionCall {
  readonly connection: string;
  /** `GET`, `POST`, `PUT`, `PATCH` or `DELETE`. */
  readonly method: string;
  /** Beneath the connection's own address. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly params: Readonly<Record<string, string>>;
  /** What was sent as JSON; undefined: nothing was. */
  readonly json: unknown;
  /** What was sent as text; undefined: nothing was. */
  readonly body: string | undefined;
  readonly subDomain: string | undefined;
  readonly userName: string;
  /** Aborts when the client is gone or the server closes. */
  readonly signal: AbortSignal;
}

/** A `Response`, as of `fetch`, is sent on as it is; text as text; any other value as JSON. */
export type ExternalFunctionReply = Response | object | string;

/** Answers calls in place of a service outside. What it throws is answered with 500, as its fault. */
export type ExternalFunctionHandler = (
  call: ExternalFunctionCall,
) => ExternalFunctionReply | Promise<ExternalFunctionReply>;

/** The services outside, by the name of the connection that leads to each. */
export type ExternalFunctionHandlers = Readonly<Record<string, ExternalFunctionHandler>>;

/**
 * Calls the service behind a connection.
 *
 * @throws WorkspaceError `RESOURCE_DOES_NOT_EXIST` when there is no such connection, `INTERNAL_ERROR`
 *   when what answers for it fails
 */
export async function callExternalFunction(
  handlers: ExternalFunctionHandlers,
  call: ExternalFunctionCall,
): Promise<ExternalFunctionReply> {
  const { connection } = call;
  const handler = Object.hasOwn(handlers, connection) ? handlers[connection] : undefined;
  if (handler) return answered(handler, call);
  const text = `Connection '${connection}' does not exist.`;
  throw new WorkspaceError("RESOURCE_DOES_NOT_EXIST", text);
}

async function answered(
  handler: ExternalFunctionHandler,
  call: ExternalFunctionCall,
): Promise<ExternalFunctionReply> {
  const name = `The external function of connection ${call.connection}`;
  const reply: unknown = await Promise.resolve(call)
    .then(handler)
    .catch((error: unknown) => {
      throw handlerFault(name, error);
    });
  if (typeof reply === "string" || (typeof reply === "object" && reply !== null)) return reply;
  throw noReply(name, reply, "text, an object or a Response");
}
