import type { CallOptions } from "../../api-client/index.js";
import { DatabricksError, NotFound } from "../../errors/index.js";
import type { DbfsAPI } from "../../services/files/index.gen.js";

/** What {@link replaceFile} needs of the service. */
export type Replacing = Pick<DbfsAPI, "delete" | "move">;

/**
 * Moves what is at `from` over the file at `to`. DBFS moves nothing over a file, so that the old one
 * has to be deleted first: `onDeleted` is told when there is no way back any more.
 * Throws a {@link DatabricksError} that names `from` when the file was deleted and the move failed.
 */
export async function replaceFile(
  service: Replacing,
  { from, to }: { readonly from: string; readonly to: string },
  options: CallOptions = {},
  onDeleted?: () => void,
): Promise<void> {
  try {
    await service.delete({ path: to }, options);
  } catch (error) {
    if (!(error instanceof NotFound)) throw error; // gone already is as good
  }
  onDeleted?.();
  // Between the two there would be neither the old file nor the new one at its place.
  const { signal: _ended, ...call } = options;
  try {
    await service.move({ source_path: from, destination_path: to }, call);
  } catch (cause) {
    const { message } = cause instanceof Error ? cause : new Error(String(cause));
    throw new DatabricksError(
      `${to} was deleted to be replaced, but what is to be there is still at ${from}: ${message}`,
      { cause },
    );
  }
}
