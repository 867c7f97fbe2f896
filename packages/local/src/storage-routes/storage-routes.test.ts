import * as fs from "node:fs";
import * as http from "node:http";
import * as os from "node:os";
import * as path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startLocalWorkspace, type LocalWorkspace, type LocalWorkspaceOptions } from "../index.js";
import { call, CallError } from "../testing/call.js";

const HOUR = 3_600_000;
const FILE = "/Volumes/main/default/v/d/a b.txt";
const FILES = `/api/2.0/fs/files${FILE.replace(" ", "%20")}`;

let workspace: LocalWorkspace;
let folder: string;

async function start(options: LocalWorkspaceOptions = {}): Promise<void> {
  workspace = await startLocalWorkspace({ folder, ...options });
}

beforeEach(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "storage-test-"));
  await start();
  await post("/api/2.1/unity-catalog/volumes", {
    catalog_name: "main",
    schema_name: "default",
    name: "v",
    volume_type: "MANAGED",
  });
});
afterEach(async () => {
  await workspace.close();
  fs.rmSync(folder, { recursive: true, force: true });
});

/** The same folder, on the same port, so that addresses are still good. */
async function restart(options: LocalWorkspaceOptions = {}): Promise<void> {
  const port = Number(new URL(workspace.host).port);
  await workspace.close();
  await start({ port, ...options });
  // fetch() notices by using it that a connection it kept is gone.
  await fetch(workspace.host).catch(() => undefined);
}

interface Address {
  readonly url: string;
  readonly headers: readonly { readonly name: string; readonly value: string }[];
}

interface Begun {
  readonly multipart_upload?: { readonly session_token: string };
  readonly resumable_upload?: { readonly session_token: string };
}

const post = <T>(at: string, body?: object): Promise<T> => call<T>(workspace, "POST", at, body);
const write = (text: string): Promise<unknown> =>
  call(workspace, "PUT", `${FILES}?overwrite=true`, Buffer.from(text));

async function refused(work: Promise<unknown>): Promise<[status: number, reason: unknown]> {
  try {
    await work;
  } catch (error) {
    if (!(error instanceof CallError)) throw error;
    const { details } = error.body as { details: { reason: string }[] };
    return [error.status, details[0]?.reason];
  }
  throw new Error("expected an error");
}

/** Status, and the code in the XML of an error or else the text. */
async function fetched(url: string, init?: RequestInit): Promise<[number, string]> {
  const response = await fetch(url, init);
  const text = await response.text();
  if (response.ok) return [response.status, text];
  return [response.status, /<Code>(.*)<\/Code>/.exec(text)?.[1] ?? text];
}

const content = async (): Promise<string> => {
  const headers = { authorization: `Bearer ${workspace.token}` };
  return (await fetch(workspace.host + FILES, { headers })).text();
};

async function downloadUrl(query: Record<string, string> = {}): Promise<string> {
  const search = new URLSearchParams({ path: FILE, ...query });
  return (await post<Address>(`/api/2.0/fs/create-download-url?${search}`)).url;
}

