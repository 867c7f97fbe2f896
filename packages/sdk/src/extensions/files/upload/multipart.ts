import { InvalidResponseError } from "../../../errors/index.js";
import { callStorage } from "../storage/call-storage.js";
import { withFreshUrl } from "../storage/renew.js";
import { expireTime, readStorageUrl, type StorageUrl } from "../storage/storage-url.js";
import { NotBegun } from "./not-begun.js";
import { MeteredBody } from "./metered-body.js";
import { PartUrls } from "./part-urls.js";
import type { Part } from "./parts.js";
import type { SentPart } from "./upload-calls.js";
import { cleaning, giveUp, type UploadJob } from "./upload-job.js";

/**
 * Sends a file in parts, each to an address of its own, as AWS and Azure take it: the first alone,
 * then as many at a time as the settings say. One that fails for good ends all of them, and the
 * upload is given up. Throws {@link NotBegun} when that is so for the first.
 */
export async function uploadMultipart(job: UploadJob, token: string, first: Part): Promise<void> {
  const { calls, transfer } = job;
  const urls = new PartUrls(job, token);
  try {
    const sent = [await NotBegun.unless(() => sendPart(job, urls, first))];
    first.release();
    if (!first.isLast) sent.push(...(await sendRest(job, urls)));
    sent.sort((a, b) => a.part_number - b.part_number);
    await calls.complete(token, sent, transfer.call);
  } catch (error) {
    await giveUp(job, () => abort(job, token));
    throw error;
  }
}

async function sendRest(job: UploadJob, urls: PartUrls): Promise<SentPart[]> {
  const { parts, transfer } = job;
  const sent: SentPart[] = [];
  const work = async (): Promise<void> => {
    try {
      for (let part = await parts.next(); part !== undefined; part = await parts.next()) {
        sent.push(await sendPart(job, urls, part));
        part.release();
      }
    } catch (error) {
      transfer.abort(error);
      throw error;
    }
  };
  // All of them have to end before the upload is given up: what comes later would stay for ever.
  const ends = await Promise.allSettled(
    Array.from({ length: transfer.settings.parallelism }, work),
  );
  if (ends.some(({ status }) => status === "rejected")) throw transfer.signal.reason;
  return sent;
}

async function sendPart(job: UploadJob, urls: PartUrls, part: Part): Promise<SentPart> {
  const body = new MeteredBody(part.content, job.meter);
  let url: StorageUrl | undefined;
  try {
    const etag = await withFreshUrl(
      async () => (url = await urls.of(part.number, url)),
      (target) => putPart(job, target, body),
    );
    return { part_number: part.number, etag };
  } catch (error) {
    body.settle(0);
    throw error;
  }
}

async function putPart(
  { transfer }: UploadJob,
  target: StorageUrl,
  body: MeteredBody,
): Promise<string> {
  const headers = {
    "content-type": "application/octet-stream",
    "content-length": String(body.size),
  };
  const response = await callStorage(transfer, {
    method: "PUT",
    target: { ...target, headers: { ...headers, ...target.headers } },
    body: () => body.body(),
  });
  await response.discard();
  if (response.status !== 200 && response.status !== 201) {
    const said = `${response.status} ${response.statusText}`.trim();
    throw new InvalidResponseError(`storage answered to a part of ${transfer.path} with ${said}`);
  }
  body.settle(body.size);
  return response.headers["etag"] ?? "";
}

async function abort(job: UploadJob, token: string): Promise<void> {
  const { transfer, call } = cleaning(job);
  const { clock } = transfer.api.runtime;
  const { path, proxy, settings } = transfer;
  const expires = expireTime(clock.now(), settings.urlLifetime);
  const target =
    proxy?.address(path, { action: "abort-upload", session_token: token }) ??
    readStorageUrl(await job.calls.abortUrl(token, expires, call), "giving up");
  const response = await callStorage(transfer, { method: "DELETE", target });
  await response.discard();
}
