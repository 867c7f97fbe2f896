import { describe, expect, it } from "vitest";
import { ACCOUNT, accountWorld, failure, KEY, ROLE } from "./testing/account-world.js";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const uuid = expect.stringMatching(UUID) as string;

describe("what is kept", () => {
  it("has the shape of the API", () => {
    const { account, clock, ...world } = accountWorld();
    const common = { account_id: ACCOUNT, creation_time: clock.now() };
    expect(account.credentials.get(world.credentials("main"))).toEqual({
      ...common,
      credentials_id: uuid,
      credentials_name: "main",
      aws_credentials: { sts_role: { role_arn: ROLE, external_id: ACCOUNT } },
    });
    expect(account.storage.get(world.storage("root"))).toEqual({
      ...common,
      storage_configuration_id: uuid,
      storage_configuration_name: "root",
      root_bucket_info: { bucket_name: "my-bucket" },
    });
    expect(account.networks.get(world.network("net"))).toEqual({
      ...common,
      network_id: uuid,
      network_name: "net",
      vpc_id: "vpc-1",
      subnet_ids: ["subnet-1", "subnet-2"],
      security_group_ids: ["sg-1"],
      vpc_status: "UNATTACHED",
    });
    const endpoint = { aws_vpc_endpoint_id: "vpce-1", region: "eu-west-1" };
    expect(account.vpcEndpoints.create({ ...endpoint, vpc_endpoint_name: "rest" })).toEqual({
      account_id: ACCOUNT,
      vpc_endpoint_id: uuid,
      vpc_endpoint_name: "rest",
      ...endpoint,
      aws_account_id: expect.stringMatching(/^\d{12}$/) as string,
      aws_endpoint_service_id: expect.stringMatching(/^vpce-svc-[0-9a-f]{17}$/) as string,
      use_case: "WORKSPACE_ACCESS",
      state: "available",
    });
    const relay = { ...endpoint, aws_vpc_endpoint_id: "vpce-relay" };
    expect(account.vpcEndpoints.create({ ...relay, vpc_endpoint_name: "back" })).toMatchObject({
      use_case: "DATAPLANE_RELAY_ACCESS",
    });
    expect(
      account.privateAccess.create({ private_access_settings_name: "p", region: "eu-west-1" }),
    ).toEqual({
      account_id: ACCOUNT,
      private_access_settings_id: uuid,
      private_access_settings_name: "p",
      region: "eu-west-1",
      public_access_enabled: false,
      private_access_level: "ACCOUNT",
      allowed_vpc_endpoint_ids: [],
    });
    expect(
      account.encryptionKeys.create({
        use_cases: ["STORAGE", "STORAGE"],
        aws_key_info: { key_arn: KEY, key_alias: "alias/k" },
      }),
    ).toEqual({
      ...common,
      customer_managed_key_id: uuid,
      use_cases: ["STORAGE"],
      aws_key_info: { key_arn: KEY, key_alias: "alias/k", key_region: "eu-west-1" },
    });
  });

  it("is listed oldest first, and gone once deleted", () => {
    const { account, ...world } = accountWorld();
    const ids = Array.from({ length: 150 }, (_, index) => world.credentials(`c${index}`));
    expect(account.credentials.list().map(({ credentials_id: id }) => id)).toEqual(ids);
    expect(account.credentials.delete(ids[0] ?? "").credentials_id).toBe(ids[0]);
    expect(account.credentials.list()).toHaveLength(149);
    expect(failure(() => account.credentials.get(ids[0] ?? ""))).toBe(
      `RESOURCE_DOES_NOT_EXIST: Credentials ${ids[0]} could not be found.`,
    );
  });

  it("is not found under another id", () => {
    const { account } = accountWorld();
    for (const [part, noun] of [
      ["credentials", "Credentials"],
      ["storage", "Storage configuration"],
      ["networks", "Network"],
      ["vpcEndpoints", "VPC endpoint"],
      ["privateAccess", "Private access settings"],
      ["encryptionKeys", "Customer-managed key"],
    ] as const) {
      const text = `RESOURCE_DOES_NOT_EXIST: ${noun} nope could not be found.`;
      expect(failure(() => account[part].get("nope"))).toBe(text);
      expect(failure(() => account[part].delete("nope"))).toBe(text);
    }
    expect(failure(() => account.privateAccess.replace("nope", {}))).toMatch(/^RESOURCE_DOES_NOT/);
  });
});

