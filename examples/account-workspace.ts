// An account workspace from creation to deletion: create, get, enter, list, update, delete.
import { setTimeout } from "node:timers/promises";
import { AccountClient, NotFound } from "databricks-sdk-ts";

await using a = new AccountClient();

const suffix = Date.now().toString(36);
const role =
  process.env["EXAMPLE_ROLE_ARN"] ?? "arn:aws:iam::123456789012:role/databricks-cross-account";
const bucket = process.env["EXAMPLE_BUCKET"] ?? "databricks-root-bucket";

const credentials = await a.credentials.create({
  credentials_name: `example-${suffix}`,
  aws_credentials: { sts_role: { role_arn: role } },
});
const storage = await a.storage.create({
  storage_configuration_name: `example-${suffix}`,
  root_bucket_info: { bucket_name: bucket },
});

const workspace = await a.workspaces.createAndWait(
  {
    workspace_name: `example-${suffix}`,
    aws_region: "eu-west-1",
    credentials_id: credentials.credentials_id ?? "",
    storage_configuration_id: storage.storage_configuration_id ?? "",
  },
  { onProgress: (state) => console.log(state.workspace_status) },
);
const workspace_id = workspace.workspace_id ?? 0;
console.log(`created ${workspace.deployment_name}`);

const found = await a.workspaces.get({ workspace_id });
console.log(`got ${found.workspace_name}`);

const w = a.getWorkspaceClient(found); // with the same credentials
console.log(`entered ${await w.getWorkspaceId()} as ${(await w.currentUser.me()).userName}`);

for await (const each of a.workspaces.list()) console.log(`listed ${each.workspace_name}`);

const updated = await a.workspaces.updateAndWait({
  workspace_id,
  customer_facing_workspace: { custom_tags: { team: "analytics" } },
  update_mask: "custom_tags",
});
console.log(`updated, team is ${updated.custom_tags?.["team"]}`);

await a.workspaces.delete({ workspace_id });
for (let gone = false; !gone;) {
  gone = await a.workspaces.get({ workspace_id }).then(
    () => false,
    (error: unknown) => {
      if (error instanceof NotFound) return true;
      throw error;
    },
  );
  if (!gone) await setTimeout(1_000);
}
await a.storage.delete({ storage_configuration_id: storage.storage_configuration_id ?? "" });
await a.credentials.delete({ credentials_id: credentials.credentials_id ?? "" });
console.log("deleted");
