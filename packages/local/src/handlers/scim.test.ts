import { describe, expect } from "vitest";
import type { ServicePrincipal, User } from "databricks-sdk-ts/iam";
import { proof } from "../testing/proof.js";

const SCIM = "/api/2.0/preview/scim/v2";
const PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp";
const patch = (...Operations: object[]): object => ({ schemas: [PATCH], Operations });

/** What errors of SCIM look like. */
const scimError = (status: number, detail: RegExp, scimType?: string): object => ({
  status,
  errorCode: undefined,
  body: {
    schemas: ["urn:ietf:params:scim:api:messages:2.0:Error"],
    detail: expect.stringMatching(detail) as string,
    status: String(status),
    ...(scimType !== undefined && { scimType }),
  },
});

describe("users of a workspace", () => {
  proof(
    [
      "iam.UsersAPI.create",
      "iam.UsersAPI.get",
      "iam.UsersAPI.patch",
      "iam.UsersAPI.update",
      "iam.UsersAPI.delete",
      "iam.UsersV2API.create",
      "iam.UsersV2API.get",
      "iam.UsersV2API.patch",
      "iam.UsersV2API.update",
      "iam.UsersV2API.delete",
    ],
    "are made, read, changed, replaced and deleted",
    async ({ call, error, send }) => {
      const body = { userName: "Bob@example.com", displayName: "Bob", externalId: "x" };
      const made = await send("POST", `${SCIM}/Users`, body, {
        headers: { "content-type": "application/scim+json" },
      });
      expect(made.status).toBe(201);
      const { id } = (await made.json()) as User;
      const path = `${SCIM}/Users/${id}`;
      expect(await call("GET", `${path}?attributes=userName,externalId`)).toEqual({
        schemas: ["urn:ietf:params:scim:schemas:core:2.0:User"],
        id,
        userName: "bob@example.com",
        externalId: "x",
      });
      const change = { op: "Replace", path: "active", value: "false" };
      expect((await send("PATCH", path, patch(change))).status).toBe(204);
      expect(await call("GET", path)).toMatchObject({ active: false, displayName: "Bob" });
      await call("PUT", path, { userName: "bob@example.com" });
      expect(await call("GET", path)).toMatchObject({
        active: true,
        displayName: "bob@example.com",
      });
      expect(await error("POST", `${SCIM}/Users`, body)).toMatchObject(
        scimError(409, /^User with username bob@example.com already exists\.$/, "uniqueness"),
      );
      expect((await send("DELETE", path)).status).toBe(204);
      expect(await error("GET", path)).toMatchObject(
        scimError(404, new RegExp(`^User with id ${id} not found\\.$`)),
      );
      expect(await error("DELETE", path)).toMatchObject({ status: 404 });
      expect(await error("POST", `${SCIM}/Users`, { userName: 5 })).toMatchObject(
        scimError(400, /userName/),
      );
    },
  );

  proof(
    ["iam.UsersAPI.list", "iam.UsersV2API.list"],
    "are listed in pages of 250, by filter and order",
    async ({ call, error }) => {
      for (let number = 1; number <= 249; number += 1) {
        const name = String(number).padStart(3, "0");
        const userName = `${number % 2 ? "odd" : "even"}-${name}@example.com`;
        await call("POST", `${SCIM}/Users`, { userName, displayName: `Number ${name}` });
      }
      const list = (query: Record<string, string>) =>
        call<{ totalResults: number; itemsPerPage: number; startIndex: number; Resources: User[] }>(
          "GET",
          `${SCIM}/Users?${new URLSearchParams(query)}`,
        );
      const ids: (string | undefined)[] = [];
      for (let startIndex = 1; ; startIndex += 100) {
        const page = await list({ startIndex: String(startIndex), count: "100", attributes: "id" });
        expect(page.totalResults).toBe(250);
        if (page.Resources.length === 0) break;
        ids.push(...page.Resources.map(({ id }) => id));
      }
      expect(ids).toHaveLength(250);
      expect(new Set(ids).size).toBe(250);
      expect(await list({ count: "0" })).toMatchObject({ totalResults: 250, Resources: [] });
      expect((await list({})).itemsPerPage).toBe(100);
      expect((await list({ count: "10000" })).itemsPerPage).toBe(250);
      const found = async (filter: string): Promise<number> =>
        (await list({ filter, count: "1" })).totalResults;
      expect(await found('userName eq "EVEN-002@example.com"')).toBe(1);
      expect(await found("userName sw 'odd-'")).toBe(125);
      expect(await found("displayName co 24 and userName sw even")).toBe(8);
      const asked = { attributes: "id,userName", sortBy: "userName", sortOrder: "descending" };
      const sorted = await list({ ...asked, count: "2" });
      expect(sorted.Resources.map(({ userName }) => userName)).toEqual([
        "odd-249@example.com",
        "odd-247@example.com",
      ]);
      expect(Object.keys(sorted.Resources[0] ?? {}).sort()).toEqual(["id", "schemas", "userName"]);
      expect(await error("GET", `${SCIM}/Users?filter=kq8x2mzw1b4c`)).toMatchObject(
        scimError(400, /Given filter operator is not supported/, "invalidFilter"),
      );
    },
    { timeout: 60_000 },
  );

  proof(
    ["iam.UsersAPI.list", "iam.UsersAPI.get"],
    "are seen by all and changed by administrators",
    async ({ call, error, workspace }) => {
      const as = { token: "dapi-bob" };
      const me = await call<User>("GET", `${SCIM}/Me`, undefined, as);
      expect(await call("GET", `${SCIM}/Users/${me.id}`, undefined, as)).toMatchObject({
        userName: "bob@example.com",
      });
      expect(await call("GET", `${SCIM}/Users`, undefined, as)).toMatchObject({ totalResults: 2 });
      const account = `/api/2.0/accounts/${workspace.accountId}/scim/v2`;
      for (const [verb, path] of [
        ["POST", `${SCIM}/Users`],
        ["PATCH", `${SCIM}/Users/${me.id}`],
        ["PUT", `${SCIM}/Groups/${me.id}`],
        ["DELETE", `${SCIM}/ServicePrincipals/${me.id}`],
        ["GET", `${account}/Users`],
        ["POST", `${account}/Groups`],
      ] as const) {
        const body = verb === "GET" || verb === "DELETE" ? undefined : {};
        expect(await error(verb, path, body, as)).toMatchObject(
          scimError(403, /^User bob@example.com is not an administrator/),
        );
      }
    },
    { users: [{ userName: "bob@example.com", token: "dapi-bob" }] },
  );
});

