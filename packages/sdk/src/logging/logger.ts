/** Where the SDK's messages go. Absent means silence, and then none is put together. */
export interface Logger {
  /** Every exchange with the service, without secrets. */
  debug(message: string): void;
  info(message: string): void;
  /** What works, but not as asked for. */
  warn(message: string): void;
  error(message: string): void;
}

/** How much a {@link consoleLogger} shows: the named level and all that are graver. */
export type LogLevel = "debug" | "info" | "warn" | "error";

const levels: readonly LogLevel[] = ["debug", "info", "warn", "error"];

/**
 * A logger that writes to the console, or to any object like it.
 *
 * @param level The least grave level shown. Default: `info`.
 * @param sink Default: the global `console`.
 */
export function consoleLogger(level: LogLevel = "info", sink: Logger = console): Logger {
  const threshold = levels.indexOf(level);
  const at = (name: LogLevel): ((message: string) => void) =>
    levels.indexOf(name) < threshold ? () => {} : (message) => sink[name](message);
  return { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") };
}
