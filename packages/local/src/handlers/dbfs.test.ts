import { describe, expect } from "vitest";
import { proof } from "../testing/proof.js";

const MIB = 1024 * 1024;
const base64 = (data: Uint8Array | string): string =>
  Buffer.from(data as string).toString("base64");

describe("files.DbfsAPI", () => {
  proof(
    [
      "files.DbfsAPI.create",
      "files.DbfsAPI.addBlock",
      "files.DbfsAPI.close",
      "files.DbfsAPI.getStatus",
      "files.DbfsAPI.read",
    ],
    "writes and reads 2.5 MB in blocks of 1 MiB",
    async ({ call, error }) => {
      const whole = Buffer.alloc(2_500_000, "0123456789abcdefg");
      const { handle } = await call<{ handle: number }>("POST", "/api/2.0/dbfs/create", {
        path: "/big.bin",
      });
      for (let at = 0; at < whole.length; at += MIB) {
        const data = base64(whole.subarray(at, at + MIB));
        expect(await call("POST", "/api/2.0/dbfs/add-block", { handle, data })).toEqual({});
      }
      const tooMuch = { handle, data: base64(Buffer.alloc(MIB + 1)) };
      expect(await error("POST", "/api/2.0/dbfs/add-block", tooMuch)).toMatchObject({
        status: 400,
        errorCode: "MAX_BLOCK_SIZE_EXCEEDED",
      });
      await call("POST", "/api/2.0/dbfs/close", { handle });
      const status = await call("GET", "/api/2.0/dbfs/get-status?path=dbfs:/big.bin");
      expect(status).toMatchObject({ path: "/big.bin", is_dir: false, file_size: whole.length });
      const parts: Buffer[] = [];
      for (let offset = 0; offset < whole.length; offset += MIB) {
        const query = `path=/big.bin&offset=${offset}&length=${MIB}`;
        const { data } = await call<{ data: string }>("GET", `/api/2.0/dbfs/read?${query}`);
        parts.push(Buffer.from(data, "base64"));
      }
      expect(Buffer.concat(parts).equals(whole)).toBe(true);
      expect(await error("POST", "/api/2.0/dbfs/create", { path: "/big.bin" })).toMatchObject({
        status: 400,
        errorCode: "RESOURCE_ALREADY_EXISTS",
        body: { message: "A file or directory already exists at the input path dbfs:/big.bin." },
      });
    },
  );

  proof(
    [
      "files.DbfsAPI.put",
      "files.DbfsAPI.list",
      "files.DbfsAPI.mkdirs",
      "files.DbfsAPI.move",
      "files.DbfsAPI.delete",
    ],
    "puts, lists, moves and deletes",
    async ({ call, error }) => {
      const post = (what: string, body: object): Promise<unknown> =>
        call("POST", `/api/2.0/dbfs/${what}`, body);
      expect(await post("mkdirs", { path: "/d/empty" })).toEqual({});
      await post("put", { path: "/d/f", contents: base64("hello") });
      await post("put", { path: "/d/f", contents: base64("hello you"), overwrite: true });
      await post("move", { source_path: "/d/f", destination_path: "/d/g" });
      const { files } = await call<{ files: object[] }>("GET", "/api/2.0/dbfs/list?path=/d");
      expect(files).toMatchObject([
        { path: "/d/empty", is_dir: true, file_size: 0 },
        { path: "/d/g", is_dir: false, file_size: 9 },
      ]);
      expect(await call("GET", "/api/2.0/dbfs/list?path=/d/empty")).toEqual({});
      expect(await call("GET", "/api/2.0/dbfs/read?path=/d/g&offset=6")).toEqual({
        bytes_read: 3,
        data: base64("you"),
      });
      expect(await error("POST", "/api/2.0/dbfs/delete", { path: "/d" })).toMatchObject({
        status: 400,
        body: { message: "Directory is not empty. Use recursive delete or remove contents first." },
      });
      await post("delete", { path: "/d", recursive: true });
      expect(await error("GET", "/api/2.0/dbfs/get-status?path=/d")).toMatchObject({
        status: 404,
        errorCode: "RESOURCE_DOES_NOT_EXIST",
      });
      for (const contents of [undefined, "not base64!", "abcde"]) {
        expect(await error("POST", "/api/2.0/dbfs/put", { path: "/x", contents })).toMatchObject({
          status: 400,
          errorCode: "INVALID_PARAMETER_VALUE",
        });
      }
      expect(await error("GET", "/api/2.0/dbfs/list?path=/Volumes/a")).toMatchObject({
        status: 403,
      });
      expect(await error("POST", "/api/2.0/dbfs/close", { handle: "12" })).toMatchObject({
        status: 404,
      });
    },
  );

  proof(["files.DbfsAPI.put"], "takes the contents as a form too", async ({ call, error }) => {
    const form = new FormData();
    form.set("path", "/form");
    form.set("contents", new Blob([Buffer.from("from a form")]), "form");
    await call("POST", "/api/2.0/dbfs/put", form);
    const { data } = await call<{ data: string }>("GET", "/api/2.0/dbfs/read?path=/form");
    expect(Buffer.from(data, "base64").toString()).toBe("from a form");
    const size = 3 * MIB + 1;
    form.set("contents", new Blob([Buffer.alloc(size, "x")]), "form");
    expect(await error("POST", "/api/2.0/dbfs/put", form)).toMatchObject({
      status: 400,
      errorCode: "RESOURCE_ALREADY_EXISTS",
    });
    form.set("overwrite", "true");
    await call("POST", "/api/2.0/dbfs/put", form);
    expect(await call("GET", "/api/2.0/dbfs/get-status?path=/form")).toMatchObject({
      file_size: size,
    });
    const contents = base64(Buffer.alloc(MIB + 1));
    expect(await error("POST", "/api/2.0/dbfs/put", { path: "/json", contents })).toMatchObject({
      status: 400,
      errorCode: "MAX_BLOCK_SIZE_EXCEEDED",
    });
  });

  proof(
    ["files.DbfsAPI.create", "files.DbfsAPI.addBlock"],
    "forgets a stream that was not used for 10 minutes",
    async ({ workspace, call, error }) => {
      const { handle } = await call<{ handle: number }>("POST", "/api/2.0/dbfs/create", {
        path: "/idle",
      });
      const block = { handle, data: base64("x") };
      await call("POST", "/api/2.0/dbfs/add-block", block);
      workspace.clock.advance(600_001);
      expect(await error("POST", "/api/2.0/dbfs/add-block", block)).toMatchObject({
        status: 404,
        errorCode: "RESOURCE_DOES_NOT_EXIST",
      });
    },
  );

  proof(
    ["files.DbfsAPI.read", "files.DbfsAPI.move"],
    "says what is wrong with a request",
    async ({ call, error }) => {
      await call("POST", "/api/2.0/dbfs/put", { path: "/a", contents: base64("abc") });
      await call("POST", "/api/2.0/dbfs/mkdirs", { path: "/d" });
      expect(await call("GET", "/api/2.0/dbfs/read?path=/a&offset=3")).toEqual({
        bytes_read: 0,
        data: "",
      });
      await call("POST", "/api/2.0/dbfs/move", { source_path: "/a", destination_path: "/b" });
      const read = async (query: string): Promise<unknown> =>
        (await error("GET", `/api/2.0/dbfs/read?${query}`)).errorCode;
      expect(await read("path=/a")).toBe("RESOURCE_DOES_NOT_EXIST");
      expect(await read("path=/d")).toBe("INVALID_PARAMETER_VALUE");
      expect(await read("path=/b&offset=-1")).toBe("INVALID_PARAMETER_VALUE");
      expect(await read("path=/b&length=-1")).toBe("INVALID_PARAMETER_VALUE");
      expect(await read(`path=/b&length=${MIB + 1}`)).toBe("MAX_READ_SIZE_EXCEEDED");
      expect(await read("path=relative")).toBe("INVALID_PARAMETER_VALUE");
      expect(await read("path=dbfs:/Volumes/main/default/v/f")).toBe("PERMISSION_DENIED");
    },
  );
});
