import { describe, expect } from "vitest";
import { proof, type Proof } from "../testing/proof.js";

const OFFICE = { label: "office", list_type: "ALLOW", ip_addresses: ["1.2.3.0/24"] };

async function liveThrough({ call, error }: Proof, path: string): Promise<void> {
  const made = await call<{ ip_access_list: { list_id: string } }>("POST", path, OFFICE);
  const one = `${path}/${made.ip_access_list.list_id}`;
  expect(made.ip_access_list).toMatchObject({ ...OFFICE, enabled: true, address_count: 1 });
  expect(await call("GET", one)).toEqual(made);
  await call("PATCH", one, { label: "garden" });
  await call("PUT", one, { ...OFFICE, label: "yard", enabled: false });
  expect(await call("GET", path)).toMatchObject({
    ip_access_lists: [{ label: "yard", enabled: false }],
  });
  expect(await error("POST", path, { ...OFFICE, label: "yard" })).toMatchObject({
    status: 400,
    errorCode: "RESOURCE_ALREADY_EXISTS",
  });
  const all = { label: "all", list_type: "BLOCK", ip_addresses: ["0.0.0.0/0"] };
  expect(await error("POST", path, all)).toMatchObject({ status: 400, errorCode: "INVALID_STATE" });
  await call("DELETE", one);
  expect(await error("GET", one)).toMatchObject({
    status: 404,
    errorCode: "RESOURCE_DOES_NOT_EXIST",
  });
}

describe("IP access lists", () => {
  proof(
    [
      "settings.IpAccessListsAPI.create",
      "settings.IpAccessListsAPI.get",
      "settings.IpAccessListsAPI.list",
      "settings.IpAccessListsAPI.update",
      "settings.IpAccessListsAPI.replace",
      "settings.IpAccessListsAPI.delete",
    ],
    "of a workspace are made, changed and deleted",
    async (proof) => {
      await liveThrough(proof, "/api/2.0/ip-access-lists");
      const as = { token: "dapi-bob" };
      expect(await proof.error("GET", "/api/2.0/ip-access-lists", undefined, as)).toMatchObject({
        status: 403,
      });
    },
    { users: [{ userName: "bob@example.com", token: "dapi-bob" }] },
  );

  proof(
    [
      "settings.AccountIpAccessListsAPI.create",
      "settings.AccountIpAccessListsAPI.get",
      "settings.AccountIpAccessListsAPI.list",
      "settings.AccountIpAccessListsAPI.update",
      "settings.AccountIpAccessListsAPI.replace",
      "settings.AccountIpAccessListsAPI.delete",
    ],
    "of the account are made, changed and deleted",
    (proof) => liveThrough(proof, `/api/2.0/accounts/${proof.workspace.accountId}/ip-access-lists`),
  );

  proof(
    ["settings.WorkspaceConfAPI.getStatus", "settings.WorkspaceConfAPI.setStatus"],
    "are put in force by a switch, but not against the caller",
    async ({ call, error }) => {
      const conf = "/api/2.0/workspace-conf";
      const list = await call<{ ip_access_list: { list_id: string } }>(
        "POST",
        "/api/2.0/ip-access-lists",
        OFFICE,
      );
      expect(await error("PATCH", conf, { enableIpAccessLists: "true" })).toMatchObject({
        status: 400,
        errorCode: "INVALID_STATE",
      });
      await call("PATCH", `/api/2.0/ip-access-lists/${list.ip_access_list.list_id}`, {
        ip_addresses: ["1.2.3.0/24", "127.0.0.1"],
      });
      await call("PATCH", conf, { enableIpAccessLists: "true" });
      expect(await call("GET", `${conf}?keys=enableIpAccessLists,maxTokenLifetimeDays`)).toEqual({
        enableIpAccessLists: "true",
        maxTokenLifetimeDays: "",
      });
      expect(await error("GET", `${conf}?keys=enableAll`)).toMatchObject({
        status: 400,
        message: expect.stringContaining("enableAll is an invalid config key") as string,
      });
    },
  );
});
