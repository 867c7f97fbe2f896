import {
  parseContentRange,
  type ContentRange,
  type VolumesEngine,
} from "../engines/files/index.js";
import { fileReply } from "../handlers/file-reply.js";
import { type RawRequest, type RawRoute, Reply } from "../http/index.js";
import { type Claims, claimsOf, STORAGE_PATH } from "./address.js";
import { asStorage, StorageError } from "./storage-error.js";

/** What answers at presigned addresses: they are all the right that a request needs. */
export function objectRoutes(volumes: VolumesEngine, now: () => number): readonly RawRoute[] {
  const route = (verb: string): RawRoute => ({
    verb,
    path: `${STORAGE_PATH}{+path}`,
    public: true,
    handle: (request, { workspaceId }) =>
      asStorage(() => {
        refuseCredentials(request);
        const claims = claimsOf(volumes.signer, request, workspaceId, now());
        if (claims === "forged") throw forged();
        if (claims === "expired") throw expired();
        return serve(volumes, claims, request);
      }),
  });
  // Why those that nothing is signed for: storage refuses them, too, and not the workspace.
  return ["GET", "PUT", "DELETE", "POST", "PATCH", "OPTIONS"].map(route);
}

/** Why: credentials of the workspace must not reach storage; a client that sends them is to notice. */
function refuseCredentials({ headers }: RawRequest): void {
  if (headers["authorization"] === undefined) return;
  throw new StorageError(
    400,
    "InvalidArgument",
    "An Authorization header came with a presigned address, which is all that is needed. Do not send credentials to storage.",
  );
}

function serve(
  volumes: VolumesEngine,
  { action, path, session = "", part = 0 }: Claims,
  request: RawRequest,
): Promise<Reply> | Reply {
  switch (action) {
    case "download":
      return download(volumes, path, request);
    case "part":
      return putPart(volumes, session, part, request);
    case "abort":
      volumes.multipart.abort(session);
      return new Reply(200);
    case "resume":
      return request.verb === "PUT" ? resume(volumes, session, request) : cancel(volumes, session);
  }
}

function download(volumes: VolumesEngine, path: string, { headers }: RawRequest): Reply {
  const file = volumes.files.open(path);
  const reply = fileReply(file, headers, file.etag);
  if (reply instanceof Reply) return reply;
  if (reply === "modified") throw preconditionFailed();
  const text = "The requested range cannot be satisfied";
  const size = { "content-range": `bytes */${file.size}` };
  throw new StorageError(416, "InvalidRange", text, size);
}

async function putPart(
  { multipart }: VolumesEngine,
  session: string,
  part: number,
  request: RawRequest,
): Promise<Reply> {
  const length = lengthOf(request);
  const etag = await multipart.putPart(session, part, request.stream(), length);
  return new Reply(200, undefined, { etag: `"${etag}"` });
}

async function resume(
  { resumable }: VolumesEngine,
  session: string,
  request: RawRequest,
): Promise<Reply> {
  const { done, received } = await resumable.put(session, rangeOf(request), request.stream());
  if (done) return new Reply(200);
  return new Reply(308, undefined, received > 0 ? { range: `bytes=0-${received - 1}` } : {});
}

async function cancel({ resumable }: VolumesEngine, session: string): Promise<Reply> {
  await resumable.cancel(session);
  return new Reply(499);
}

/** Without a `Content-Range` the body is the whole file. */
function rangeOf(request: RawRequest): ContentRange {
  const header = request.headers["content-range"];
  if (header !== undefined) return parseContentRange(header);
  const total = lengthOf(request);
  if (total === undefined) {
    throw new StorageError(411, "MissingContentLength", "Send Content-Length or Content-Range");
  }
  return total === 0
    ? { kind: "status", total }
    : { kind: "bytes", first: 0, last: total - 1, total };
}

function lengthOf({ headers }: RawRequest): number | undefined {
  const length = headers["content-length"];
  return length === undefined ? undefined : Number(length);
}

function forged(): StorageError {
  const text = "The signature of the address does not match what is asked for";
  return new StorageError(403, "SignatureDoesNotMatch", text);
}

function expired(): StorageError {
  return new StorageError(403, "AccessDenied", "Request has expired");
}

function preconditionFailed(): StorageError {
  const text = "At least one of the pre-conditions you specified did not hold";
  return new StorageError(412, "PreconditionFailed", text);
}
