import { type Clock, redactUrl } from "../../internal/index.js";
import type { Channels, RequestEvent } from "../events.js";
import type { CallRequest, Next, Reply, Step } from "../pipeline.js";

/** Tells subscribers of the diagnostics channels when attempts begin and end. */
export function events(channels: Channels, clock: Clock): Step {
  const { request: begun, response: ended } = channels;
  return {
    name: "events",
    send(request, next) {
      if (!begun.hasSubscribers && !ended.hasSubscribers) return next(request);
      return publish(request, next, channels, clock);
    },
  };
}

async function publish(
  request: CallRequest,
  next: Next,
  { request: begun, response: ended }: Channels,
  clock: Clock,
): Promise<Reply> {
  const { method, progress } = request;
  const event: RequestEvent = { method, url: redactUrl(request.url), attempt: progress.attempts };
  const started = clock.now();
  begun.publish(event);
  try {
    const reply = await next(request);
    const duration = clock.now() - started;
    ended.publish({ request: event, status: reply.status, duration });
    return reply;
  } catch (error) {
    ended.publish({ request: event, error, duration: clock.now() - started });
    throw error;
  }
}
