import {
  filesError,
  invalidArgument,
  MOST_PARTS,
  type UploadProtocol,
  type UploadSession,
  type VolumesEngine,
} from "../engines/files/index.js";
import type { RawRequest, RawRoute, RequestContext } from "../http/index.js";
import { addressFor, type Claims, expiryOf } from "./address.js";
import { type Fields, flagIn, numberIn, partsIn, textIn } from "./fields.js";

/** How clients get at storage directly: in parts, resumably, or not at all: no addresses. */
export type StorageProtocol = "none" | UploadProtocol;

/** A presigned address as it is handed out. */
interface Address {
  readonly url: string;
  /** To be sent along. */
  readonly headers: readonly { readonly name: string; readonly value: string }[];
}

/** The endpoints that hand presigned addresses out, and those that begin and end uploads. */
export function coordinationRoutes(
  volumes: VolumesEngine,
  protocol: StorageProtocol,
  now: () => number,
): readonly RawRoute[] {
  const coordinator = new Coordinator(volumes, protocol, now);
  const post = (path: string, handle: RawRoute["handle"]): RawRoute => {
    return { verb: "POST", path: `/api/2.0/fs/${path}`, handle };
  };
  // Why uploads begin nevertheless: it is addresses that a workspace may lack, and clients fall
  // back to plain requests when they get none.
  const address = (what: string, handle: RawRoute["handle"]): RawRoute => {
    return post(`create-${what}`, protocol === "none" ? refuse : handle);
  };
  return [
    address("download-url", (request, context) => coordinator.download(request, context)),
    address("upload-part-urls", (request, context) => coordinator.parts(request, context)),
    address("resumable-upload-url", (request, context) => coordinator.resume(request, context)),
    address("abort-upload-url", (request, context) => coordinator.abort(request, context)),
    post("files{+path}", (request) => coordinator.act(request)),
  ];
}

class Coordinator {
  readonly #volumes: VolumesEngine;
  readonly #protocol: StorageProtocol;
  readonly #now: () => number;

  constructor(volumes: VolumesEngine, protocol: StorageProtocol, now: () => number) {
    this.#volumes = volumes;
    this.#protocol = protocol;
    this.#now = now;
  }

  async download(request: RawRequest, context: RequestContext): Promise<Address> {
    const fields = { ...(await request.fields()), ...Object.fromEntries(request.query) };
    const path = textIn(fields, "path");
    // Why: a client that asks for a file that is not there is to learn it here, in JSON.
    this.#volumes.files.stat(path);
    const expires = this.#expiry(fields);
    return this.#address({ action: "download", path, expires }, context);
  }

  async parts(request: RawRequest, context: RequestContext): Promise<object> {
    const fields = await request.fields();
    const { path, token } = this.#session(fields, "multipart");
    const start = numberIn(fields, "start_part_number", 1, MOST_PARTS);
    const count = numberIn(fields, "count", 1, MOST_PARTS - start + 1);
    const expires = this.#expiry(fields);
    return {
      upload_part_urls: Array.from({ length: count }, (_, index) => {
        const part = start + index;
        const claims: Claims = { action: "part", path, expires, session: token, part };
        return { part_number: part, ...this.#address(claims, context) };
      }),
    };
  }

  async resume(request: RawRequest, context: RequestContext): Promise<object> {
    const session = this.#session(await request.fields(), "resumable");
    const { path, token } = session;
    // Why: the address of a resumable upload is good for as long as the upload.
    const expires = this.#volumes.expiry(session);
    const claims: Claims = { action: "resume", path, expires, session: token };
    return { resumable_upload_url: this.#address(claims, context) };
  }

  async abort(request: RawRequest, context: RequestContext): Promise<object> {
    const fields = await request.fields();
    const { path, token } = this.#session(fields, "multipart");
    const expires = this.#expiry(fields);
    const claims: Claims = { action: "abort", path, expires, session: token };
    return { abort_upload_url: this.#address(claims, context) };
  }

  /** `POST /api/2.0/fs/files/...?action=`. */
  act(request: RawRequest): Promise<object> | object {
    const action = request.query.get("action");
    const path = request.values["path"] ?? "";
    if (action === "initiate-upload") return this.#initiate(path, request.query);
    if (action === "complete-upload") return this.#complete(path, request);
    throw invalidArgument(`action '${action ?? ""}': must be initiate-upload or complete-upload.`);
  }

  #initiate(path: string, query: URLSearchParams): object {
    const protocol = this.#protocol === "resumable" ? "resumable" : "multipart";
    const overwrite = flagIn(query, "overwrite");
    const { token } = this.#volumes.beginUpload(protocol, path, overwrite);
    return { [`${protocol}_upload`]: { session_token: token } };
  }

  async #complete(path: string, request: RawRequest): Promise<object> {
    const type = request.query.get("upload_type") ?? "multipart";
    if (type !== "multipart") throw invalidArgument(`upload_type '${type}': must be multipart.`);
    const token = request.query.get("session_token") ?? "";
    this.#volumes.upload(token, "multipart", path);
    await this.#volumes.multipart.complete(token, partsIn(await request.fields()));
    return {};
  }

  #session(fields: Fields, protocol: UploadProtocol): UploadSession {
    return this.#volumes.upload(textIn(fields, "session_token"), protocol, textIn(fields, "path"));
  }

  #expiry(fields: Fields): number {
    try {
      return expiryOf(fields["expire_time"], this.#now());
    } catch (error) {
      throw error instanceof RangeError ? invalidArgument(`${error.message}.`) : error;
    }
  }

  #address(claims: Claims, context: RequestContext): Address {
    return { url: addressFor(this.#volumes.signer, claims, context), headers: [] };
  }
}

/** What a workspace without presigned addresses answers: clients go by the reason. */
function refuse(): never {
  const text = "Presigned URLs are not enabled in this workspace.";
  throw filesError("PERMISSION_DENIED", text, "API_IS_NOT_ENABLED");
}
