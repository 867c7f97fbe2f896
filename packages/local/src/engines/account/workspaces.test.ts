import { describe, expect, it } from "vitest";
import { manualClock } from "../../clock/index.js";
import { AccountEngine, type WorkspaceSpec } from "./index.js";
import { ACCOUNT, accountWorld, failure, KEY, ROLE } from "./testing/account-world.js";

describe("a workspace's life", () => {
  it("is provisioned, runs, is deleted, and is gone", () => {
    const heard: unknown[] = [];
    const world = accountWorld({
      onRunning: ({ workspace_id: id }) => heard.push(["running", id]),
      onDeleted: (id) => heard.push(["deleted", id]),
    });
    const { workspaces } = world.account;
    const created = workspaces.create({ ...world.spec(), custom_tags: { team: "a" } });
    const id = created.workspace_id;
    expect(created).toMatchObject({
      account_id: ACCOUNT,
      workspace_status: "PROVISIONING",
      workspace_status_message: "Workspace resources are being set up.",
      deployment_name: expect.stringMatching(/^dbc-[0-9a-f]{8}-[0-9a-f]{4}$/) as string,
      pricing_tier: "PREMIUM",
      storage_mode: "CUSTOMER_HOSTED",
      is_no_public_ip_enabled: true,
      custom_tags: { team: "a" },
      creation_time: world.clock.now(),
    });
    expect(String(id)).toMatch(/^\d{16}$/);
    expect(created).not.toHaveProperty("next");
    expect([workspaces.isRunning(id), heard]).toEqual([false, []]);
    world.settle();
    expect(workspaces.get(id).workspace_status).toBe("RUNNING");
    expect([workspaces.isRunning(id), heard]).toEqual([true, [["running", id]]]);
    expect(workspaces.delete(id).workspace_status).toBe("CANCELLING");
    expect(workspaces.delete(id).workspace_status).toBe("CANCELLING");
    expect(workspaces.get(id).workspace_status).toBe("CANCELLING");
    expect(workspaces.isRunning(id)).toBe(false);
    world.settle();
    expect(failure(() => workspaces.get(id))).toBe(
      `RESOURCE_DOES_NOT_EXIST: Workspace ${id} could not be found.`,
    );
    expect(failure(() => workspaces.delete(id))).toMatch(/^RESOURCE_DOES_NOT_EXIST/);
    expect(heard.at(-1)).toEqual(["deleted", id]);
    expect(workspaces.list()).toEqual([]);
  });

  it("can end before it began", () => {
    const world = accountWorld();
    const { workspace_id: id } = world.account.workspaces.create(world.spec());
    world.account.workspaces.delete(id);
    world.settle();
    expect(world.account.workspaces.list()).toEqual([]);
  });

  it("fails with marked credentials, and runs once it has others", () => {
    const world = accountWorld();
    const { workspaces } = world.account;
    const bad = world.credentials("bad", `${ROLE}-fail-provisioning`);
    const id = world.running({ ...world.spec(), credentials_id: bad });
    expect(workspaces.get(id)).toMatchObject({
      workspace_status: "FAILED",
      workspace_status_message: expect.stringContaining("marked to fail") as string,
    });
    const change = { credentials_id: world.credentials("good"), aws_region: "us-east-1" };
    expect(workspaces.update(id, change).workspace_status).toBe("PROVISIONING");
    world.settle();
    expect(workspaces.get(id)).toMatchObject({ workspace_status: "RUNNING", ...change });
  });

  it("goes on after the store was opened again", () => {
    const first = accountWorld();
    const { workspaces } = first.account;
    const going = first.running();
    workspaces.delete(going);
    const coming = workspaces.create(first.spec("second")).workspace_id;
    const clock = manualClock(first.clock.now());
    first.clock.close();
    const heard: number[] = [];
    const second = new AccountEngine({
      store: first.store,
      clock,
      accountId: ACCOUNT,
      onRunning: ({ workspace_id: id }) => heard.push(id),
    });
    expect(second.workspaces.get(coming).workspace_status).toBe("PROVISIONING");
    clock.advance(10_000);
    expect(second.workspaces.list().map(({ workspace_id: id }) => id)).toEqual([coming]);
    expect(heard).toEqual([coming]);
  });

  it("may be there from the start", () => {
    const { account } = accountWorld();
    const seeded = {
      workspace_id: 1234567890123456,
      workspace_name: "local",
      deployment_name: "local",
      aws_region: "us-west-2",
    };
    account.workspaces.register(seeded);
    account.workspaces.register({ ...seeded, workspace_name: "other" });
    expect(account.workspaces.list()).toMatchObject([{ ...seeded, workspace_status: "RUNNING" }]);
  });
});

