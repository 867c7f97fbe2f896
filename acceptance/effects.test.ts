import { ConnectionError, InternalError, type jobs } from "databricks-sdk-ts";
import { describe, expect, it } from "vitest";
import { failure, Lab } from "./support/lab.js";
import { json, serve } from "./support/raw-server.js";

const { create, runNow, submit } = {
  create: "jobs.JobsAPI.create",
  runNow: "jobs.JobsAPI.runNow",
  submit: "jobs.JobsAPI.submit",
};
const tasks: jobs.Task[] = [
  { task_key: "a", condition_task: { op: "EQUAL_TO", left: "1", right: "1" } },
];
/** Ways to lose the answer to a request whose work was done. */
const losses = [{ status: 503 }, { status: 429 }, { drop_connection: true }] as const;

describe("a repeated request whose work was done the first time", () => {
  it.each(losses)("starts one run of a job: %j", async (loss) => {
    await using lab = await Lab.open();
    const { job_id } = await lab.w.jobs.create({ name: "once", tasks });
    lab.local.faults.add({ match: runNow, ...loss, after_handler: true, times: 3 });
    const { response } = await lab.w.jobs.runNow({ job_id: job_id! });
    expect(lab.statuses(runNow)).toHaveLength(4);
    const runs = await lab.w.jobs.listRuns({ job_id: job_id! }).toArray();
    expect(runs.map(({ run_id }) => run_id)).toEqual([response.run_id]);
  });

  it.each(losses)("starts one run of no job: %j", async (loss) => {
    await using lab = await Lab.open();
    lab.local.faults.add({ match: submit, ...loss, after_handler: true, times: 2 });
    const run = await (await lab.w.jobs.submit({ run_name: "once", tasks })).result();
    expect(run.state?.result_state).toBe("SUCCESS");
    expect(lab.statuses(submit)).toHaveLength(3);
    expect(await lab.w.jobs.listRuns().toArray()).toHaveLength(1);
  });

  it("starts one run for one token, whoever asks; without one, each call is a run", async () => {
    await using lab = await Lab.open();
    const request = { run_name: "same", tasks, idempotency_token: "mine" };
    const first = await lab.w.jobs.submit(request);
    const second = await lab.client().jobs.submit(request);
    expect(second.response.run_id).toBe(first.response.run_id);
    await lab.w.jobs.submit({ tasks });
    await lab.w.jobs.submit({ tasks });
    expect(await lab.w.jobs.listRuns().toArray()).toHaveLength(3);
  });

  it("creates a job each time: creating has no token that could tell", async () => {
    await using lab = await Lab.open();
    lab.local.faults.add({ match: create, status: 503, after_handler: true, times: 1 });
    await lab.w.jobs.create({ name: "twice" });
    expect(await lab.w.jobs.list({ name: "twice" }).toArray()).toHaveLength(2);
  });

  it("is not repeated if `retry` is false", async () => {
    await using lab = await Lab.open();
    await lab.w.currentUser.me(); // so that the connection is a kept one
    lab.local.faults.add({ match: create, drop_connection: true, after_handler: true });
    const error = await failure(lab.w.jobs.create({ name: "once" }, { retry: false }));
    expect(error).toBeInstanceOf(ConnectionError);
    expect(lab.statuses(create)).toEqual([0]);
    expect(await lab.w.jobs.list().toArray()).toHaveLength(1);
  });

  it("is not repeated when the failure does not promise that it passes", async () => {
    await using lab = await Lab.open();
    lab.local.faults.add({ match: create, status: 500, after_handler: true, times: 1 });
    expect(await failure(lab.w.jobs.create({ name: "once" }))).toBeInstanceOf(InternalError);
    expect(await lab.w.jobs.list({ name: "once" }).toArray()).toHaveLength(1);
  });

  it("is not repeated when an answer had begun", async () => {
    await using lab = await Lab.open();
    lab.local.faults.add({ match: create, truncate_body: 1 });
    expect(await failure(lab.w.jobs.create({ name: "once" }))).toBeInstanceOf(ConnectionError);
    expect(await lab.w.jobs.list({ name: "once" }).toArray()).toHaveLength(1);
  });
});

describe("the body of a PATCH", () => {
  it("arrives, beside path and mask: a token's comment", async () => {
    await using lab = await Lab.open();
    const { token_info } = await lab.w.tokens.create({ comment: "old" });
    const token_id = token_info!.token_id!;
    await lab.w.tokens.update({ token_id, token: { comment: "new" }, update_mask: "comment" });
    const infos = await lab.w.tokens.list().toArray();
    expect(infos.find((info) => info.token_id === token_id)?.comment).toBe("new");
  });

  it("arrives as the one message that it is: a workspace's tags", async () => {
    await using lab = await Lab.open();
    const a = lab.account();
    const made = await a.workspaces.createAndWait({ workspace_name: "w", aws_region: "eu-west-1" });
    const updated = await a.workspaces.updateAndWait({
      workspace_id: made.workspace_id!,
      customer_facing_workspace: { custom_tags: { team: "maps" } },
      update_mask: "custom_tags",
    });
    expect(updated).toMatchObject({ workspace_name: "w", custom_tags: { team: "maps" } });
  });

  it("survives retries", async () => {
    await using lab = await Lab.open();
    const { token_info } = await lab.w.tokens.create({ comment: "old" });
    const token_id = token_info!.token_id!;
    lab.local.faults.add({ match: "settings.TokensAPI.update", status: 429, times: 2 });
    await lab.w.tokens.update({ token_id, token: { comment: "new" }, update_mask: "comment" });
    const infos = await lab.w.tokens.list().toArray();
    expect(infos.find((info) => info.token_id === token_id)?.comment).toBe("new");
  });

  it("is what the fields say, to the letter", async () => {
    await using server = await serve((response) => json(response, {}));
    await using lab = await Lab.open({ client: { host: server.host } });
    await lab.w.repos.update({ repo_id: 5, branch: "déjà/vu" });
    const [request] = server.received;
    expect(request).toMatchObject({ method: "PATCH", target: "/api/2.0/repos/5" });
    expect(request?.headers["content-type"]).toBe("application/json");
    expect(JSON.parse(request!.body)).toEqual({ branch: "déjà/vu" });
  });
});