describe("a presigned address", () => {
  it("downloads a file, and parts of it, without credentials", async () => {
    await write("0123456789");
    const url = await downloadUrl();
    expect(await fetched(url)).toEqual([200, "0123456789"]);
    expect(await fetched(url, { headers: { range: "bytes=3-5" } })).toEqual([206, "345"]);
    const past = { "if-unmodified-since": new Date(0).toUTCString() };
    expect(await fetched(url, { headers: past })).toEqual([412, "PreconditionFailed"]);
    const etag = (await fetch(url)).headers.get("etag") ?? "";
    const headers = { range: "bytes=3-5", "if-range": etag };
    expect(await fetched(url, { headers })).toEqual([206, "345"]);
    const known = await fetch(url, { headers: { "if-none-match": etag } });
    expect([known.status, known.headers.get("etag")]).toEqual([304, etag]);
    await write("9876543210");
    expect(await fetched(url, { headers })).toEqual([200, "9876543210"]);
    expect((await fetched(url, { headers: { "if-match": etag } }))[0]).toBe(412);
    const beyond = await fetch(url, { headers: { range: "bytes=10-" } });
    expect([beyond.status, beyond.headers.get("content-range")]).toEqual([416, "bytes */10"]);
  });

  it("allows what it says, and nothing else", async () => {
    await write("text");
    const url = await downloadUrl();
    const forged = [403, "SignatureDoesNotMatch"];
    for (const method of ["PUT", "DELETE"]) {
      expect(await fetched(url, { method })).toEqual(forged);
    }
    expect((await fetch(url, { method: "HEAD" })).status).toBe(403);
    for (const method of ["POST", "PATCH", "OPTIONS"]) {
      expect(await fetched(url, { method })).toEqual(forged);
    }
    expect(await fetched(url, { method: "PROPFIND" })).toEqual([403, "AccessDenied"]);
    expect(await fetched(url.replace(/\bo=\d+/, "o=77"))).toEqual([404, "NoSuchBucket"]);
    expect(await fetched(url.replace("/a%20b", "/%zz"))).toEqual([400, "InvalidRequest"]);
    expect(await fetched(url.split("?")[0] ?? "")).toEqual(forged);
    const changed = new URL(url);
    changed.pathname = changed.pathname.replace("a%20b", "c");
    expect(await fetched(changed.href)).toEqual(forged);
    for (const [name, value] of [
      ["expires", String(Date.now() + 10 * HOUR)],
      ["action", "abort"],
      ["action", "toString"],
      ["session", "x"],
      ["part", "1"],
      ["signature", ""],
    ] as const) {
      const other = new URL(url);
      other.searchParams.set(name, value);
      expect(await fetched(other.href)).toEqual(forged);
    }
  });

  it("is the server's own where the name it was reached by is none", async () => {
    await write("text");
    const url = `${workspace.host}/api/2.0/fs/create-download-url?path=${encodeURIComponent(FILE)}`;
    const headers = { authorization: `Bearer ${workspace.token}`, host: "no host^" };
    const answer = await new Promise<string>((resolve, reject) => {
      const request = http.request(url, { method: "POST", headers }, (response) => {
        response.setEncoding("utf8").once("data", resolve);
      });
      request.once("error", reject).end();
    });
    const given = JSON.parse(answer) as { readonly url: string };
    expect(await fetched(given.url)).toEqual([200, "text"]);
  });

  it("refuses credentials, which do not belong there", async () => {
    await write("text");
    const headers = { authorization: `Bearer ${workspace.token}` };
    expect(await fetched(await downloadUrl(), { headers })).toEqual([400, "InvalidArgument"]);
  });

  it("expires by the workspace's clock, as AWS says it", async () => {
    await write("text");
    const soon = new Date(workspace.clock.now() + 60_000).toISOString();
    const url = await downloadUrl({ expire_time: soon });
    expect((await fetch(url)).status).toBe(200);
    workspace.clock.advance(60_000);
    const expired = await fetch(url);
    expect([expired.status, expired.headers.get("content-type")]).toEqual([403, "application/xml"]);
    expect(await expired.text()).toContain(
      "<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>",
    );
  });

  it.each([
    ["none", undefined],
    ["one that is past by the workspace's clock", new Date(0).toISOString()],
    ["one that is far away", new Date(Date.now() + 30 * 24 * HOUR).toISOString()],
  ])("is good for an hour when the time asked for is %s", async (_, expire_time) => {
    await write("text");
    const url = await downloadUrl(expire_time === undefined ? {} : { expire_time });
    workspace.clock.advance(HOUR - 60_000);
    expect((await fetch(url)).status).toBe(200);
    workspace.clock.advance(60_000);
    expect((await fetch(url)).status).toBe(403);
  });

  it("outlives a restart", async () => {
    await write("text");
    const url = await downloadUrl();
    await restart();
    expect(await fetched(url)).toEqual([200, "text"]);
  });

  it("is not given out for a file that is not there, nor for a wrong time", async () => {
    expect(await refused(downloadUrl())).toEqual([404, "FILES_API_FILE_NOT_FOUND"]);
    await write("text");
    for (const expire_time of ["tomorrow", "5", "2026-01-01"]) {
      const wrong = downloadUrl({ expire_time });
      expect(await refused(wrong)).toEqual([400, "FILES_API_INVALID_ARGUMENT"]);
    }
    expect(await refused(downloadUrl({ path: "" }))).toEqual([400, "FILES_API_INVALID_ARGUMENT"]);
    const url = await downloadUrl();
    await call(workspace, "DELETE", FILES);
    expect(await fetched(url)).toEqual([404, "NoSuchKey"]);
  });
});

