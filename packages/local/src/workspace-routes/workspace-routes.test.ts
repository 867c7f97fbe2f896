import * as http from "node:http";
import { describe, expect } from "vitest";
import { proof } from "../testing/proof.js";

const HOME = "/Users/me@example.com";
const IMPORT = "/api/2.0/workspace-files/import-file";

describe("workspace files", () => {
  proof([], "are sent and read as they are, by paths however spelled", async ({ send }) => {
    const bytes = Buffer.from([0, 255, 1]);
    const spellings = [
      `${IMPORT}/${encodeURIComponent(`${HOME}/a b.bin`)}`,
      `${IMPORT}${HOME}/${encodeURIComponent("a b.bin")}`,
      `${IMPORT}/Workspace${HOME}/a%20b.bin`,
    ];
    for (const path of spellings) {
      const sent = await send("POST", `${path}?overwrite=true`, bytes);
      expect([sent.status, await sent.json()]).toEqual([200, {}]);
    }
    const path = `/api/2.0/workspace-files/${encodeURIComponent(`/Workspace${HOME}/a b.bin`)}`;
    const read = await send("GET", path);
    expect(read.headers.get("content-length")).toBe("3");
    expect(Buffer.from(await read.arrayBuffer()).equals(bytes)).toBe(true);
    const head = await send("HEAD", path);
    expect([head.status, head.headers.get("content-length")]).toEqual([200, "3"]);
  });

  proof(
    ["workspace.WorkspaceAPI.mkdirs", "workspace.WorkspaceAPI.delete"],
    "are the locks of bundles",
    async ({ send, call }) => {
      const path = `/Workspace${HOME}/.bundle/state/deploy.lock`;
      const take = (): Promise<Response> =>
        send("POST", `${IMPORT}${path}?overwrite=false`, Buffer.from("{}"));
      const early = await take();
      expect([early.status, await early.json()]).toMatchObject([
        404,
        { message: `The parent folder (/Workspace${HOME}/.bundle/state) does not exist.` },
      ]);
      await call("POST", "/api/2.0/workspace/mkdirs", { path: path.replace(/\/[^/]*$/, "") });
      const taken = await Promise.all([take(), take(), take()]);
      expect(taken.map(({ status }) => status).toSorted()).toEqual([200, 409, 409]);
      const late = await take();
      expect(await late.json()).toMatchObject({
        error_code: "ALREADY_EXISTS",
        message: `Path (${path}) already exists.`,
      });
      await call("POST", "/api/2.0/workspace/delete", { path });
      expect((await take()).status).toBe(200);
    },
  );

  proof([], "that are refused on the way leave a connection that can be used", async (test) => {
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
    const { host, token } = test.workspace;
    const send = (method: string, path: string, body?: Uint8Array): Promise<number | undefined> =>
      new Promise((resolve, reject) => {
        const headers = { authorization: `Bearer ${token}` };
        const request = http.request(host + path, { agent, method, headers }, (response) => {
          response.resume().once("end", () => resolve(response.statusCode));
        });
        request.once("error", reject).end(body);
      });
    try {
      const tooLarge = Buffer.alloc(12 * 1024 * 1024);
      expect(await send("POST", `${IMPORT}${HOME}/n.py`, tooLarge)).toBe(400);
      expect(await send("GET", "/api/2.0/secrets/scopes/list")).toBe(200);
    } finally {
      agent.destroy();
    }
  });

  proof([], "are notebooks where their header says so", async ({ send, call }) => {
    const source = "# Databricks notebook source\n1";
    await send("POST", `${IMPORT}${HOME}/n.py`, Buffer.from(source));
    const status = `/api/2.0/workspace/get-status?path=${HOME}/n`;
    expect(await call("GET", status)).toMatchObject({ object_type: "NOTEBOOK" });
    const read = await send("GET", `/api/2.0/workspace-files${HOME}/n`);
    expect(await read.text()).toBe(source);
    const none = await send("GET", `/api/2.0/workspace-files${HOME}/n.py`);
    expect(none.status).toBe(404);
  });
});
