import * as fs from "node:fs";
import * as http from "node:http";
import * as os from "node:os";
import * as path from "node:path";
import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { startLocalWorkspace } from "../index.js";
import { type Proof, proof } from "../testing/proof.js";

const FILES = "/api/2.0/fs/files/Volumes/main/default/v";
const DIRECTORIES = "/api/2.0/fs/directories/Volumes/main/default/v";

async function createVolume({ call }: Proof): Promise<void> {
  const at = { catalog_name: "main", schema_name: "default", name: "v" };
  await call("POST", "/api/2.1/unity-catalog/volumes", { ...at, volume_type: "MANAGED" });
}

const reasonOf = (body: unknown): unknown =>
  (body as { details: { reason: string }[] }).details[0]?.reason;

describe("files.FilesAPI", () => {
  proof(
    [
      "files.FilesAPI.upload",
      "files.FilesAPI.download",
      "files.FilesAPI.getMetadata",
      "files.FilesAPI.delete",
    ],
    "uploads, downloads and deletes files",
    async (proven) => {
      const { send, workspace } = proven;
      await createVolume(proven);
      const bytes = Buffer.from("0123456789");
      const put = await send("PUT", `${FILES}/a/b%20c.txt`, bytes);
      expect([put.status, await put.text(), put.headers.get("content-length")]).toEqual([
        204,
        "",
        null,
      ]);
      const got = await send("GET", `${FILES}/a/b%20c.txt`);
      expect([got.status, await got.text()]).toEqual([200, "0123456789"]);
      const date = new Date(workspace.clock.now());
      const described = {
        "content-type": "application/octet-stream",
        "content-length": "10",
        "accept-ranges": "bytes",
      };
      expect(Object.fromEntries(got.headers)).toMatchObject(described);
      const modified = Date.parse(got.headers.get("last-modified") ?? "");
      expect(Math.abs(modified - date.getTime())).toBeLessThan(60_000);
      const head = await send("HEAD", `${FILES}/a/b%20c.txt`);
      expect([head.status, await head.text()]).toEqual([200, ""]);
      expect(Object.fromEntries(head.headers)).toMatchObject(described);
      expect((await send("DELETE", `${FILES}/a/b%20c.txt`)).status).toBe(204);
      expect((await send("DELETE", `${FILES}/a/b%20c.txt`)).status).toBe(404);
      const gone = await send("HEAD", `${FILES}/a/b%20c.txt`);
      expect([gone.status, await gone.text()]).toEqual([404, ""]);
    },
  );

  proof(
    ["files.FilesAPI.upload", "files.FilesAPI.download"],
    "replaces files when told so, and takes bodies without a length",
    async (proven) => {
      const { send, error } = proven;
      await createVolume(proven);
      const chunks = (text: string): ReadableStream =>
        Readable.toWeb(Readable.from([Buffer.from(text), Buffer.from("!")])) as ReadableStream;
      await send("PUT", `${FILES}/f?overwrite=false`, chunks("one"));
      const again = await error("PUT", `${FILES}/f`, Buffer.from("two"));
      expect(again).toMatchObject({ status: 409, errorCode: "ALREADY_EXISTS" });
      expect(reasonOf(again.body)).toBe("FILES_API_FILE_ALREADY_EXISTS");
      expect((await send("PUT", `${FILES}/f?overwrite=True`, chunks("two"))).status).toBe(204);
      expect(await (await send("GET", `${FILES}/f`)).text()).toBe("two!");
      expect((await send("PUT", `${FILES}/empty`, Buffer.alloc(0))).status).toBe(204);
      const empty = await send("GET", `${FILES}/empty`);
      expect([empty.status, empty.headers.get("content-length")]).toEqual([200, "0"]);
      const whole = encodeURIComponent("/Volumes/main/default/v/f");
      expect(await (await send("GET", `/api/2.0/fs/files/${whole.slice(3)}`)).text()).toBe("two!");
    },
  );

  proof(
    ["files.FilesAPI.download", "files.FilesAPI.getMetadata"],
    "serves ranges, and only what was not modified",
    async (proven) => {
      const { send } = proven;
      await createVolume(proven);
      await send("PUT", `${FILES}/f`, Buffer.from("0123456789"));
      const get = async (headers: Record<string, string>): Promise<unknown> => {
        const response = await send("GET", `${FILES}/f`, undefined, { headers });
        const range = response.headers.get("content-range");
        return [response.status, response.ok ? await response.text() : "", range];
      };
      expect(await get({ range: "bytes=2-4" })).toEqual([206, "234", "bytes 2-4/10"]);
      expect(await get({ range: "bytes=8-" })).toEqual([206, "89", "bytes 8-9/10"]);
      expect(await get({ range: "bytes=-3" })).toEqual([206, "789", "bytes 7-9/10"]);
      expect(await get({ range: "bytes=0-1,3-4" })).toEqual([200, "0123456789", null]);
      expect(await get({ range: "bytes=10-" })).toEqual([416, "", "bytes */10"]);
      const head = await send("HEAD", `${FILES}/f`);
      const modified = head.headers.get("last-modified") ?? "";
      const before = new Date(Date.parse(modified) - 1000).toUTCString();
      expect(await get({ "if-unmodified-since": modified, range: "bytes=9-" })).toEqual([
        206,
        "9",
        "bytes 9-9/10",
      ]);
      expect(await get({ "if-unmodified-since": before })).toEqual([412, "", null]);
      const headers = { "if-unmodified-since": before };
      expect((await send("HEAD", `${FILES}/f`, undefined, { headers })).status).toBe(412);
    },
  );

  proof(
    [
      "files.FilesAPI.createDirectory",
      "files.FilesAPI.getDirectoryMetadata",
      "files.FilesAPI.listDirectoryContents",
      "files.FilesAPI.deleteDirectory",
    ],
    "makes, lists and deletes directories",
    async (proven) => {
      const { send, call, error } = proven;
      await createVolume(proven);
      for (const _ of [1, 2]) {
        expect((await send("PUT", `${DIRECTORIES}/d/e`)).status).toBe(204);
      }
      const head = await send("HEAD", `${DIRECTORIES}/d`);
      expect([head.status, await head.text()]).toEqual([200, ""]);
      expect((await send("HEAD", `${DIRECTORIES}/none`)).status).toBe(404);
      await send("PUT", `${FILES}/d/f`, Buffer.from("text"));
      const page = await call<{ contents: object[]; next_page_token: string }>(
        "GET",
        `${DIRECTORIES}/d?page_size=1`,
      );
      expect(page.contents).toMatchObject([
        { path: "/Volumes/main/default/v/d/e", name: "e", is_directory: true },
      ]);
      const next = `page_size=1&page_token=${page.next_page_token}`;
      const last = await call("GET", `${DIRECTORIES}/d?${next}`);
      expect(last).toMatchObject({ contents: [{ name: "f", is_directory: false, file_size: 4 }] });
      expect(last).not.toHaveProperty("next_page_token");
      const full = await error("DELETE", `${DIRECTORIES}/d`);
      expect([full.status, reasonOf(full.body)]).toEqual([400, "FILES_API_DIRECTORY_IS_NOT_EMPTY"]);
      expect((await send("DELETE", `${DIRECTORIES}/d/e`)).status).toBe(204);
      expect(await error("PUT", `${DIRECTORIES}/d/f`)).toMatchObject({ status: 409 });
      expect(await call("GET", DIRECTORIES)).toMatchObject({ contents: [{ name: "d" }] });
      const gone = await error("GET", `${DIRECTORIES}/none`);
      expect([gone.status, reasonOf(gone.body)]).toEqual([404, "FILES_API_DIRECTORY_IS_NOT_FOUND"]);
    },
  );

  proof(
    ["files.FilesAPI.upload", "files.FilesAPI.download"],
    "refuses paths that are in no volume",
    async (proven) => {
      const { error } = proven;
      const paths = [
        "/Volumes/x",
        "/Volumes/main/default/v/a//b",
        "/Users/me",
        "/Volumes/a/b/c/..",
      ];
      for (const at of paths) {
        const put = await error("PUT", `/api/2.0/fs/files${at.replace("..", "%2e%2e")}`);
        expect([at, put.status, reasonOf(put.body)]).toEqual([at, 400, "FILES_API_INVALID_PATH"]);
      }
      expect(await error("GET", "/api/2.0/fs/files/Volumes/main/default/none/f")).toMatchObject({
        status: 404,
        errorCode: "NOT_FOUND",
      });
    },
    { fails: ["files.FilesAPI.upload", "files.FilesAPI.download"] },
  );
});

