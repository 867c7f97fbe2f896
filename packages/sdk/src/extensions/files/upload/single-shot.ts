import type { CallOptions } from "../../../api-client/index.js";
import { FilesAPI } from "../../../services/files/index.gen.js";
import { bytesOf, LazyBlob, sizeOf } from "../../streams/index.js";
import { canSendStreams, counted, MeteredBody } from "./metered-body.js";
import type { Part } from "./parts.js";
import type { UploadJob } from "./upload-job.js";

/**
 * Sends a file to the service in one request. Content that can be read again is sent again when the
 * request fails; the rest of a stream is sent once.
 */
export async function uploadAtOnce(job: UploadJob, first: Part): Promise<void> {
  const { transfer, parts, overwrite } = job;
  const content = parts.whole(first);
  const request = { file_path: transfer.path, overwrite };
  const files = new FilesAPI(transfer.api);
  if (content instanceof ReadableStream) {
    const contents = counted(content, (bytes) => job.meter.add(bytes));
    await files.upload({ ...request, contents }, sized(transfer.call, parts.total));
    return;
  }
  const body = new MeteredBody(content, job.meter);
  const contents = canSendStreams() ? asBlob(body) : await bytesOf(content);
  await files.upload({ ...request, contents }, transfer.call);
  body.settle(sizeOf(content));
}

/** Without its length, a stream would go in chunks whose sum nobody knows. */
function sized(call: CallOptions, total: number | undefined): CallOptions {
  if (total === undefined) return call;
  return { ...call, headers: { ...call.headers, "content-length": String(total) } };
}

/** The body as what the client opens anew for each attempt. */
function asBlob(body: MeteredBody): Blob {
  return new LazyBlob(() => body.stream() as ReturnType<Blob["stream"]>, 0, body.size);
}