describe("groups of a workspace", () => {
  proof(
    [
      "iam.GroupsAPI.create",
      "iam.GroupsAPI.get",
      "iam.GroupsAPI.list",
      "iam.GroupsAPI.patch",
      "iam.GroupsAPI.update",
      "iam.GroupsAPI.delete",
      "iam.GroupsV2API.create",
      "iam.GroupsV2API.get",
      "iam.GroupsV2API.list",
      "iam.GroupsV2API.patch",
      "iam.GroupsV2API.update",
      "iam.GroupsV2API.delete",
    ],
    "have members, some of them groups, whom they show and who show them",
    async ({ call, error, send }) => {
      const make = async (kind: string, body: object): Promise<string> =>
        (await call<{ id: string }>("POST", `${SCIM}/${kind}`, body)).id;
      const bob = await make("Users", { userName: "bob@example.com" });
      const inner = await make("Groups", { displayName: "inner" });
      const outer = await make("Groups", { displayName: "outer", members: [{ value: inner }] });
      const add = patch({ op: "add", path: "members", value: [{ value: bob }] });
      await call("PATCH", `${SCIM}/Groups/${inner}`, add);
      await call("PATCH", `${SCIM}/Groups/${inner}`, add);
      expect(await call("GET", `${SCIM}/Groups/${inner}?attributes=members`)).toEqual({
        schemas: ["urn:ietf:params:scim:schemas:core:2.0:Group"],
        id: inner,
        members: [{ display: "bob@example.com", value: bob, $ref: `Users/${bob}` }],
      });
      expect((await call<User>("GET", `${SCIM}/Users/${bob}`)).groups).toMatchObject([
        { display: "inner", type: "direct", value: inner },
        { display: "outer", type: "indirect", value: outer },
        { display: "users" },
      ]);
      await call("PUT", `${SCIM}/Groups/${outer}`, { displayName: "renamed" });
      const list = `${SCIM}/Groups?filter=displayName+eq+RENAMED&excludedAttributes=members`;
      expect(await call("GET", list)).toMatchObject({
        totalResults: 1,
        Resources: [{ id: outer }],
      });
      const remove = patch({ op: "remove", path: `members[value eq "${bob}"]` });
      await call("PATCH", `${SCIM}/Groups/${inner}`, remove);
      expect(await call("GET", `${SCIM}/Groups/${inner}`)).not.toHaveProperty("members");
      expect((await send("DELETE", `${SCIM}/Groups/${inner}`)).status).toBe(204);
      expect(await error("GET", `${SCIM}/Groups/${inner}`)).toMatchObject(
        scimError(404, /^Group with id \d+ not found\.$/),
      );
      expect(await error("POST", `${SCIM}/Groups`, { displayName: "Renamed" })).toMatchObject(
        scimError(409, /^Group with name Renamed already exists\.$/, "uniqueness"),
      );
    },
  );
});

describe("service principals of a workspace", () => {
  proof(
    [
      "iam.ServicePrincipalsAPI.create",
      "iam.ServicePrincipalsAPI.get",
      "iam.ServicePrincipalsAPI.list",
      "iam.ServicePrincipalsAPI.patch",
      "iam.ServicePrincipalsAPI.update",
      "iam.ServicePrincipalsAPI.delete",
      "iam.ServicePrincipalsV2API.create",
      "iam.ServicePrincipalsV2API.get",
      "iam.ServicePrincipalsV2API.list",
      "iam.ServicePrincipalsV2API.patch",
      "iam.ServicePrincipalsV2API.update",
      "iam.ServicePrincipalsV2API.delete",
    ],
    "are made, found by application id, changed and deleted",
    async ({ call, error }) => {
      const kind = `${SCIM}/ServicePrincipals`;
      const made = await call<ServicePrincipal>("POST", kind, { displayName: "robot" });
      const filter = encodeURIComponent(`applicationId eq ${made.applicationId}`);
      expect(await call("GET", `${kind}?filter=${filter}`)).toMatchObject({ Resources: [made] });
      const path = `${kind}/${made.id}`;
      const entitle = { op: "add", path: "entitlements", value: [{ value: "workspace-access" }] };
      await call("PATCH", path, patch(entitle));
      expect(await call("GET", path)).toMatchObject({
        entitlements: [{ value: "workspace-access" }],
      });
      await call("PUT", path, { applicationId: made.applicationId, displayName: "android" });
      const after = await call("GET", path);
      expect(after).toMatchObject({ displayName: "android" });
      expect(after).not.toHaveProperty("entitlements");
      const gone = patch({ op: "remove", path: 'entitlements[value eq "workspace-access"]' });
      expect(await error("PATCH", path, gone)).toMatchObject(
        scimError(400, /^No such attribute with the name : entitlements/, "invalidPath"),
      );
      await call("DELETE", path);
      expect(await error("GET", path)).toMatchObject(
        scimError(404, /^Service principal with id \d+ not found\.$/),
      );
    },
  );
});