describe("large files", () => {
  it("pass in constant memory, and an upload that breaks off leaves nothing", async () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "files-test-"));
    const workspace = await startLocalWorkspace({ folder });
    const { host, token } = workspace;
    const headers = { authorization: `Bearer ${token}` };
    try {
      await fetch(`${host}/api/2.1/unity-catalog/volumes`, {
        method: "POST",
        headers,
        body: JSON.stringify({
          catalog_name: "main",
          schema_name: "default",
          name: "v",
          volume_type: "MANAGED",
        }),
      });
      const chunk = Buffer.alloc(1024 * 1024, 7);
      const size = 150 * chunk.length;
      const before = process.memoryUsage().rss;
      const body = Readable.from(Array.from({ length: 150 }, () => chunk));
      const sent = http.request(`${host}${FILES}/big`, { method: "PUT", headers });
      body.pipe(sent);
      const [answer] = await new Promise<[http.IncomingMessage]>((resolve) => {
        sent.once("response", (...args) => resolve(args));
      });
      answer.resume();
      expect(answer.statusCode).toBe(204);
      let received = 0;
      const got = await fetch(`${host}${FILES}/big`, { headers });
      for await (const bytes of got.body ?? []) received += bytes.length;
      expect(received).toBe(size);
      expect(process.memoryUsage().rss - before).toBeLessThan(size / 2 + 64 * 1024 * 1024);

      const broken = http.request(`${host}${FILES}/none`, {
        method: "PUT",
        headers: { ...headers, "content-length": 1000 },
      });
      broken.on("error", () => undefined);
      broken.write("x".repeat(500), () => broken.destroy());
      const upload = (): unknown => workspace.journal.entries().at(-1)?.path;
      await expect.poll(upload).toBe(`${FILES}/none`);
      const storage = path.join(folder, "files", `workspace-${workspace.workspaceId}`, "storage");
      expect(fs.readdirSync(path.join(storage, "volumes/main/default/v"))).toEqual(["big"]);
      expect(fs.readdirSync(path.join(storage, "unfinished"))).toEqual([]);
    } finally {
      await workspace.close();
      fs.rmSync(folder, { recursive: true, force: true });
    }
  }, 60_000);
});
