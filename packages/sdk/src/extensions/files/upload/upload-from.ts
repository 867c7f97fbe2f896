import type { ServiceClient } from "../../../api-client/index.js";
import { ConfigError } from "../../../errors/index.js";
import type { UploadOptions, UploadResult } from "../options.js";
import { openLocalFile } from "./local-file.js";
import { upload } from "./upload.js";

/** Writes a file from one on this machine: see `Files.uploadFrom`. */
export async function uploadFrom(
  api: ServiceClient,
  path: string,
  localPath: string,
  options?: UploadOptions,
): Promise<UploadResult> {
  if (api.config.disableExperimentalFilesApiClient) {
    throw new ConfigError(
      "uploadFrom needs `disableExperimentalFilesApiClient` to be false; give a stream to upload",
      { attribute: "disableExperimentalFilesApiClient" },
    );
  }
  const { content, close } = await openLocalFile(localPath);
  try {
    return await upload(api, path, content, options);
  } finally {
    await close();
  }
}
