import { lazy } from "../../internal/index.js";
import type { FormatOptions, Logger } from "../../logging/index.js";
import type { Step } from "../pipeline.js";

const logging = lazy(() => import("./log-exchange.js"));

/** Writes one debug message per exchange. Left out of the pipeline when there is no logger. */
export function log(logger: Logger, options: FormatOptions): Step {
  return {
    name: "log",
    async send(request, next) {
      const { logExchange } = await logging();
      return logExchange(request, next, logger, options);
    },
  };
}