describe("a network in use", () => {
  it("belongs to one workspace, and shows what it is worth", () => {
    const world = accountWorld();
    const { networks, workspaces } = world.account;
    const [first, second] = [world.network("n1"), world.network("n2", "vpc-warned")];
    const id = world.running({ ...world.spec(), network_id: first });
    expect(networks.get(first)).toMatchObject({ vpc_status: "VALID", workspace_id: id });
    const other = { ...world.spec("other"), network_id: first };
    expect(failure(() => workspaces.create(other))).toBe(
      `INVALID_PARAMETER_VALUE: Network ${first} is already attached to workspace ${id}: ` +
        "each workspace needs its own.",
    );
    expect(workspaces.list()).toHaveLength(1);
    expect(failure(() => networks.delete(first))).toBe(
      `RESOURCE_CONFLICT: Network ${first} cannot be deleted: it is used by workspace ` +
        `"analytics" (${id}).`,
    );
    workspaces.update(id, { network_id: second });
    expect(networks.get(first)).toMatchObject({ vpc_status: "UNATTACHED" });
    expect(networks.get(first)).not.toHaveProperty("workspace_id");
    networks.delete(first);
    world.settle();
    expect(networks.get(second)).toMatchObject({
      vpc_status: "WARNED",
      workspace_id: id,
      warning_messages: [{ warning_message: "vpc-warned is marked with a warning." }],
    });
    workspaces.delete(id);
    world.settle();
    expect(networks.get(second)).toMatchObject({ vpc_status: "UNATTACHED" });
    expect(networks.get(second)).not.toHaveProperty("workspace_id");
    networks.delete(second);
  });

  it("that is broken makes its workspace fail", () => {
    const world = accountWorld();
    const network_id = world.network("n", "vpc-broken");
    const id = world.running({ ...world.spec(), network_id });
    expect(world.account.workspaces.get(id)).toMatchObject({
      workspace_status: "FAILED",
      workspace_status_message: "The network cannot be used: vpc-broken is marked as broken.",
    });
    expect(world.account.networks.get(network_id)).toMatchObject({
      vpc_status: "BROKEN",
      error_messages: [{ error_type: "vpc", error_message: "vpc-broken is marked as broken." }],
    });
  });
});

describe("what workspaces use", () => {
  it("cannot be deleted before them", () => {
    const world = accountWorld();
    const { account } = world;
    const key = account.encryptionKeys.create({
      use_cases: ["STORAGE", "MANAGED_SERVICES"],
      aws_key_info: { key_arn: KEY },
    }).customer_managed_key_id;
    const settings = account.privateAccess.create({
      private_access_settings_name: "p",
      region: "eu-west-1",
    }).private_access_settings_id;
    const spec = {
      ...world.spec(),
      storage_customer_managed_key_id: key,
      private_access_settings_id: settings,
    };
    const id = world.running(spec);
    const deletions = [
      () => account.credentials.delete(spec.credentials_id ?? ""),
      () => account.storage.delete(spec.storage_configuration_id ?? ""),
      () => account.encryptionKeys.delete(key),
      () => account.privateAccess.delete(settings),
    ];
    const inUse = `it is used by workspace "analytics" (${id}).`;
    for (const deletion of deletions) {
      expect(failure(deletion)).toMatch(/^RESOURCE_CONFLICT: /);
      expect(failure(deletion)).toContain(inUse);
    }
    account.workspaces.delete(id);
    expect(failure(() => deletions[0]?.())).toContain(inUse);
    world.settle();
    for (const deletion of deletions) deletion();
  });
});

