import type { Config } from "../config/index.js";
import {
  authenticate,
  chainSteps,
  check,
  eventChannels,
  events,
  log,
  type Next,
  prepare,
  rateLimit,
  receive,
  redirect,
  type Sign,
  type Step,
  userAgentStep,
} from "../http/index.js";
import { type RetryOptions, retryStep } from "../retry/index.js";
import type { ClientRuntime } from "./client-options.js";

/** What {@link createPipeline} assembles. */
export interface PipelineOptions {
  readonly config: Config;
  readonly runtime: ClientRuntime;
  readonly retry: Required<RetryOptions>;
  readonly userAgent: () => string;
  readonly sign: Sign;
}

/**
 * The way of every call, from top to bottom. What stands below `retry` happens for each attempt;
 * what stands below `redirect`, for each exchange. Assembled once per client.
 */
export function createPipeline({ config, runtime, ...options }: PipelineOptions): Next {
  const { transport, clock, random, logger } = runtime;
  const { rateLimit: perSecond, debugTruncateBytes, debugHeaders } = config;
  const channels = eventChannels();
  const steps: readonly (Step | undefined)[] = [
    prepare,
    retryStep({ retry: options.retry, clock, random, channels }),
    authenticate(options.sign),
    // Behind the credentials: only then is it known how the client signs in, which it tells.
    userAgentStep(options.userAgent),
    perSecond === undefined ? undefined : rateLimit(perSecond, clock),
    check({ describe: () => config.describe(), now: () => clock.now() }),
    redirect,
    channels && events(channels, clock),
    logger && log(logger, { truncateBytes: debugTruncateBytes, headers: debugHeaders }),
  ];
  return chainSteps(
    steps.filter((step) => step !== undefined),
    receive(transport),
  );
}