describe("what is refused", () => {
  const aws = { vpc_id: "v", subnet_ids: ["a", "b"], security_group_ids: ["g"] };
  const gcp = {
    network_project_id: "p",
    pod_ip_range_name: "a",
    service_ip_range_name: "b",
    subnet_id: "s",
    subnet_region: "r",
    vpc_id: "v",
  };
  const gcpEndpoint = { endpoint_region: "r", project_id: "p", psc_endpoint_name: "e" };
  const world = accountWorld();
  const { account } = world;
  world.credentials("taken");
  world.storage("taken");
  world.network("taken");
  account.vpcEndpoints.create({
    vpc_endpoint_name: "taken",
    aws_vpc_endpoint_id: "vpce-1",
    region: "r",
  });
  account.privateAccess.create({ private_access_settings_name: "taken", region: "r" });
  const network = (change: object) =>
    account.networks.create({ network_name: "x", ...aws, ...change });
  const endpoint = (change: object) =>
    account.vpcEndpoints.create({
      vpc_endpoint_name: "x",
      aws_vpc_endpoint_id: "vpce-2",
      region: "r",
      ...change,
    });
  const key = (change: object) =>
    account.encryptionKeys.create({ use_cases: ["STORAGE"], ...change });
  const badRole =
    "MALFORMED_REQUEST: Failed credential validation checks: please use a valid cross account IAM " +
    "role with permissions setup correctly";

  const table: [string, () => unknown, string][] = [
    ["a role that is none", () => world.credentials("x", "role/me"), badRole],
    ["a role that is marked", () => world.credentials("x", `${ROLE}-fail-validation`), badRole],
    [
      "no role",
      () => account.credentials.create({ credentials_name: "x", aws_credentials: {} }),
      "INVALID_PARAMETER_VALUE: Missing required field 'aws_credentials.sts_role.role_arn'",
    ],
    [
      "no name of credentials",
      () =>
        account.credentials.create({
          credentials_name: "",
          aws_credentials: { sts_role: { role_arn: ROLE } },
        }),
      "Missing required field 'credentials_name'",
    ],
    [
      "credentials twice",
      () => world.credentials("taken"),
      'ALREADY_EXISTS: Credentials with credentials_name "taken" already exists in this account.',
    ],
    [
      "a bucket that is none",
      () =>
        account.storage.create({
          storage_configuration_name: "x",
          root_bucket_info: { bucket_name: "My_Bucket" },
        }),
      'MALFORMED_REQUEST: Failed storage configuration validation checks: "My_Bucket" is not a bucket name',
    ],
    [
      "no bucket",
      () => account.storage.create({ storage_configuration_name: "x", root_bucket_info: {} }),
      "'root_bucket_info.bucket_name'",
    ],
    [
      "storage twice",
      () => world.storage("taken"),
      "ALREADY_EXISTS: Storage configuration with storage_configuration_name",
    ],
    [
      "a network without name",
      () => network({ network_name: undefined }),
      "Missing required field 'network_name'",
    ],
    ["a network without VPC", () => network({ vpc_id: "" }), "Missing required field 'vpc_id'"],
    [
      "a network without subnets",
      () => network({ subnet_ids: [] }),
      "Missing required field 'subnet_ids'",
    ],
    [
      "a network of one subnet",
      () => network({ subnet_ids: ["a"] }),
      "Invalid subnet_ids: at least 2 subnets are required.",
    ],
    [
      "a network of one subnet twice",
      () => network({ subnet_ids: ["a", "a"] }),
      "Invalid subnet_ids: each id must be given once",
    ],
    [
      "a network without groups",
      () => network({ security_group_ids: undefined }),
      "Missing required field 'security_group_ids'",
    ],
    [
      "a network of six groups",
      () => network({ security_group_ids: ["1", "2", "3", "4", "5", "6"] }),
      "Invalid security_group_ids: at most 5 are allowed.",
    ],
    [
      "a network of two clouds",
      () => network({ gcp_network_info: gcp }),
      "vpc_id cannot be given with gcp_network_info.",
    ],
    [
      "a network with unknown endpoints",
      () => network({ vpc_endpoints: { rest_api: ["e"] } }),
      "RESOURCE_DOES_NOT_EXIST: VPC endpoint e could not be found.",
    ],
    ["a network twice", () => world.network("taken"), "ALREADY_EXISTS: Network with network_name"],
    ["an endpoint without name", () => endpoint({ vpc_endpoint_name: "" }), "'vpc_endpoint_name'"],
    [
      "an endpoint without id",
      () => endpoint({ aws_vpc_endpoint_id: "" }),
      "'aws_vpc_endpoint_id'",
    ],
    [
      "an endpoint of another kind",
      () => endpoint({ aws_vpc_endpoint_id: "eni-1" }),
      'Invalid aws_vpc_endpoint_id "eni-1": it must begin with vpce-.',
    ],
    ["an endpoint without region", () => endpoint({ region: "" }), "'region'"],
    [
      "an endpoint twice",
      () => endpoint({ aws_vpc_endpoint_id: "vpce-1" }),
      'ALREADY_EXISTS: VPC endpoint with aws_vpc_endpoint_id "vpce-1"',
    ],
    [
      "an endpoint's name twice",
      () => endpoint({ vpc_endpoint_name: "taken" }),
      "ALREADY_EXISTS: VPC endpoint with vpc_endpoint_name",
    ],
    [
      "an endpoint of two clouds",
      () => endpoint({ gcp_vpc_endpoint_info: gcpEndpoint }),
      "aws_vpc_endpoint_id cannot be given with gcp_vpc_endpoint_info.",
    ],
    [
      "settings without name",
      () => account.privateAccess.create({ region: "r" }),
      "'private_access_settings_name'",
    ],
    [
      "settings without region",
      () => account.privateAccess.create({ private_access_settings_name: "x" }),
      "'region'",
    ],
    [
      "settings with unknown endpoints",
      () =>
        account.privateAccess.create({
          private_access_settings_name: "x",
          region: "r",
          allowed_vpc_endpoint_ids: ["e"],
        }),
      "RESOURCE_DOES_NOT_EXIST: VPC endpoint e",
    ],
    [
      "settings twice",
      () => account.privateAccess.create({ private_access_settings_name: "taken", region: "r" }),
      "ALREADY_EXISTS: Private access settings with",
    ],
    [
      "a key for nothing",
      () => key({ use_cases: [], aws_key_info: { key_arn: KEY } }),
      "Missing required field 'use_cases'",
    ],
    [
      "a key of no cloud",
      () => key({}),
      "A key needs one of aws_key_info, azure_key_info, gcp_key_info.",
    ],
    [
      "a key of two clouds",
      () => key({ aws_key_info: { key_arn: KEY }, gcp_key_info: { kms_key_id: "k" } }),
      "A key needs one of",
    ],
    [
      "a key that is none",
      () => key({ aws_key_info: { key_arn: "arn" } }),
      'Invalid aws_key_info.key_arn "arn": it must be the ARN of a key.',
    ],
    [
      "a key elsewhere",
      () => key({ aws_key_info: { key_arn: KEY, key_region: "us-east-1" } }),
      "Invalid aws_key_info.key_region us-east-1: the key is in eu-west-1.",
    ],
  ];

  it.each(table)("%s", (_name, work, text) => {
    expect(failure(work)).toContain(text);
  });
});