describe("new workspaces", () => {
  it("of the same name: one is made", () => {
    const world = accountWorld();
    const spec = world.spec();
    world.account.workspaces.create(spec);
    expect(failure(() => world.account.workspaces.create(spec))).toBe(
      'ALREADY_EXISTS: Workspace with workspace_name "analytics" already exists in this account.',
    );
  });

  it("are serverless when nothing is brought", () => {
    const { account } = accountWorld();
    const spec = { workspace_name: "w", aws_region: "eu-west-1" };
    for (const compute_mode of [undefined, "SERVERLESS"]) {
      const name = `w-${compute_mode}`;
      expect(
        account.workspaces.create({ ...spec, workspace_name: name, compute_mode }),
      ).toMatchObject({
        compute_mode: "SERVERLESS",
        storage_mode: "DEFAULT_STORAGE",
      });
    }
  });

  it("may be on Google Cloud", () => {
    const { account } = accountWorld();
    const spec = {
      workspace_name: "w",
      location: "europe-west1",
      cloud_resource_container: { gcp: { project_id: "p" } },
    };
    expect(account.workspaces.create(spec)).toMatchObject(spec);
  });

  it("are named as the account has it", () => {
    const base = { workspace_name: "w", aws_region: "eu-west-1" };
    const create = (world: ReturnType<typeof accountWorld>, spec: WorkspaceSpec) =>
      world.account.workspaces.create({ ...base, ...spec }).deployment_name;
    expect(failure(() => create(accountWorld(), { deployment_name: "x" }))).toMatch(
      /^MALFORMED_REQUEST: Deployment name cannot be used until a deployment name prefix is defined\. /,
    );
    const prefixed = accountWorld({ deploymentNames: { prefix: "acme" } });
    expect(create(prefixed, { deployment_name: "eu-1" })).toBe("acme-eu-1");
    expect(create(prefixed, { deployment_name: "EMPTY", workspace_name: "w2" })).toBe("acme");
    expect(failure(() => create(prefixed, { deployment_name: "-x" }))).toMatch(
      /^INVALID_PARAMETER_VALUE: Invalid deployment_name "-x"/,
    );
    expect(
      failure(() => create(prefixed, { deployment_name: "eu-1", workspace_name: "w3" })),
    ).toMatch(/^ALREADY_EXISTS: Workspace with deployment_name "acme-eu-1"/);
    const generated = accountWorld({ deploymentNames: { generate: (id) => `w/${id}` } });
    expect(create(generated, {})).toMatch(/^w\/\d{16}$/);
  });

  const table: [string, (spec: WorkspaceSpec) => WorkspaceSpec, string][] = [
    [
      "no name",
      (spec) => ({ ...spec, workspace_name: "" }),
      "Missing required field 'workspace_name'",
    ],
    [
      "no region",
      (spec) => ({ ...spec, aws_region: undefined }),
      "Missing required field 'aws_region'",
    ],
    [
      "no such region",
      (spec) => ({ ...spec, aws_region: "Ireland" }),
      'Invalid aws_region "Ireland"',
    ],
    [
      "no credentials",
      (spec) => ({ ...spec, credentials_id: undefined }),
      "Missing required field 'credentials_id'",
    ],
    [
      "no storage",
      (spec) => ({ ...spec, storage_configuration_id: undefined }),
      "Missing required field 'storage_configuration_id'",
    ],
    [
      "HYBRID with nothing",
      () => ({ workspace_name: "w", aws_region: "eu-west-1", compute_mode: "HYBRID" }),
      "Missing required field 'credentials_id'",
    ],
    [
      "serverless with credentials",
      (spec) => ({ ...spec, compute_mode: "SERVERLESS" }),
      "MALFORMED_REQUEST: credentials_id, storage_configuration_id cannot be given with compute_mode SERVERLESS.",
    ],
    [
      "unknown credentials",
      (spec) => ({ ...spec, credentials_id: "x" }),
      "RESOURCE_DOES_NOT_EXIST: Credentials x could not be found.",
    ],
    [
      "unknown storage",
      (spec) => ({ ...spec, storage_configuration_id: "x" }),
      "Storage configuration x could not be found.",
    ],
    ["unknown network", (spec) => ({ ...spec, network_id: "x" }), "Network x could not be found."],
    [
      "unknown settings",
      (spec) => ({ ...spec, private_access_settings_id: "x" }),
      "Private access settings x could not be found.",
    ],
    [
      "unknown key",
      (spec) => ({ ...spec, storage_customer_managed_key_id: "x" }),
      "Customer-managed key x could not be found.",
    ],
    [
      "no such tier",
      (spec) => ({ ...spec, pricing_tier: "COMMUNITY_EDITION" }),
      "Invalid pricing_tier COMMUNITY_EDITION",
    ],
    [
      "Azure",
      (spec) => ({ ...spec, azure_workspace_info: {} }),
      "MALFORMED_REQUEST: Azure workspaces are created through Azure",
    ],
    [
      "two places",
      (spec) => ({ ...spec, location: "x", cloud_resource_container: {} }),
      "aws_region cannot be given with location.",
    ],
    [
      "half of Google Cloud",
      () => ({ workspace_name: "w", location: "x" }),
      "Missing required field 'cloud_resource_container'",
    ],
    [
      "other half",
      () => ({ workspace_name: "w", cloud: "gcp" }),
      "Missing required field 'location'",
    ],
    ["empty tag", (spec) => ({ ...spec, custom_tags: { "": "x" } }), "1 to 127 characters"],
    [
      "long tag",
      (spec) => ({ ...spec, custom_tags: { k: "v".repeat(256) } }),
      "Invalid custom_tags.k",
    ],
  ];

  it.each(table)("with %s are refused", (_name, change, text) => {
    const world = accountWorld();
    expect(failure(() => world.account.workspaces.create(change(world.spec())))).toContain(text);
    expect(world.account.workspaces.list()).toEqual([]);
  });

  it("are refused with keys and settings that do not fit", () => {
    const world = accountWorld();
    const { account } = world;
    const { customer_managed_key_id: key } = account.encryptionKeys.create({
      use_cases: ["STORAGE"],
      aws_key_info: { key_arn: KEY },
    });
    const { private_access_settings_id: settings } = account.privateAccess.create({
      private_access_settings_name: "p",
      region: "us-east-1",
    });
    const spec = world.spec();
    const create = (change: WorkspaceSpec) =>
      failure(() => account.workspaces.create({ ...spec, ...change }));
    expect(create({ managed_services_customer_managed_key_id: key })).toContain(
      `key ${key} is for STORAGE, and a key for MANAGED_SERVICES is needed.`,
    );
    expect(create({ private_access_settings_id: settings })).toContain(
      "the settings are for us-east-1, and the workspace is in eu-west-1.",
    );
  });
});
