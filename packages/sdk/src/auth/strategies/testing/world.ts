import { Config } from "../../../config/index.js";
import type { ConfigOptions } from "../../../config/index.js";
import { FakeClock } from "../../../http/testing/fake-clock.js";
import { startTokenDoubles, type TokenDoubles } from "../../testing/index.js";
import type { AuthContext } from "../../strategy.js";

/** What signing in came to. */
export interface SignedIn {
  readonly config: Config;
  readonly headers: Readonly<Record<string, string>>;
}

/** Everybody who hands out tokens, and a clock that only moves when something waits. */
export interface World extends AsyncDisposable {
  readonly doubles: TokenDoubles;
  readonly clock: FakeClock;
  readonly context: AuthContext;
  /** What was logged. */
  readonly lines: string[];
  /** Makes a configuration without any surroundings but `env`, and authenticates one attempt. */
  signIn(
    options: ConfigOptions,
    env?: Readonly<Record<string, string>>,
    signal?: AbortSignal,
  ): Promise<SignedIn>;
}

const limits = new Set([5_000, 10_000, 30_000, 60_000]);

/** Starts the doubles. */
export async function startWorld(): Promise<World> {
  const clock = new FakeClock((milliseconds) => limits.has(milliseconds));
  const doubles = await startTokenDoubles({ now: () => clock.now() });
  const lines: string[] = [];
  const note = (message: string): void => void lines.push(message);
  const logger = { debug: note, info: note, warn: note, error: note };
  const context = { transport: doubles.transport, clock, logger };
  return {
    doubles,
    clock,
    context,
    lines,
    async signIn(options, env = {}, signal) {
      const config = new Config(options, { env, readFile: () => undefined });
      const asked = signal === undefined ? context : { ...context, signal };
      return { config, headers: await config.authenticate(asked) };
    },
    [Symbol.asyncDispose]: () => doubles.close(),
  };
}

/** The claims of a bearer token that is a JWT. */
export function claimsOf(authorization: string | undefined): Readonly<Record<string, unknown>> {
  const [, payload = ""] = (authorization ?? "").replace(/^Bearer |^ya29\./, "").split(".");
  return JSON.parse(Buffer.from(payload, "base64url").toString()) as Record<string, unknown>;
}
