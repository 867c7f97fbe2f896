import type { Step } from "../pipeline.js";

/** Names the program, the SDK and the system. What the call itself says wins. */
export function userAgentStep(userAgent: () => string): Step {
  return {
    name: "user-agent",
    send(request, next) {
      request.headers["user-agent"] ??= userAgent();
      return next(request);
    },
  };
}