describe("a multipart upload", () => {
  let session_token: string;
  const begin = async (overwrite = "False"): Promise<void> => {
    const begun = await post<Begun>(`${FILES}?action=initiate-upload&overwrite=${overwrite}`);
    session_token = begun.multipart_upload?.session_token ?? "";
  };
  const partUrls = async (start_part_number: number, count: number): Promise<string[]> => {
    const { upload_part_urls } = await post<{
      upload_part_urls: (Address & { part_number: number })[];
    }>("/api/2.0/fs/create-upload-part-urls", {
      path: FILE,
      session_token,
      start_part_number,
      count,
      expire_time: new Date(Date.now() + HOUR).toISOString(),
    });
    const numbers = upload_part_urls.map(({ part_number }) => part_number);
    expect(numbers).toEqual(Array.from({ length: count }, (_, index) => start_part_number + index));
    return upload_part_urls.map(({ url }) => url);
  };
  const putPart = async (url: string, body: string): Promise<string> => {
    const response = await fetch(url, { method: "PUT", body });
    expect(response.status).toBe(200);
    return response.headers.get("etag") ?? "";
  };
  const complete = (parts: readonly (object | null)[]): Promise<unknown> => {
    const query = new URLSearchParams({
      action: "complete-upload",
      upload_type: "multipart",
      session_token,
    });
    return post(`${FILES}?${query}`, { parts });
  };
  const abortUrl = async (): Promise<string> => {
    const body = { path: FILE, session_token, expire_time: "2100-01-01T00:00:00Z" };
    type Answer = { abort_upload_url: Address };
    const { abort_upload_url } = await post<Answer>("/api/2.0/fs/create-abort-upload-url", body);
    return abort_upload_url.url;
  };

  beforeEach(() => begin());

  it("sends parts to addresses and names their tags in the end", async () => {
    const [one = "", two = "", three = ""] = await partUrls(1, 3);
    const parts = [
      { part_number: 1, etag: await putPart(one, "aaaa") },
      { part_number: 2, etag: await putPart(two, "bbbb") },
      { part_number: 3, etag: await putPart(three, "cc") },
    ];
    expect(parts[0]?.etag).toMatch(/^"[0-9a-f-]+"$/);
    expect(await complete(parts)).toEqual({});
    expect(await content()).toBe("aaaabbbbcc");
    expect(await complete(parts)).toEqual({});
  });

  it("goes on with new addresses when the old ones have expired, and after a restart", async () => {
    const [one = "", two = ""] = await partUrls(1, 2);
    const parts = [{ part_number: 1, etag: await putPart(one, "aaaa") }];
    workspace.clock.advance(2 * HOUR);
    expect(await fetched(two, { method: "PUT", body: "bb" })).toEqual([403, "AccessDenied"]);
    const [fresh = ""] = await partUrls(2, 1);
    await restart();
    parts.push({ part_number: 2, etag: await putPart(fresh, "bb") });
    await complete(parts);
    expect(await content()).toBe("aaaabb");
  });

  it("does not replace a file that is there", async () => {
    const [url = ""] = await partUrls(1, 1);
    const parts = [{ part_number: 1, etag: await putPart(url, "new") }];
    await write("old");
    expect(await refused(complete(parts))).toEqual([409, "FILES_API_FILE_ALREADY_EXISTS"]);
    expect(await content()).toBe("old");
    await begin("True");
    const [again = ""] = await partUrls(1, 1);
    await complete([{ part_number: 1, etag: await putPart(again, "new") }]);
    expect(await content()).toBe("new");
  });

  it("is refused without parts, with wrong ones, and for wrong numbers", async () => {
    const invalid = [400, "FILES_API_INVALID_ARGUMENT"];
    expect(await refused(complete([]))).toEqual(invalid);
    expect(await refused(complete([{ part_number: 1, etag: "x" }]))).toEqual(invalid);
    expect(await refused(complete([{ part_number: 0, etag: "x" }]))).toEqual(invalid);
    expect(await refused(complete([{ part_number: 1 }]))).toEqual(invalid);
    expect(await refused(complete([null]))).toEqual(invalid);
    for (const [start, count] of [
      [0, 1],
      [1, 0],
      [10_001, 1],
      [10_000, 2],
      [true, 1],
      [1, [1]],
      [1.5, 1],
      ["1e0", 1],
    ]) {
      expect(await refused(partUrls(start as number, count as number))).toEqual(invalid);
    }
    expect(await partUrls(10_000, 1)).toHaveLength(1);
    expect(await refused(post(`${FILES}?action=other`))).toEqual(invalid);
  });

  it("ends when it is aborted", async () => {
    const [url = ""] = await partUrls(1, 1);
    const abort = await abortUrl();
    expect((await fetch(abort, { method: "DELETE" })).status).toBe(200);
    expect(await fetched(abort, { method: "DELETE" })).toEqual([404, "NoSuchUpload"]);
    expect(await fetched(url, { method: "PUT", body: "x" })).toEqual([404, "NoSuchUpload"]);
    const over = [404, "FILES_API_UPLOAD_SESSION_NOT_FOUND"];
    expect(await refused(complete([{ part_number: 1, etag: "x" }]))).toEqual(over);
  });

  it("is known for a week", async () => {
    workspace.clock.advance(7 * 24 * HOUR);
    const over = [404, "FILES_API_UPLOAD_SESSION_NOT_FOUND"];
    expect(await refused(partUrls(1, 1))).toEqual(over);
    session_token = "made-up";
    expect(await refused(abortUrl())).toEqual(over);
  });

  it("fails as storage does where the disk fails, and says so to who runs the server", async () => {
    const told: unknown[] = [];
    await restart({ onError: (error) => told.push(error) });
    await begin();
    const [url = ""] = await partUrls(1, 1);
    for (const name of fs.readdirSync(folder, { recursive: true, encoding: "utf8" })) {
      if (path.basename(name) === session_token)
        fs.rmSync(path.join(folder, name), { recursive: true });
    }
    const failed = await fetched(url, { method: "PUT", body: "abc" });
    expect(failed).toEqual([500, "InternalError"]);
    expect(told).toMatchObject([{ code: "ENOENT" }]);
  });

  it("meets faults at its addresses", async () => {
    const [url = ""] = await partUrls(1, 1);
    const match = "PUT /storage/Volumes/main/**";
    const body = "<Error><Code>SlowDown</Code></Error>";
    const headers = { "content-type": "application/xml" };
    workspace.faults.add({ match, status: 503, body, headers, times: 2 });
    workspace.faults.add({ match, drop_upload_after: 3, times: 1 });
    const put = (): Promise<[number, string]> => fetched(url, { method: "PUT", body: "abcdef" });
    expect([await put(), await put()]).toEqual([
      [503, "SlowDown"],
      [503, "SlowDown"],
    ]);
    await expect(put()).rejects.toThrow("fetch failed");
    await complete([{ part_number: 1, etag: await putPart(url, "abcdef") }]);
    expect(await content()).toBe("abcdef");
  });
});

