import type { Step } from "../pipeline.js";
import { createTraceparent } from "../traceparent.js";

/** Gives every call a trace of its own, which its attempts share. What the call says wins. */
export const prepare: Step = {
  name: "prepare",
  send(request, next) {
    request.headers["traceparent"] ??= createTraceparent();
    return next(request);
  },
};
