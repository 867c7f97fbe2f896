import type { CallOptions, Operation, ServiceClient } from "../../../api-client/index.js";
import { InvalidResponseError } from "../../../errors/index.js";
import { namingPath } from "../naming-path.js";
import type { WireUrl } from "../storage/storage-url.js";

/** How the service wants a file in parts: at an address each, or one after the other at one. */
export interface UploadSession {
  readonly kind: "multipart" | "resumable";
  readonly token: string;
}

/** A part that storage has taken. */
export interface SentPart {
  readonly part_number: number;
  readonly etag: string;
}

interface WireSession {
  readonly session_token?: string;
}

interface InitiateResponse {
  readonly multipart_upload?: WireSession;
  readonly resumable_upload?: WireSession;
}

/** An address of a part, as the service writes it. */
export interface WirePartUrl extends WireUrl {
  readonly part_number?: number;
}

/** The calls that surround an upload in parts. The service's own documents do not have them. */
export class UploadCalls {
  readonly #api: ServiceClient;
  readonly #path: string;

  /** @param path Of the file. */
  constructor(api: ServiceClient, path: string) {
    this.#api = api;
    this.#path = path;
  }

  /** Begins an upload. Throws an {@link InvalidResponseError} for a protocol that nobody knows. */
  async initiate(overwrite: boolean, call: CallOptions): Promise<UploadSession> {
    const request = { file_path: this.#path, action: "initiate-upload", overwrite };
    const { multipart_upload: multipart, resumable_upload: resumable } = {
      ...(await this.#api.call<InitiateResponse | undefined>(INITIATE, request, call)),
    };
    const kind = multipart?.session_token === undefined ? "resumable" : "multipart";
    const token = multipart?.session_token ?? resumable?.session_token;
    if (token !== undefined) return { kind, token };
    throw new InvalidResponseError(
      `the service began an upload to ${this.#path} in a way that this version does not know`,
    );
  }

  /** Addresses for `count` parts from `first` on; the service may give fewer. */
  async partUrls(
    range: { readonly token: string; readonly first: number; readonly count: number },
    expires: string,
    call: CallOptions,
  ): Promise<readonly WirePartUrl[]> {
    const request = {
      path: this.#path,
      session_token: range.token,
      start_part_number: range.first,
      count: range.count,
      expire_time: expires,
    };
    type Response = { upload_part_urls?: WirePartUrl[] } | undefined;
    const response = await this.#named<Response>(PART_URLS, request, call);
    return response?.upload_part_urls ?? [];
  }

  /** The one address of a resumable upload. */
  async resumableUrl(token: string, call: CallOptions): Promise<WireUrl | undefined> {
    const request = { path: this.#path, session_token: token };
    type Response = { resumable_upload_url?: WireUrl } | undefined;
    const response = await this.#named<Response>(RESUMABLE_URL, request, call);
    return response?.resumable_upload_url;
  }

  /** The address at which a multipart upload is given up. */
  async abortUrl(token: string, expires: string, call: CallOptions): Promise<WireUrl | undefined> {
    const request = { path: this.#path, session_token: token, expire_time: expires };
    type Response = { abort_upload_url?: WireUrl } | undefined;
    const response = await this.#named<Response>(ABORT_URL, request, call);
    return response?.abort_upload_url;
  }

  /** Makes the file of its parts, which are in order. */
  complete(token: string, parts: readonly SentPart[], call: CallOptions): Promise<void> {
    const request = {
      file_path: this.#path,
      action: "complete-upload",
      upload_type: "multipart",
      session_token: token,
      parts,
    };
    return this.#api.call(COMPLETE, request, call);
  }

  #named<T>(operation: Operation, request: object, call: CallOptions): Promise<T> {
    return namingPath(this.#path, this.#api.call<T>(operation, request, call));
  }
}

const INITIATE: Operation = {
  verb: "POST",
  path: "/api/2.0/fs/files{+file_path}",
};

const PART_URLS: Operation = {
  verb: "POST",
  path: "/api/2.0/fs/create-upload-part-urls",
  body: "*",
};

const RESUMABLE_URL: Operation = {
  verb: "POST",
  path: "/api/2.0/fs/create-resumable-upload-url",
  body: "*",
};

const ABORT_URL: Operation = {
  verb: "POST",
  path: "/api/2.0/fs/create-abort-upload-url",
  body: "*",
};

const COMPLETE: Operation = {
  verb: "POST",
  path: "/api/2.0/fs/files{+file_path}",
  body: "*",
  query: ["action", "upload_type", "session_token"],
};
