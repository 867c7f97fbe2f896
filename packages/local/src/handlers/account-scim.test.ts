import { describe, expect } from "vitest";
import type { Group, ServicePrincipal, User } from "databricks-sdk-ts/iam";
import { proof } from "../testing/proof.js";

const ME = "/api/2.0/preview/scim/v2/Me";
const PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp";
const patch = (...Operations: object[]): object => ({ schemas: [PATCH], Operations });

describe("the people of the account", () => {
  proof(
    [
      "iam.AccountUsersAPI.create",
      "iam.AccountUsersAPI.get",
      "iam.AccountUsersAPI.list",
      "iam.AccountUsersAPI.patch",
      "iam.AccountUsersAPI.update",
      "iam.AccountUsersAPI.delete",
      "iam.AccountUsersV2API.create",
      "iam.AccountUsersV2API.get",
      "iam.AccountUsersV2API.list",
      "iam.AccountUsersV2API.patch",
      "iam.AccountUsersV2API.update",
      "iam.AccountUsersV2API.delete",
      "iam.AccountGroupsAPI.create",
      "iam.AccountGroupsAPI.get",
      "iam.AccountGroupsAPI.list",
      "iam.AccountGroupsAPI.patch",
      "iam.AccountGroupsAPI.update",
      "iam.AccountGroupsAPI.delete",
      "iam.AccountGroupsV2API.create",
      "iam.AccountGroupsV2API.get",
      "iam.AccountGroupsV2API.list",
      "iam.AccountGroupsV2API.patch",
      "iam.AccountGroupsV2API.update",
      "iam.AccountGroupsV2API.delete",
      "iam.AccountServicePrincipalsAPI.create",
      "iam.AccountServicePrincipalsAPI.get",
      "iam.AccountServicePrincipalsAPI.list",
      "iam.AccountServicePrincipalsAPI.patch",
      "iam.AccountServicePrincipalsAPI.update",
      "iam.AccountServicePrincipalsAPI.delete",
      "iam.AccountServicePrincipalsV2API.create",
      "iam.AccountServicePrincipalsV2API.get",
      "iam.AccountServicePrincipalsV2API.list",
      "iam.AccountServicePrincipalsV2API.patch",
      "iam.AccountServicePrincipalsV2API.update",
      "iam.AccountServicePrincipalsV2API.delete",
    ],
    "are made, listed, changed, replaced and deleted",
    async ({ call, error, workspace }) => {
      const scim = `/api/2.0/accounts/${workspace.accountId}/scim/v2`;
      const eve = await call<User>("POST", `${scim}/Users`, { userName: "eve@example.com" });
      const robot = await call<ServicePrincipal>("POST", `${scim}/ServicePrincipals`, {});
      const team = await call<Group>("POST", `${scim}/Groups`, {
        displayName: "team",
        members: [{ value: eve.id }, { value: robot.id }],
      });
      const all = { Users: eve.id, ServicePrincipals: robot.id, Groups: team.id };
      for (const [kind, id] of Object.entries(all)) {
        const path = `${scim}/${kind}/${id}`;
        const role = { op: "add", path: "roles", value: [{ value: "account_admin" }] };
        await call("PATCH", path, patch(role, { op: "replace", path: "displayName", value: "B" }));
        expect(await call("GET", path)).toMatchObject({
          displayName: "B",
          roles: [{ value: "account_admin" }],
        });
        const list = `${scim}/${kind}?filter=${encodeURIComponent(`id eq "${id}"`)}`;
        expect(await call("GET", list)).toMatchObject({ totalResults: 1, Resources: [{ id }] });
        await call("PUT", path, { displayName: "C" });
        expect(await call("GET", path)).not.toHaveProperty("roles");
        await call("DELETE", path);
        expect(await error("GET", path)).toMatchObject({ status: 404 });
      }
      expect(await error("POST", `${scim}/Users`, { userName: workspace.userName })).toMatchObject({
        status: 409,
        body: { detail: `User with email ${workspace.userName} already exists in this account` },
      });
    },
  );

  proof(
    [
      "iam.WorkspaceAssignmentAPI.get",
      "iam.WorkspaceAssignmentAPI.list",
      "iam.WorkspaceAssignmentAPI.update",
      "iam.WorkspaceAssignmentAPI.delete",
      "iam.AccountUsersAPI.patch",
    ],
    "are in the workspaces that they are put into",
    async ({ call, error, workspace }) => {
      const account = `/api/2.0/accounts/${workspace.accountId}`;
      const as = { token: "dapi-bob" };
      const bob = await call<User>("GET", ME, undefined, as);
      const assigned = `${account}/workspaces/${workspace.workspaceId}/permissionassignments`;
      const principal = `${assigned}/principals/${bob.id}`;
      const levels = async (): Promise<unknown> =>
        (
          await call<{ permission_assignments: { permissions: string[] }[] }>("GET", assigned)
        ).permission_assignments.map(({ permissions }) => permissions[0]);
      expect(await levels()).toEqual(["ADMIN", "USER"]);
      const first = await call("GET", `${assigned}?max_results=1`);
      expect(first).toMatchObject({
        permission_assignments: [{ principal: { user_name: workspace.userName } }],
      });
      const next = `${assigned}?max_results=1&page_token=${String(first["next_page_token"])}`;
      expect(await call("GET", next)).toEqual({
        permission_assignments: [
          {
            permissions: ["USER"],
            principal: {
              principal_id: Number(bob.id),
              user_name: "bob@example.com",
              display_name: "bob@example.com",
            },
          },
        ],
      });
      expect(await call("PUT", principal, { permissions: ["ADMIN"] })).toMatchObject({
        permissions: ["ADMIN"],
      });
      expect((await call<User>("GET", ME, undefined, as)).groups).toMatchObject([
        { display: "admins" },
        { display: "users" },
      ]);
      expect(await error("PUT", principal, { permissions: ["USERS"] })).toMatchObject({
        status: 400,
        errorCode: "INVALID_PARAMETER_VALUE",
      });
      await call("DELETE", principal);
      expect(await levels()).toEqual(["ADMIN"]);
      expect(await error("GET", ME, undefined, as)).toMatchObject({ status: 403 });
      await call("PUT", principal, { permissions: ["USER"] });
      await call("GET", ME, undefined, as);
      const off = patch({ op: "replace", path: "active", value: false });
      await call("PATCH", `${account}/scim/v2/Users/${bob.id}`, off);
      expect(await error("GET", ME, undefined, as)).toMatchObject({
        status: 403,
        body: { detail: "Invalid access token." },
      });
      expect(await call("GET", `${assigned}/permissions`)).toMatchObject({
        permissions: [{ permission_level: "USER" }, { permission_level: "ADMIN" }],
      });
      expect(await error("GET", `${account}/workspaces/1/permissionassignments`)).toMatchObject({
        status: 404,
      });
    },
    { users: [{ userName: "bob@example.com", token: "dapi-bob" }] },
  );
});
