/** What a request to the {@link FakeCloud} is for. */
export type Action =
  | "whole"
  | "initiate"
  | "part-urls"
  | "resumable-url"
  | "abort-url"
  | "complete"
  | "metadata"
  | "part"
  | "chunk"
  | "ask"
  | "abort"
  | "probe"
  | "other";

/** A request as a {@link FakeCloud} saw it. */
export interface SeenRequest {
  readonly action: Action;
  readonly place: "workspace" | "storage";
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Bytes of the body. */
  readonly size: number;
  /** The part's number, where it is one. */
  readonly number: number;
}

/** What goes wrong with a request. */
export type Fault =
  /** An answer in place of the right one; nothing is carried out. */
  | { readonly status: number; readonly headers?: Record<string, string>; readonly body?: string }
  /** The connection is cut: before anything happens, or when all is done but the answer. */
  | "cut"
  | "lost"
  /** Nothing ever comes. */
  | "silence"
  /** The answer comes before the body has been read. */
  | { readonly early: number; readonly body?: string }
  /** A chunk of which only some bytes are kept, and then the connection is cut. */
  | { readonly kept: number };

/** What AWS answers when a presigned URL is too old. */
export const expiredOnAws: Fault = {
  status: 403,
  body: `<?xml version="1.0" encoding="UTF-8"?>
<Error><Code>AccessDenied</Code><Message>Request has expired</Message><X-Amz-Expires>60</X-Amz-Expires></Error>`,
};

/** What Azure answers when a shared access signature is too old. */
export const expiredOnAzure: Fault = {
  status: 403,
  body: `\uFEFF<?xml version="1.0" encoding="utf-8"?><Error><Code>AuthenticationFailed</Code><Message>Server failed to authenticate the request.
RequestId:1
Time:2026-01-01T00:00:00Z</Message><AuthenticationErrorDetail>Signature not valid in the specified time frame: Start [1] - Expiry [2] - Current [3]</AuthenticationErrorDetail></Error>`,
};

/** What storage answers to whom it does not let in, whatever the URL. */
export const forbidden: Fault = {
  status: 403,
  body: "<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>",
};
