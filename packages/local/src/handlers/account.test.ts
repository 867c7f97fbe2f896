import { describe, expect } from "vitest";
import type { Network, Workspace } from "databricks-sdk-ts/provisioning";
import { proof, type Proof } from "../testing/proof.js";
import { responseProblems } from "../testing/response-problems.js";

const ROLE = "arn:aws:iam::123456789012:role/cross-account";
const UUID = "11111111-1111-1111-1111-111111111111";

/**
 * Fields that the platform answers with and its API table does not know. Terraform reads them.
 */
const BEYOND_THE_TABLE = [
  "aws_credentials.sts_role.external_id is not in the API",
  "is_no_public_ip_enabled is not in the API",
];

/** Calls of the account's operations. */
function accountOf({ error, send, workspace }: Proof) {
  const at = (path: string): string => `/api/2.0/accounts/${workspace.accountId}/${path}`;
  const ask = async <T>(verb: string, path: string, status: number, body?: unknown): Promise<T> => {
    const response = await send(verb, at(path), body);
    const value = (await response.json()) as T;
    expect(response.status, JSON.stringify(value)).toBe(status);
    const problems = (await responseProblems(verb, at(path), value)).filter(
      (problem) => !BEYOND_THE_TABLE.includes(problem.replace(/^\[\d+\]\./, "")),
    );
    expect(problems).toEqual([]);
    return value;
  };
  return {
    create: <T = Record<string, string>>(path: string, body: object) =>
      ask<T>("POST", path, 201, body),
    get: <T = Record<string, unknown>>(path: string) => ask<T>("GET", path, 200),
    put: <T = Record<string, unknown>>(path: string, body: object) =>
      ask<T>("PUT", path, 200, body),
    patch: <T = Workspace>(path: string, body: object) => ask<T>("PATCH", path, 200, body),
    delete: <T = Record<string, unknown>>(path: string) => ask<T>("DELETE", path, 200),
    refusal: async (verb: string, path: string, body?: object): Promise<string> => {
      const { status, errorCode } = await error(verb, at(path), body);
      return `${status} ${errorCode}`;
    },
    /** Reads until it has that status; returns those that were seen. */
    until: async (id: number, wanted: string): Promise<string[]> => {
      const seen: string[] = [];
      while (seen.at(-1) !== wanted) {
        const response = await send("GET", at(`workspaces/${id}`));
        const value = (await response.json()) as Workspace;
        seen.push(response.ok ? (value.workspace_status ?? "") : String(response.status));
      }
      return seen;
    },
  };
}

type Account = ReturnType<typeof accountOf>;

const network = (network_name: string): object => ({
  network_name,
  vpc_id: "vpc-1",
  subnet_ids: ["subnet-1", "subnet-2"],
  security_group_ids: ["sg-1"],
});

async function resources(account: Account): Promise<Record<string, string | undefined>> {
  const credentials = await account.create("credentials", {
    credentials_name: "c",
    aws_credentials: { sts_role: { role_arn: ROLE } },
  });
  const storage = await account.create("storage-configurations", {
    storage_configuration_name: "s",
    root_bucket_info: { bucket_name: "bucket" },
  });
  const attached = await account.create("networks", network("n"));
  return {
    credentials_id: credentials["credentials_id"],
    storage_configuration_id: storage["storage_configuration_id"],
    network_id: attached["network_id"],
  };
}

