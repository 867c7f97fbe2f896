import {
  ApiError,
  ConnectionError,
  InvalidResponseError,
  TimeoutError,
} from "../../../errors/index.js";

/** Statuses that say something of the file, which no other way to write it would change. */
const conflicts = new Set([409, 412]);

/**
 * Not even the first bytes of an upload could be handed to storage, so that the way there may be
 * closed, as in networks that only let the workspace through. The file can go to the service instead.
 */
export class NotBegun extends Error {
  /** Runs what begins an upload; a failure to reach storage, or to be let in, is thrown as this. */
  static async unless<T>(begin: () => Promise<T>): Promise<T> {
    try {
      return await begin();
    } catch (error) {
      if (!isRefusal(error)) throw error;
      throw new NotBegun(error.message, { cause: error });
    }
  }
}

function isRefusal(error: unknown): error is Error {
  if (error instanceof ApiError) return !conflicts.has(error.status);
  return (
    error instanceof ConnectionError ||
    error instanceof TimeoutError ||
    error instanceof InvalidResponseError
  );
}
