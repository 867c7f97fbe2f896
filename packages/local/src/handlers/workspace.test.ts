import { describe, expect } from "vitest";
import { proof, type Proof } from "../testing/proof.js";

const HEADER = "# Databricks notebook source";
const HOME = "/Users/me@example.com";
const base64 = (text: Uint8Array | string): string =>
  Buffer.from(text as string).toString("base64");
const decode = (text: string): string => Buffer.from(text, "base64").toString();
const query = (path: string, rest = ""): string => `path=${encodeURIComponent(path)}${rest}`;

/** What the calls of a test are made of. */
function operations({ call }: Proof) {
  const post = (what: string, body: object, options?: object): Promise<unknown> =>
    call("POST", `/api/2.0/workspace/${what}`, body, options);
  return {
    post,
    put: (path: string, text: string, rest: object = {}, options?: object) =>
      post("import", { path, content: base64(text), format: "AUTO", ...rest }, options),
    status: (path: string, rest = "") =>
      call<{ object_id: number }>("GET", `/api/2.0/workspace/get-status?${query(path, rest)}`),
    list: (path: string, rest = "") =>
      call<{ objects: { path: string }[] }>("GET", `/api/2.0/workspace/list?${query(path, rest)}`),
    read: async (path: string, rest = "") => {
      const url = `/api/2.0/workspace/export?${query(path, rest)}`;
      const { content, file_type } = await call<{ content: string; file_type: string }>("GET", url);
      return { text: decode(content), file_type };
    },
  };
}

