import type { Transfer } from "../transfer.js";
import { DownloadUrl } from "./download-url.js";
import { FileSource } from "./file-source.js";
import { StorageSource } from "./storage-source.js";

/** Where a transfer reads its file from, as the configuration and the surroundings have it. */
export function sourceOf(transfer: Transfer): FileSource {
  const { api, path, call, proxy, settings } = transfer;
  const url =
    proxy === undefined
      ? new DownloadUrl(api, path, { lifetime: settings.urlLifetime, call })
      : { get: async () => proxy.address(path) };
  const plain = api.config.disableExperimentalFilesApiClient;
  const storage = plain ? undefined : new StorageSource(url, transfer);
  return new FileSource({ api, path, call, storage });
}
