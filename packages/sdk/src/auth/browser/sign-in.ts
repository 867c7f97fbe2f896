import {
  type Clock,
  type CombinedSignal,
  combineSignals,
  redactText,
} from "../../internal/index.js";
import type { Logger } from "../../logging/index.js";
import { OAuthError } from "../../errors/index.js";
import { failurePage, successPage } from "./callback-page.js";
import { type Callback, type CallbackServer, listenForCallback } from "./callback-server.js";
import { type OpenBrowser, openBrowser as openOwnBrowser } from "./open-browser.js";

/** How a login in a browser is carried out. */
export interface BrowserOptions {
  /** Shows the user the login page. Default: the system's browser. */
  readonly openBrowser?: OpenBrowser | undefined;
  /** Milliseconds that the user has. Default: five minutes. */
  readonly timeout?: number | undefined;
  /** Gives up at once. */
  readonly signal?: AbortSignal | undefined;
}

/** One login. */
export interface BrowserLogin<T> extends BrowserOptions {
  /** Where the callback may be waited for; the first port that is free. */
  readonly ports: readonly number[];
  /** The callback's path, e.g. `/`. */
  readonly path: string;
  /** Prepares the login, as soon as the port is known. */
  readonly begin: (port: number, signal?: AbortSignal) => Promise<BegunLogin<T>>;
  readonly clock: Clock;
  readonly logger?: Logger | undefined;
}

/** A login whose user can be sent to the login page. */
export interface BegunLogin<T> {
  readonly authorizationUrl: string;
  /** Checks what came back, and makes of it what the login is for. */
  readonly finish: (parameters: URLSearchParams, signal?: AbortSignal) => Promise<T>;
}

const patience = 5 * 60_000;

/**
 * Sends the user to the login page and waits for the browser to come back. The user then sees
 * whether it worked. Throws what `begin` and `finish` throw, a `ConfigError` when the ports are
 * taken, an {@link OAuthError} when the time is over, and the signal's reason.
 */
export async function signInWithBrowser<T>(login: BrowserLogin<T>): Promise<T> {
  login.signal?.throwIfAborted();
  const server = await listenForCallback(login.ports, login.path);
  const limit = limitOf(login, server);
  try {
    const { authorizationUrl, finish } = await login.begin(server.port, limit.signal);
    // Not awaited: a browser that is driven by a program may come back before it has "opened".
    void show(authorizationUrl, login);
    const callback = await server.callback(limit.signal);
    return await conclude(callback, () => finish(callback.parameters, limit.signal));
  } finally {
    limit.dispose();
    await server.close();
  }
}

function limitOf(
  { signal, clock, timeout = patience }: BrowserLogin<unknown>,
  { port }: CallbackServer,
): CombinedSignal {
  const reason = (): OAuthError =>
    new OAuthError(`nobody signed in with the browser within ${timeout / 1000} s`, {
      error: "login_timeout",
      endpoint: `http://localhost:${port}`,
    });
  return combineSignals({ signals: [signal], timeout: { clock, milliseconds: timeout, reason } });
}

async function conclude<T>(callback: Callback, finish: () => Promise<T>): Promise<T> {
  try {
    const result = await finish();
    await callback.answer(successPage());
    return result;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    await callback.answer(failurePage(redactText(reason)));
    throw error;
  }
}

/** Where no browser can be opened, its user may open one elsewhere on this machine. */
async function show(
  authorizationUrl: string,
  { openBrowser = openOwnBrowser, logger = console }: BrowserLogin<unknown>,
): Promise<void> {
  try {
    await openBrowser(authorizationUrl);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    // Without the address the login could only time out, so it is shown even without a logger.
    logger.warn(
      `the browser could not be opened (${reason}); open this address to sign in:\n${authorizationUrl}`,
    );
  }
}