describe("workspace.WorkspaceAPI", () => {
  proof(
    [
      "workspace.WorkspaceAPI.mkdirs",
      "workspace.WorkspaceAPI.import",
      "workspace.WorkspaceAPI.getStatus",
      "workspace.WorkspaceAPI.list",
      "workspace.WorkspaceAPI.export",
      "workspace.WorkspaceAPI.delete",
    ],
    "keeps folders, notebooks and files",
    async (proved) => {
      const { workspace, error } = proved;
      const { post, put, status, list, read } = operations(proved);
      expect(await post("mkdirs", { path: `${HOME}/d/e` })).toEqual({});
      expect(await list(`${HOME}/d/e`)).toEqual({});
      expect(await put(`${HOME}/d/nb.py`, `${HEADER}\n1`)).toEqual({});
      await put(`${HOME}/d/f.txt`, "text");
      const notebook = {
        object_type: "NOTEBOOK",
        path: `${HOME}/d/nb`,
        language: "PYTHON",
        created_at: expect.closeTo(workspace.clock.now(), -5) as number,
        modified_at: expect.closeTo(workspace.clock.now(), -5) as number,
      };
      expect(await status(`${HOME}/d/nb`)).toMatchObject(notebook);
      const { object_id } = await status(`/Workspace${HOME}/d/nb`);
      const { objects } = await list(`${HOME}/d`);
      expect(objects).toMatchObject([
        { object_type: "DIRECTORY", path: `${HOME}/d/e` },
        { object_type: "FILE", path: `${HOME}/d/f.txt`, size: 4 },
        { ...notebook, object_id, resource_id: String(object_id) },
      ]);
      expect(await list(`/Workspace${HOME}/d/nb`)).toMatchObject({
        objects: [{ object_id, path: `/Workspace${HOME}/d/nb` }],
      });
      const later = `&notebooks_modified_after=${workspace.clock.now() + 60_000}`;
      expect((await list(`${HOME}/d`, later)).objects).toHaveLength(2);
      expect(await read(`${HOME}/d/nb`)).toEqual({ text: `${HEADER}\n1`, file_type: "py" });
      expect((await read(`${HOME}/d/nb`, "&format=JUPYTER&outputs=NONE")).file_type).toBe("ipynb");
      expect(await read(`${HOME}/d/f.txt`)).toEqual({ text: "text", file_type: "txt" });
      expect(await error("POST", "/api/2.0/workspace/delete", { path: `${HOME}/d` })).toMatchObject(
        {
          status: 400,
          errorCode: "DIRECTORY_NOT_EMPTY",
        },
      );
      expect(await post("delete", { path: `${HOME}/d`, recursive: true })).toEqual({});
      const gone = { status: 404, errorCode: "RESOURCE_DOES_NOT_EXIST" };
      for (const what of ["get-status", "list", "export"]) {
        const path = `/api/2.0/workspace/${what}?${query(`/Workspace${HOME}/d`)}`;
        expect(await error("GET", path)).toMatchObject({
          ...gone,
          body: { message: `Path (/Workspace${HOME}/d) doesn't exist.` },
        });
      }
    },
  );

  proof(
    ["workspace.WorkspaceAPI.import", "workspace.WorkspaceAPI.export"],
    "takes forms with raw bytes, and gives raw bytes",
    async ({ call, send, error }) => {
      const upload = async (
        bytes: Uint8Array,
        fields: Record<string, string>,
      ): Promise<unknown> => {
        const form = new FormData();
        for (const [name, value] of Object.entries(fields)) form.set(name, value);
        form.set("content", new Blob([bytes as Uint8Array<ArrayBuffer>]), "content");
        return call("POST", "/api/2.0/workspace/import", form);
      };
      const download = async (path: string, rest = ""): Promise<Response> =>
        send("GET", `/api/2.0/workspace/export?${query(path, `&direct_download=true${rest}`)}`);
      const raw = Buffer.from([0, 255, 10, 13]);
      await upload(raw, { path: `${HOME}/raw.bin`, format: "AUTO" });
      const file = await download(`${HOME}/raw.bin`);
      expect(Buffer.from(await file.arrayBuffer()).equals(raw)).toBe(true);
      expect(file.headers.get("content-length")).toBe("4");
      expect(file.headers.get("content-type")).toBe("application/octet-stream");
      const fields = { path: `${HOME}/n.py`, language: "PYTHON" };
      await upload(Buffer.from("print(1)"), fields);
      await upload(Buffer.from("print(2)"), { ...fields, overwrite: "true" });
      expect(await (await download(`${HOME}/n.py`)).text()).toBe(`${HEADER}\nprint(2)`);
      expect(await (await download(HOME, "&format=DBC")).text()).toMatch(/^PK/);
      expect((await download(`${HOME}/none`)).status).toBe(404);
      const bad = { path: `${HOME}/x`, content: "no base64!", format: "AUTO" };
      expect(await error("POST", "/api/2.0/workspace/import", bad)).toMatchObject({
        status: 400,
        errorCode: "INVALID_PARAMETER_VALUE",
        body: { message: "content: must be base64." },
      });
    },
  );

  proof(
    ["workspace.WorkspaceAPI.import"],
    "answers as the platform where an import cannot be",
    async (proved) => {
      const { put } = operations(proved);
      const fails = async (path: string, rest: object, bytes: Uint8Array | string = "x") => {
        const body = { path, content: base64(bytes), ...rest };
        return proved.error("POST", "/api/2.0/workspace/import", body);
      };
      const source = { format: "SOURCE", language: "PYTHON" };
      await put(`${HOME}/n`, "1", source);
      expect(await fails(`${HOME}/n`, source)).toMatchObject({
        status: 400,
        errorCode: "RESOURCE_ALREADY_EXISTS",
        body: { message: `Path (${HOME}/n) already exists.` },
      });
      expect(await fails(`${HOME}/n`, { format: "AUTO", overwrite: true })).toMatchObject({
        status: 400,
        body: { message: "Node named 'n' already exists" },
      });
      expect(await fails(`/Workspace${HOME}/none/n`, source)).toMatchObject({
        status: 404,
        errorCode: "RESOURCE_DOES_NOT_EXIST",
        body: { message: `The parent folder (/Workspace${HOME}/none) does not exist.` },
      });
      expect(await fails(`${HOME}/x`, {})).toMatchObject({ errorCode: "INVALID_PARAMETER_VALUE" });
      expect(await fails(`${HOME}/x`, source, Buffer.alloc(10 * 1024 * 1024 + 1))).toMatchObject({
        status: 400,
        errorCode: "MAX_NOTEBOOK_SIZE_EXCEEDED",
      });
      expect(
        await proved.error("POST", "/api/2.0/workspace/mkdirs", { path: `${HOME}/n/d` }),
      ).toMatchObject({
        status: 400,
        errorCode: "RESOURCE_ALREADY_EXISTS",
        body: { message: "n already exists and it is not a folder" },
      });
      expect(
        await proved.error("POST", "/api/2.0/workspace/delete", { path: "/", recursive: true }),
      ).toMatchObject({ status: 400, errorCode: "DIRECTORY_PROTECTED" });
    },
  );

  proof(
    ["workspace.WorkspaceAPI.getStatus", "workspace.WorkspaceAPI.list"],
    "tells official clients what a notebook came from",
    async (proved) => {
      const { put, status, list } = operations(proved);
      await put(`${HOME}/j.ipynb`, '{"nbformat":4,"cells":[]}');
      await put(`${HOME}/s.py`, HEADER);
      const asked = "&return_export_info=true";
      expect(await status(`${HOME}/j`, asked)).toMatchObject({ repos_export_format: "JUPYTER" });
      expect((await list(HOME, asked)).objects).toMatchObject([
        { path: `${HOME}/j`, repos_export_format: "JUPYTER" },
        { path: `${HOME}/s`, repos_export_format: "SOURCE" },
      ]);
      expect(await status(`${HOME}/j`)).not.toHaveProperty("repos_export_format");
    },
    { undocumented: ["repos_export_format"] },
  );

  proof(
    [
      "workspace.WorkspaceAPI.getPermissions",
      "workspace.WorkspaceAPI.setPermissions",
      "workspace.WorkspaceAPI.updatePermissions",
      "workspace.WorkspaceAPI.getPermissionLevels",
    ],
    "lets folders be shared, and what is in them",
    async (proved) => {
      const { call, error } = proved;
      const { post, put, status } = operations(proved);
      const ann = { token: "dapi-ann" };
      const read = `/api/2.0/workspace/export?${query(`${HOME}/d/n`)}`;
      await post("mkdirs", { path: `${HOME}/d` });
      await put(`${HOME}/d/n`, "1", { format: "SOURCE", language: "SQL" });
      expect(await error("GET", read, undefined, ann)).toMatchObject({ status: 404 });
      const { object_id: folder } = await status(`${HOME}/d`);
      const { object_id: notebook } = await status(`${HOME}/d/n`);
      const { object_id: home } = await status(HOME);
      const given = [{ user_name: "ann@example.com", permission_level: "CAN_READ" }];
      const body = { access_control_list: given };
      await call("PUT", `/api/2.0/permissions/directories/${folder}`, body);
      expect(await call("GET", read, undefined, ann)).toMatchObject({ file_type: "sql" });
      const list = await call("GET", `/api/2.0/permissions/notebooks/${notebook}`);
      const inherited = (level: string, from: number) => [
        {
          permission_level: level,
          inherited: true,
          inherited_from_object: [`/directories/${from}`],
        },
      ];
      expect(list).toMatchObject({
        object_id: `/notebooks/${notebook}`,
        object_type: "notebook",
        access_control_list: [
          { user_name: "ann@example.com", all_permissions: inherited("CAN_READ", folder) },
          { user_name: "me@example.com", all_permissions: inherited("CAN_MANAGE", home) },
          { group_name: "admins" },
        ],
      });
      const wish = { path: `${HOME}/d/n`, content: "", language: "SQL", overwrite: true };
      expect(await error("POST", "/api/2.0/workspace/import", wish, ann)).toMatchObject({
        status: 403,
        errorCode: "PERMISSION_DENIED",
      });
      const edit = [{ user_name: "ann@example.com", permission_level: "CAN_EDIT" }];
      const path = `/api/2.0/permissions/notebooks/${notebook}`;
      await call("PATCH", path, { access_control_list: edit });
      await call("POST", "/api/2.0/workspace/import", wish, ann);
      expect(await call("GET", `${path}/permissionLevels`)).toMatchObject({
        permission_levels: ["CAN_READ", "CAN_RUN", "CAN_EDIT", "CAN_MANAGE"].map((level) => ({
          permission_level: level,
        })),
      });
      expect(await error("GET", "/api/2.0/permissions/files/12")).toMatchObject({ status: 404 });
      await post("delete", { path: `${HOME}/d`, recursive: true });
      expect(await error("GET", path)).toMatchObject({ status: 404 });
    },
    { users: [{ userName: "ann@example.com", token: "dapi-ann" }] },
  );

  proof(
    ["workspace.WorkspaceAPI.mkdirs", "workspace.WorkspaceAPI.list"],
    "gives everybody a home of their own, and all of them /Shared",
    async (proved) => {
      const { call, error } = proved;
      const { post, put } = operations(proved);
      const ann = { token: "dapi-ann" };
      const own = "/Users/ann@example.com";
      await post("mkdirs", { path: `${own}/d` }, ann);
      await put("/Shared/f", "1", {}, ann);
      await put(`${HOME}/f`, "1");
      const list = async (path: string) => {
        const url = `/api/2.0/workspace/list?${query(path)}`;
        const { objects } = await call<{ objects: { path: string }[] }>("GET", url, undefined, ann);
        return objects.map((object) => object.path);
      };
      expect(await list("/Users")).toEqual([own]);
      expect(await list("/Shared")).toEqual(["/Shared/f"]);
      for (const path of ["/d", `${HOME}/d`, "/Users/d"]) {
        expect(await error("POST", "/api/2.0/workspace/mkdirs", { path }, ann)).toMatchObject({
          status: 403,
          errorCode: "PERMISSION_DENIED",
        });
      }
    },
    { users: [{ userName: "ann@example.com", token: "dapi-ann" }] },
  );
});