describe("a resumable upload", () => {
  let url: string;
  const begin = async (overwrite = false): Promise<void> => {
    const begun = await post<Begun>(`${FILES}?action=initiate-upload&overwrite=${overwrite}`);
    const session_token = begun.resumable_upload?.session_token;
    type Answer = { resumable_upload_url: Address };
    const body = { path: FILE, session_token };
    const answer = await post<Answer>("/api/2.0/fs/create-resumable-upload-url", body);
    url = answer.resumable_upload_url.url;
  };
  const put = async (range: string | undefined, body = ""): Promise<[number, string | null]> => {
    const headers = range === undefined ? {} : { "content-range": range };
    const response = await fetch(url, { method: "PUT", body, headers });
    await response.text();
    return [response.status, response.headers.get("range")];
  };

  beforeEach(async () => {
    await restart({ storage: "resumable" });
    await begin();
  });

  it("sends one chunk after the other and learns how far it is", async () => {
    expect(await put("bytes */*")).toEqual([308, null]);
    expect(await put("bytes 0-3/*", "aaaa")).toEqual([308, "bytes=0-3"]);
    expect(await put("bytes */*")).toEqual([308, "bytes=0-3"]);
    expect(await put("bytes 2-5/*", "aabb")).toEqual([308, "bytes=0-5"]);
    expect((await put("bytes 9-9/*", "x"))[0]).toBe(503);
    expect((await put("bytes nonsense", "x"))[0]).toBe(400);
    expect(await put("bytes 6-6/7", "c")).toEqual([200, null]);
    expect(await put("bytes */*")).toEqual([200, null]);
    expect(await content()).toBe("aaaabbc");
  });

  it("may come whole", async () => {
    expect(await put(undefined, "whole")).toEqual([200, null]);
    expect(await content()).toBe("whole");
    await begin(true);
    expect(await put(undefined)).toEqual([200, null]);
    expect(await content()).toBe("");
  });

  it("goes on where the connection broke", async () => {
    workspace.faults.add({ match: "PUT /storage/**", drop_upload_after: 5, times: 1 });
    await expect(put("bytes 0-7/8", "abcdefgh")).rejects.toThrow("fetch failed");
    expect(await put("bytes */*")).toEqual([308, "bytes=0-4"]);
    await restart({ storage: "resumable" });
    expect(await put("bytes 5-7/8", "fgh")).toEqual([200, null]);
    expect(await content()).toBe("abcdefgh");
  });

  it("lasts for a week, and no longer", async () => {
    workspace.clock.advance(7 * 24 * HOUR - 1000);
    expect(await put("bytes 0-3/*", "aaaa")).toEqual([308, "bytes=0-3"]);
    workspace.clock.advance(1000);
    expect((await put("bytes */*"))[0]).toBe(403);
  });

  it("is refused where a file is, unless it may be replaced", async () => {
    await write("old");
    expect((await put("bytes 0-2/3", "new"))[0]).toBe(412);
    await begin(true);
    expect((await put("bytes 0-2/3", "new"))[0]).toBe(200);
    expect(await content()).toBe("new");
  });

  it("can be cancelled, which storage answers with 499", async () => {
    await put("bytes 0-3/*", "aaaa");
    const cancelled = await fetch(url, { method: "DELETE" });
    expect([cancelled.status, await cancelled.text()]).toEqual([499, ""]);
    expect((await put("bytes */*"))[0]).toBe(499);
  });
});

describe("a workspace without presigned addresses", () => {
  it("says so, for clients to send plain requests", async () => {
    await restart({ storage: "none" });
    await write("text");
    const notEnabled = [403, "FILES_API_API_IS_NOT_ENABLED"];
    expect(await refused(downloadUrl())).toEqual(notEnabled);
    const begun = await post<Begun>(`${FILES}?action=initiate-upload`);
    expect(begun.multipart_upload?.session_token).toBeDefined();
    for (const what of ["upload-part-urls", "resumable-upload-url", "abort-upload-url"]) {
      expect(await refused(post(`/api/2.0/fs/create-${what}`, {}))).toEqual(notEnabled);
    }
  });
});

it("is not behind a proxy", async () => {
  const probe = "/api/2.0/fs/files/DatabricksInternal/Probe/fullstack/wis?ew=1";
  expect((await fetch(workspace.host + probe, { method: "HEAD" })).status).toBe(404);
});
