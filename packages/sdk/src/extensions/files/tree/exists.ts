import type { CallOptions } from "../../../api-client/index.js";
import { NotFound } from "../../../errors/index.js";
import type { FilesAPI } from "../../../services/files/index.gen.js";
import { isNoFile } from "./is-no-file.js";

/** See {@link Files.exists}. */
export async function exists(
  files: Pick<FilesAPI, "getDirectoryMetadata" | "getMetadata">,
  path: string,
  options?: CallOptions,
): Promise<boolean> {
  try {
    await files.getMetadata({ file_path: path }, options);
    return true;
  } catch (error) {
    if (!isNoFile(error)) throw error;
  }
  try {
    await files.getDirectoryMetadata({ directory_path: path }, options);
    return true;
  } catch (error) {
    if (error instanceof NotFound) return false;
    throw error;
  }
}
