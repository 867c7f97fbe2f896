import { BadRequest, NotFound } from "../../../errors/index.js";

/**
 * Whether an error says that no file is at a path. The top of a volume can't be one, so that asking
 * is a bad request there.
 */
export function isNoFile(error: unknown): boolean {
  return error instanceof NotFound || error instanceof BadRequest;
}
