/**
 * Events as a stream of server-sent events. What fails on the way is the last event, because the
 * status is sent by then.
 *
 * @param done whether `[DONE]` follows the last one
 */
export async function* eventStream(
  events: AsyncIterable<object>,
  done: boolean,
): AsyncIterable<Uint8Array> {
  try {
    for await (const event of events) yield eventOf(event);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    yield eventOf({ error: { message, type: "server_error", code: "INTERNAL_ERROR" } });
    return;
  }
  if (done) yield Buffer.from("data: [DONE]\n\n");
}

/** One event, under its name if it has one. */
function eventOf(event: object): Uint8Array {
  const { type } = event as { readonly type?: unknown };
  const name = typeof type === "string" ? `event: ${type}\n` : "";
  return Buffer.from(`${name}data: ${JSON.stringify(event)}\n\n`);
}