describe("the other cloud", () => {
  it("has networks, endpoints and keys of its own kind", () => {
    const { account } = accountWorld();
    const info = { endpoint_region: "europe-west1", project_id: "p", psc_endpoint_name: "e" };
    const endpoint = account.vpcEndpoints.create({
      vpc_endpoint_name: "backend-relay",
      gcp_vpc_endpoint_info: info,
    });
    expect(endpoint).toMatchObject({
      gcp_vpc_endpoint_info: info,
      region: "europe-west1",
      use_case: "DATAPLANE_RELAY_ACCESS",
    });
    const gcp_network_info = {
      network_project_id: "p",
      pod_ip_range_name: "a",
      service_ip_range_name: "b",
      subnet_id: "s",
      subnet_region: "europe-west1",
      vpc_id: "v",
    };
    expect(account.networks.create({ network_name: "g", gcp_network_info })).toMatchObject({
      gcp_network_info,
    });
    const gcp_key_info = { kms_key_id: "projects/p/keys/k" };
    expect(account.encryptionKeys.create({ use_cases: ["STORAGE"], gcp_key_info })).toMatchObject({
      gcp_key_info,
    });
  });
});

describe("private access settings", () => {
  it("are replaced as a whole, in their region", () => {
    const { account } = accountWorld();
    const { vpc_endpoint_id: endpoint } = account.vpcEndpoints.create({
      vpc_endpoint_name: "e",
      aws_vpc_endpoint_id: "vpce-1",
      region: "eu-west-1",
    });
    const { private_access_settings_id: id } = account.privateAccess.create({
      private_access_settings_name: "a",
      region: "eu-west-1",
      public_access_enabled: true,
      private_access_level: "ENDPOINT",
      allowed_vpc_endpoint_ids: [endpoint],
    });
    expect(failure(() => account.vpcEndpoints.delete(endpoint))).toBe(
      `RESOURCE_CONFLICT: VPC endpoint ${endpoint} cannot be deleted: it is used by ` +
        `private access settings "a" (${id}).`,
    );
    const moved = { private_access_settings_name: "b", region: "us-east-1" };
    expect(failure(() => account.privateAccess.replace(id, moved))).toBe(
      `INVALID_PARAMETER_VALUE: The region of private access settings ${id} cannot change from eu-west-1.`,
    );
    account.privateAccess.replace(id, { private_access_settings_name: "b" });
    expect(account.privateAccess.get(id)).toMatchObject({
      private_access_settings_name: "b",
      region: "eu-west-1",
      public_access_enabled: false,
      private_access_level: "ACCOUNT",
      allowed_vpc_endpoint_ids: [],
    });
    account.vpcEndpoints.delete(endpoint);
  });
});

describe("endpoints of networks", () => {
  it("cannot go while a network uses them, nor be in both lists", () => {
    const { account, network } = accountWorld();
    const { vpc_endpoint_id: id } = account.vpcEndpoints.create({
      vpc_endpoint_name: "scc",
      aws_vpc_endpoint_id: "vpce-1",
      region: "eu-west-1",
    });
    const base = { ...account.networks.get(network("plain")), network_name: "private" };
    const both = { rest_api: [id], dataplane_relay: [id] };
    expect(failure(() => account.networks.create({ ...base, vpc_endpoints: both }))).toContain(
      `VPC endpoint ${id} cannot be in both`,
    );
    account.networks.create({ ...base, vpc_endpoints: { dataplane_relay: [id] } });
    expect(failure(() => account.vpcEndpoints.delete(id))).toMatch(
      /^RESOURCE_CONFLICT: .* it is used by network "private"/,
    );
  });
});
