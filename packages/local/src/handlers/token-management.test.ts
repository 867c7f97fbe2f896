import { describe, expect } from "vitest";
import type { ServicePrincipal, User } from "databricks-sdk-ts/iam";
import type { CreateOboTokenResponse, ListTokensResponse } from "databricks-sdk-ts/settings";
import { proof } from "../testing/proof.js";

const API = "/api/2.0/token-management";
const ME = "/api/2.0/preview/scim/v2/Me";
const ROBOTS = "/api/2.0/preview/scim/v2/ServicePrincipals";

describe("everybody's tokens", () => {
  proof(
    [
      "settings.TokenManagementAPI.createOboToken",
      "settings.TokenManagementAPI.list",
      "settings.TokenManagementAPI.get",
      "settings.TokenManagementAPI.updateTokenManagement",
      "settings.TokenManagementAPI.delete",
    ],
    "are made for programs, listed, changed and revoked by administrators",
    async ({ call, error, workspace }) => {
      const robot = await call<ServicePrincipal>("POST", ROBOTS, { displayName: "robot" });
      const { token_value: token = "", token_info: info } = await call<CreateOboTokenResponse>(
        "POST",
        `${API}/on-behalf-of/tokens`,
        { application_id: robot.applicationId, lifetime_seconds: 3600, comment: "obo" },
      );
      const me = await call<User>("GET", ME, undefined, { token });
      expect(me).toMatchObject({ userName: robot.applicationId, displayName: "robot" });
      const id = info?.token_id ?? "";
      expect(await call("GET", `${API}/tokens/${id}`)).toMatchObject({
        token_info: {
          token_id: id,
          comment: "obo",
          owner_id: Number(robot.id),
          created_by_username: workspace.userName,
          workspace_id: workspace.workspaceId,
        },
      });
      const mine = await call<User>("GET", ME);
      const count = async (query: string): Promise<number> =>
        (await call<ListTokensResponse>("GET", `${API}/tokens${query}`)).token_infos?.length ?? 0;
      expect(await count("")).toBe(2);
      expect(await count(`?created_by_id=${mine.id}`)).toBe(2);
      expect(await count(`?created_by_username=${workspace.userName}`)).toBe(2);
      expect(await count("?created_by_id=1")).toBe(0);
      const change = { token: { comment: "changed" }, update_mask: "comment" };
      expect(await call("PATCH", `${API}/tokens/${id}`, change)).toMatchObject({
        comment: "changed",
      });
      for (const [verb, path] of [
        ["GET", `${API}/tokens`],
        ["DELETE", `${API}/tokens/${id}`],
      ] as const) {
        expect(await error(verb, path, undefined, { token })).toMatchObject({
          status: 403,
          errorCode: "PERMISSION_DENIED",
        });
      }
      await call("DELETE", `${API}/tokens/${id}`);
      expect(await error("GET", ME, undefined, { token })).toMatchObject({ status: 403 });
      expect(await error("GET", `${API}/tokens/${id}`)).toMatchObject({
        status: 404,
        errorCode: "RESOURCE_DOES_NOT_EXIST",
      });
    },
  );

  proof(
    [
      "settings.TokenManagementAPI.getPermissions",
      "settings.TokenManagementAPI.getPermissionLevels",
      "settings.TokenManagementAPI.setPermissions",
      "settings.TokenManagementAPI.updatePermissions",
      "iam.UsersAPI.getPermissions",
      "iam.UsersAPI.getPermissionLevels",
      "iam.UsersAPI.setPermissions",
      "iam.UsersAPI.updatePermissions",
      "iam.UsersV2API.getPermissions",
      "iam.UsersV2API.getPermissionLevels",
      "iam.UsersV2API.setPermissions",
      "iam.UsersV2API.updatePermissions",
    ],
    "are made and used by those who may",
    async ({ send, call, error, workspace }) => {
      const as = { token: "dapi-bob" };
      const make = ["POST", "/api/2.0/token/create", {}, as] as const;
      await call(...make);
      const users = [{ group_name: "users", permission_level: "CAN_USE" }];
      for (const kind of ["tokens", "passwords"]) {
        const path = `/api/2.0/permissions/authorization/${kind}`;
        // Why not call: the contract leaves out CAN_MANAGE, which the platform answers for tokens.
        const ask = async (verb: string, body?: object): Promise<unknown> => {
          const response = await send(verb, path, body);
          expect(response.status).toBe(200);
          return response.json();
        };
        expect(await ask("GET")).toMatchObject({
          object_id: `/authorization/${kind}`,
          object_type: kind,
          access_control_list: [users[0] && { group_name: "users" }, { group_name: "admins" }],
        });
        const levels = await send("GET", `${path}/permissionLevels`);
        expect(await levels.json()).toMatchObject({
          permission_levels: [{ permission_level: "CAN_USE" }, ...(kind === "tokens" ? [{}] : [])],
        });
        await ask("PUT", { access_control_list: [] });
        if (kind === "tokens") {
          expect(await error(...make)).toMatchObject({
            status: 403,
            errorCode: "PERMISSION_DENIED",
            message: expect.stringContaining("/authorization/tokens") as string,
          });
        }
        await ask("PATCH", { access_control_list: users });
      }
      await call(...make);
      expect(
        workspace.journal.entries().some(({ errorCode }) => errorCode === "INTERNAL_ERROR"),
      ).toBe(false);
    },
    { users: [{ userName: "bob@example.com", token: "dapi-bob" }] },
  );
});