describe("the account", () => {
  proof(
    [
      "provisioning.WorkspacesAPI.create",
      "provisioning.WorkspacesAPI.get",
      "provisioning.WorkspacesAPI.list",
      "provisioning.WorkspacesAPI.update",
      "provisioning.WorkspacesAPI.delete",
      "provisioning.NetworksAPI.create",
      "provisioning.NetworksAPI.get",
      "provisioning.NetworksAPI.list",
      "provisioning.NetworksAPI.delete",
    ],
    "provisions a workspace, changes its network, and deletes it",
    async (p) => {
      const account = accountOf(p);
      const used = await resources(account);
      const spec = { workspace_name: "analytics", aws_region: "eu-west-1", ...used };
      const created = await account.create<Workspace>("workspaces", spec);
      const id = Number(created.workspace_id);
      const path = `workspaces/${id}`;
      expect(created).toMatchObject({ ...spec, workspace_status: "PROVISIONING" });
      const seen = await account.until(id, "RUNNING");
      expect(seen[0]).toBe("PROVISIONING");
      expect(await account.get<Network>(`networks/${used["network_id"]}`)).toMatchObject({
        vpc_status: "VALID",
        workspace_id: id,
      });
      const me = await p.send("GET", "/api/2.0/preview/scim/v2/Me", undefined, {
        headers: { "x-databricks-workspace-id": String(id) },
      });
      await me.text();
      expect([me.status, me.headers.get("x-databricks-org-id")]).toEqual([200, String(id)]);

      const second = await account.create("networks", network("n2"));
      await account.patch(`${path}?update_mask=network_id`, { network_id: second["network_id"] });
      expect((await account.until(id, "RUNNING"))[0]).toBe("PROVISIONING");
      await account.delete(`networks/${used["network_id"]}`);
      expect(await account.refusal("DELETE", `networks/${second["network_id"]}`)).toBe(
        "409 RESOURCE_CONFLICT",
      );
      expect(await account.refusal("DELETE", `credentials/${used["credentials_id"]}`)).toBe(
        "409 RESOURCE_CONFLICT",
      );
      expect(await account.refusal("PATCH", `${path}?update_mask=network_id`, {})).toBe(
        "400 INVALID_PARAMETER_VALUE",
      );
      await account.patch(path, { custom_tags: { team: "a" } });
      expect(await account.refusal("PATCH", path, { custom_tags: {} })).toBe("400 INVALID_STATE");

      expect(await account.get<Workspace[]>("workspaces")).toContainEqual(
        expect.objectContaining({ workspace_id: id, custom_tags: { team: "a" } }),
      );
      expect(await account.delete(path)).toMatchObject({ workspace_status: "CANCELLING" });
      expect((await account.until(id, "404"))[0]).toBe("CANCELLING");
      await account.delete(`networks/${second["network_id"]}`);
      expect(await account.get("networks")).toEqual([]);
    },
  );

  proof(
    ["provisioning.WorkspacesAPI.create"],
    "makes one of two workspaces of the same name, and says why one failed",
    async (p) => {
      const account = accountOf(p);
      const used = await resources(account);
      const spec = { workspace_name: "twin", aws_region: "eu-west-1" };
      const answers = await Promise.all(
        [1, 2].map(() =>
          p.send("POST", `/api/2.0/accounts/${p.workspace.accountId}/workspaces`, spec),
        ),
      );
      await Promise.all(answers.map((answer) => answer.text()));
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
      const marked = await account.create("credentials", {
        credentials_name: "marked",
        aws_credentials: { sts_role: { role_arn: `${ROLE}-fail-provisioning` } },
      });
      const failing = await account.create<Workspace>("workspaces", {
        ...spec,
        ...used,
        credentials_id: marked["credentials_id"],
        workspace_name: "failing",
      });
      await account.until(Number(failing.workspace_id), "FAILED");
      const { workspace_status_message: text } = await account.get<Workspace>(
        `workspaces/${failing.workspace_id}`,
      );
      expect(text).toContain("marked to fail");
    },
  );

  proof(
    [
      "provisioning.CredentialsAPI.create",
      "provisioning.CredentialsAPI.get",
      "provisioning.CredentialsAPI.list",
      "provisioning.CredentialsAPI.delete",
      "provisioning.StorageAPI.create",
      "provisioning.StorageAPI.get",
      "provisioning.StorageAPI.list",
      "provisioning.StorageAPI.delete",
      "provisioning.VpcEndpointsAPI.create",
      "provisioning.VpcEndpointsAPI.get",
      "provisioning.VpcEndpointsAPI.list",
      "provisioning.VpcEndpointsAPI.delete",
      "provisioning.PrivateAccessAPI.create",
      "provisioning.PrivateAccessAPI.get",
      "provisioning.PrivateAccessAPI.list",
      "provisioning.PrivateAccessAPI.replace",
      "provisioning.PrivateAccessAPI.delete",
      "provisioning.EncryptionKeysAPI.create",
      "provisioning.EncryptionKeysAPI.get",
      "provisioning.EncryptionKeysAPI.list",
      "provisioning.EncryptionKeysAPI.delete",
    ],
    "keeps what workspaces are made of",
    async (p) => {
      const account = accountOf(p);
      const table: [path: string, id: string, body: Record<string, unknown>][] = [
        [
          "credentials",
          "credentials_id",
          { credentials_name: "c", aws_credentials: { sts_role: { role_arn: ROLE } } },
        ],
        [
          "storage-configurations",
          "storage_configuration_id",
          { storage_configuration_name: "s", root_bucket_info: { bucket_name: "bucket" } },
        ],
        [
          "vpc-endpoints",
          "vpc_endpoint_id",
          { vpc_endpoint_name: "e", aws_vpc_endpoint_id: "vpce-1", region: "eu-west-1" },
        ],
        [
          "private-access-settings",
          "private_access_settings_id",
          { private_access_settings_name: "p", region: "eu-west-1", public_access_enabled: true },
        ],
        [
          "customer-managed-keys",
          "customer_managed_key_id",
          {
            use_cases: ["STORAGE"],
            aws_key_info: { key_arn: "arn:aws:kms:eu-west-1:123456789012:key/k" },
          },
        ],
      ];
      for (const [path, idField, body] of table) {
        expect(await account.get(path)).toEqual([]);
        const created = await account.create(path, body);
        const id = created[idField] ?? "";
        expect(created).toMatchObject(body);
        expect(await account.get(`${path}/${id}`)).toEqual(created);
        expect(await account.get(path)).toEqual([created]);
        if (path !== "customer-managed-keys" && path !== "vpc-endpoints") {
          expect(await account.refusal("POST", path, body)).toBe("409 ALREADY_EXISTS");
        }
        if (path === "private-access-settings") {
          await account.put(`${path}/${id}`, { private_access_settings_name: "q" });
          expect(await account.get(`${path}/${id}`)).toMatchObject({
            private_access_settings_name: "q",
            public_access_enabled: false,
          });
        }
        expect((await account.delete(`${path}/${id}`))[idField]).toBe(id);
        expect(await account.refusal("GET", `${path}/${id}`)).toBe("404 RESOURCE_DOES_NOT_EXIST");
        expect(await account.refusal("DELETE", `${path}/${UUID}`)).toBe(
          "404 RESOURCE_DOES_NOT_EXIST",
        );
      }
      expect(
        await account.refusal("POST", "credentials", {
          credentials_name: "x",
          aws_credentials: { sts_role: { role_arn: "nobody" } },
        }),
      ).toBe("400 MALFORMED_REQUEST");
    },
  );
});
