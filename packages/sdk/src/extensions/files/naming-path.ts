import { ApiError } from "../../errors/index.js";

/**
 * A call whose address does not tell which file it is about: where the service refuses it, the
 * message of the error begins with the path.
 */
export async function namingPath<T>(path: string, call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    if (!(error instanceof ApiError) || error.message.includes(path)) throw error;
    const Same = error.constructor as typeof ApiError;
    throw new Same(`${path}: ${error.message}`, error);
  }
}
