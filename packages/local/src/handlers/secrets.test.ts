import { describe, expect } from "vitest";
import { proof } from "../testing/proof.js";

const base64 = (text: string): string => Buffer.from(text).toString("base64");
const SECRET = "correct horse battery staple";
const users = [
  { userName: "ann@example.com", token: "dapi-ann" },
  { userName: "bob@example.com", token: "dapi-bob" },
];
const ann = { token: "dapi-ann" };
const bob = { token: "dapi-bob" };

describe("workspace.SecretsAPI", () => {
  proof(
    [
      "workspace.SecretsAPI.createScope",
      "workspace.SecretsAPI.listScopes",
      "workspace.SecretsAPI.deleteScope",
      "workspace.SecretsAPI.putSecret",
      "workspace.SecretsAPI.getSecret",
      "workspace.SecretsAPI.listSecrets",
      "workspace.SecretsAPI.deleteSecret",
    ],
    "keeps secrets in scopes, and shows their values to nobody who did not ask",
    async ({ call, error, workspace }) => {
      const post = (what: string, body: object): Promise<unknown> =>
        call("POST", `/api/2.0/secrets/${what}`, body);
      expect(await call("GET", "/api/2.0/secrets/scopes/list")).toEqual({});
      expect(await post("scopes/create", { scope: "s" })).toEqual({});
      expect(await call("GET", "/api/2.0/secrets/scopes/list")).toEqual({
        scopes: [{ name: "s", backend_type: "DATABRICKS" }],
      });
      expect(await call("GET", "/api/2.0/secrets/list?scope=s")).toEqual({});
      expect(await post("put", { scope: "s", key: "text", string_value: SECRET })).toEqual({});
      await post("put", { scope: "s", key: "bytes", bytes_value: base64(SECRET) });
      const time = workspace.clock.now();
      expect(await call("GET", "/api/2.0/secrets/list?scope=s")).toEqual({
        secrets: [
          { key: "text", last_updated_timestamp: expect.closeTo(time, -5) as number },
          { key: "bytes", last_updated_timestamp: expect.closeTo(time, -5) as number },
        ],
      });
      for (const key of ["text", "bytes"]) {
        expect(await call("GET", `/api/2.0/secrets/get?scope=s&key=${key}`)).toEqual({
          key,
          value: base64(SECRET),
        });
      }
      for (const values of [{}, { string_value: SECRET, bytes_value: base64(SECRET) }]) {
        const body = { scope: "s", key: "k", ...values };
        expect(await error("POST", "/api/2.0/secrets/put", body)).toMatchObject({
          status: 400,
          errorCode: "MALFORMED_REQUEST",
        });
      }
      const bad = { scope: "s", key: "k", bytes_value: `*${SECRET}` };
      const refused = await error("POST", "/api/2.0/secrets/put", bad);
      expect(refused).toMatchObject({ status: 400, errorCode: "INVALID_PARAMETER_VALUE" });
      expect(JSON.stringify(refused.body)).not.toContain(SECRET);
      const told = JSON.stringify(workspace.journal.entries());
      expect(told).toContain("string_value");
      expect(told).not.toContain(SECRET);
      expect(told).not.toContain(base64(SECRET));
      expect(await post("delete", { scope: "s", key: "text" })).toEqual({});
      expect(await error("GET", "/api/2.0/secrets/get?scope=s&key=text")).toMatchObject({
        status: 404,
        errorCode: "RESOURCE_DOES_NOT_EXIST",
      });
      expect(await post("scopes/delete", { scope: "s" })).toEqual({});
      expect(await error("GET", "/api/2.0/secrets/list?scope=s")).toMatchObject({
        status: 404,
        errorCode: "RESOURCE_DOES_NOT_EXIST",
        body: { message: "Scope s does not exist!" },
      });
    },
  );

  proof(
    [
      "workspace.SecretsAPI.putAcl",
      "workspace.SecretsAPI.getAcl",
      "workspace.SecretsAPI.listAcls",
      "workspace.SecretsAPI.deleteAcl",
    ],
    "lets those in who were given a right, themselves or by group",
    async ({ call, error }) => {
      const read = (options: object): Promise<unknown> =>
        call("GET", "/api/2.0/secrets/get?scope=s&key=k", undefined, options);
      await call("POST", "/api/2.0/secrets/scopes/create", { scope: "s" }, ann);
      const secret = { scope: "s", key: "k", string_value: "v" };
      await call("POST", "/api/2.0/secrets/put", secret, ann);
      expect(await read({})).toMatchObject({ key: "k" });
      expect(
        await error("GET", "/api/2.0/secrets/get?scope=s&key=k", undefined, bob),
      ).toMatchObject({
        status: 403,
        errorCode: "PERMISSION_DENIED",
        body: {
          message: "User bob@example.com does not have READ permission on scope s.",
        },
      });
      for (const principal of ["users", "bob@example.com"]) {
        const item = { principal, permission: "READ" };
        const acl = `/api/2.0/secrets/acls/get?scope=s&principal=${principal}`;
        await call("POST", "/api/2.0/secrets/acls/put", { scope: "s", ...item }, ann);
        expect(await call("GET", acl, undefined, ann)).toEqual(item);
        expect(await read(bob)).toMatchObject({ key: "k" });
        expect(await error("POST", "/api/2.0/secrets/put", secret, bob)).toMatchObject({
          status: 403,
        });
        expect(await call("GET", "/api/2.0/secrets/acls/list?scope=s", undefined, ann)).toEqual({
          items: [{ principal: "ann@example.com", permission: "MANAGE" }, item],
        });
        await call("POST", "/api/2.0/secrets/acls/delete", { scope: "s", principal }, ann);
        expect(await error("GET", acl, undefined, ann)).toMatchObject({ status: 404 });
      }
      const none = { scope: "s", principal: "nobody", permission: "READ" };
      expect(await error("POST", "/api/2.0/secrets/acls/put", none, ann)).toMatchObject({
        status: 404,
        errorCode: "RESOURCE_DOES_NOT_EXIST",
      });
      const own = { scope: "s", principal: "ann@example.com" };
      await call("POST", "/api/2.0/secrets/acls/delete", own, ann);
      expect(await call("GET", "/api/2.0/secrets/acls/list?scope=s")).toEqual({});
    },
    { users },
  );

  proof(
    ["workspace.SecretsAPI.createScope"],
    "answers as the platform where a scope cannot be",
    async ({ call, error }) => {
      await call("POST", "/api/2.0/secrets/scopes/create", { scope: "s" });
      const create = (body: object): Promise<unknown> =>
        error("POST", "/api/2.0/secrets/scopes/create", body);
      expect(await create({ scope: "s" })).toMatchObject({
        status: 400,
        errorCode: "RESOURCE_ALREADY_EXISTS",
        body: { message: "Scope s already exists!" },
      });
      expect(await create({ scope: "x".repeat(129) })).toMatchObject({
        status: 400,
        errorCode: "INVALID_PARAMETER_VALUE",
      });
      const vault = { resource_id: "/subscriptions/1", dns_name: "https://v.example.com" };
      expect(
        await create({
          scope: "azure",
          scope_backend_type: "AZURE_KEYVAULT",
          backend_azure_keyvault: vault,
        }),
      ).toMatchObject({
        status: 400,
        body: { message: "Scope with Azure KeyVault must have userAADToken defined!" },
      });
    },
  );
});
