import type { ServiceClient } from "../../../api-client/index.js";
import { expectLocalTransfers } from "../local-transfers.js";
import type { UploadOptions, UploadResult } from "../options.js";
import { openLocalFile } from "../../local-files/index.js";
import { upload } from "./upload.js";

/** Writes a file from one on this machine: see `Files.uploadFrom`. */
export async function uploadFrom(
  api: ServiceClient,
  path: string,
  localPath: string,
  options?: UploadOptions,
): Promise<UploadResult> {
  expectLocalTransfers(api, "files.uploadFrom", "files.upload with a stream");
  const { content, close } = await openLocalFile(localPath);
  try {
    return await upload(api, path, content, options);
  } finally {
    await close();
  }
}
