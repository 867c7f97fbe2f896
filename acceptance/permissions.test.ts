import { ResourceDoesNotExist, type WorkspaceClient } from "databricks-sdk-ts";
import { expect, it } from "vitest";
import { Lab } from "./support/lab.js";

const people = ["ana@example.com", "ben@example.com", "eva@example.com"];

function access(user_name: string, permission_level: string) {
  return { access_control_list: [{ user_name, permission_level }] };
}

async function lab(): Promise<Lab> {
  const opened = await Lab.open();
  for (const userName of people) await opened.w.users.create({ userName });
  return opened;
}

async function aJob(w: WorkspaceClient) {
  const { job_id } = await w.jobs.create({ name: "nothing to do" });
  return { request_object_type: "jobs", request_object_id: String(job_id) };
}

it("loses nothing of what is added and removed at the same time", async () => {
  await using opened = await lab();
  const { w } = opened;
  const job = await aJob(w);
  const names = async (): Promise<unknown[]> => {
    const { access_control_list = [] } = await w.permissions.get(job);
    return access_control_list.flatMap(({ user_name }) => user_name ?? []);
  };
  const add = (name: string) => w.permissions.add({ ...job, ...access(name, "CAN_VIEW") });
  await Promise.all(people.map(add));
  expect(await names()).toEqual(expect.arrayContaining(people));

  const [ana = "", ben = "", eva = ""] = people;
  const remove = (user_name: string) =>
    w.permissions.remove({ ...job, access_control_list: [{ user_name }] });
  await Promise.all([remove(ana), remove(ben), add(eva)]);
  expect(await names()).toContain(eva);
  expect(await names()).not.toContain(ana);
  expect(await names()).not.toContain(ben);
});

it("takes serving endpoints by id, and says so to who gives a name", async () => {
  await using opened = await lab();
  const { w } = opened;
  const openai_config = { openai_api_key_plaintext: "key" };
  const external_model = { name: "m", provider: "openai", task: "llm/v1/chat", openai_config };
  const endpoint = await w.servingEndpoints.createAndWait({
    name: "chat",
    config: { served_entities: [{ name: "m", external_model }] },
  });
  const chat = { request_object_type: "serving-endpoints", request_object_id: endpoint.id ?? "" };
  const change = access("ana@example.com", "CAN_QUERY");
  const { access_control_list } = await w.permissions.add({ ...chat, ...change });
  expect(access_control_list).toContainEqual(
    expect.objectContaining({ user_name: "ana@example.com" }),
  );
  const byName = w.permissions.add({ ...chat, request_object_id: "chat", ...change });
  await expect(byName).rejects.toThrow(ResourceDoesNotExist);
  await expect(byName).rejects.toThrow("the endpoint's id, not its name");
});
