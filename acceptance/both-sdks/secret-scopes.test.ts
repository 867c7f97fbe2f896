import type { WorkspaceClient } from "databricks-sdk-ts";
import { expect } from "vitest";
import { type Facts, refusal, toldByBoth } from "../support/both-sdks.js";

const scope = "story";
const allBytes = Uint8Array.from({ length: 256 }, (_, index) => index);

async function twin(w: WorkspaceClient): Promise<Facts> {
  await w.secrets.createScope({ scope });
  return {
    ...(await values(w)),
    ...(await access(w)),
    ...(await refusals(w)),
    left: await deleted(w),
  };
}

async function values({ secrets, dbutils }: WorkspaceClient): Promise<Facts> {
  await secrets.putSecret({ scope, key: "text", string_value: "pass wörd" });
  const bytes_value = Buffer.from(allBytes).toString("base64");
  await secrets.putSecret({ scope, key: "bytes", bytes_value });
  const listed = await secrets.listSecrets({ scope }).toArray();
  const facts = {
    scopes: (await secrets.listScopes().toArray()).map((one) => [one.name, one.backend_type]),
    secrets: listed.map(({ key = "" }) => key).sort(),
    dated: listed.every(({ last_updated_timestamp = 0 }) => last_updated_timestamp > 0),
    value: (await secrets.getSecret({ scope, key: "text" })).value,
    text: await dbutils.secrets.get(scope, "text"),
    bytes: Buffer.from(allBytes).equals(await dbutils.secrets.getBytes(scope, "bytes")),
  };
  await secrets.putSecret({ scope, key: "text", string_value: "other" });
  const replaced = await dbutils.secrets.get(scope, "text");
  await secrets.deleteSecret({ scope, key: "bytes" });
  const keys = (await dbutils.secrets.list(scope)).map(({ key }) => key);
  const scope_names = (await dbutils.secrets.listScopes()).map(({ name }) => name);
  return { ...facts, replaced, keys, scope_names };
}

async function access({ secrets }: WorkspaceClient): Promise<Facts> {
  const acls = async (): Promise<unknown[]> =>
    (await secrets.listAcls({ scope }).toArray()).map((acl) => [acl.principal, acl.permission]);
  const users = { scope, principal: "users" };
  const creator = await acls();
  await secrets.putAcl({ ...users, permission: "READ" });
  await secrets.putAcl({ ...users, permission: "WRITE" });
  const { permission: acl } = await secrets.getAcl(users);
  const both = (await acls()).sort();
  await secrets.deleteAcl(users);
  return { creator, acl, acls: both, acls_left: await acls() };
}

async function refusals({ secrets }: WorkspaceClient): Promise<Facts> {
  const value = { string_value: "value" };
  return {
    no_scope: await refusal(secrets.putSecret({ scope: "nowhere", key: "key", ...value })),
    no_listed_scope: await refusal(secrets.listSecrets({ scope: "nowhere" }).toArray()),
    no_secret: await refusal(secrets.getSecret({ scope, key: "nothing" })),
    no_acl: await refusal(secrets.getAcl({ scope, principal: "users" })),
    twice: await refusal(secrets.createScope({ scope })),
    long_scope: await refusal(secrets.createScope({ scope: "s".repeat(129) })),
    long_key: await refusal(secrets.putSecret({ scope, key: "k".repeat(129), ...value })),
  };
}

async function deleted({ secrets }: WorkspaceClient): Promise<number> {
  await secrets.deleteScope({ scope });
  return (await secrets.listScopes().toArray()).length;
}

const me = "me@example.com";
const missing: unknown = expect.stringMatching(/^ResourceDoesNotExist RESOURCE_DOES_NOT_EXIST: /);
const invalid: unknown = expect.stringMatching(/^InvalidParameterValue INVALID_PARAMETER_VALUE: /);

toldByBoth("secrets", {
  program: "secret-scopes.py",
  twin,
  facts: {
    scopes: [[scope, "DATABRICKS"]],
    secrets: ["bytes", "text"],
    dated: true,
    value: Buffer.from("pass wörd").toString("base64"),
    text: "pass wörd",
    bytes: true,
    replaced: "other",
    keys: ["text"],
    scope_names: [scope],
    creator: [[me, "MANAGE"]],
    acl: "WRITE",
    acls: [
      [me, "MANAGE"],
      ["users", "WRITE"],
    ],
    acls_left: [[me, "MANAGE"]],
    no_scope: missing,
    no_listed_scope: missing,
    no_secret: missing,
    no_acl: missing,
    twice: expect.stringMatching(/^ResourceAlreadyExists RESOURCE_ALREADY_EXISTS: .*story/),
    long_scope: invalid,
    long_key: invalid,
    left: 0,
  },
});
