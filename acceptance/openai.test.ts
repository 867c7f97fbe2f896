import type { WorkspaceClient } from "databricks-sdk-ts";
import OpenAI, { NotFoundError } from "openai";
import { describe, expect, it } from "vitest";
import { failure, Lab, until } from "./support/lab.js";

const model = "model";
const text = "grüß 😀";
const messages = [{ role: "user" as const, content: text }];

/** A client that is signed in as a service principal, which may query the endpoint `model`. */
async function signedIn(lab: Lab, route_optimized = false): Promise<WorkspaceClient> {
  const { id = "", applicationId = "" } = await lab.w.servicePrincipals.create({});
  const { secret = "" } = await lab.w.servicePrincipalSecretsProxy.create({
    service_principal_id: id,
  });
  const served_entities = [{ entity_name: "main.default.model", entity_version: "1" }];
  const endpoint = await lab.w.servingEndpoints.createAndWait({
    name: model,
    route_optimized,
    config: { served_entities },
  });
  await lab.w.permissions.add({
    request_object_type: "serving-endpoints",
    request_object_id: endpoint.id ?? "",
    access_control_list: [{ service_principal_name: applicationId, permission_level: "CAN_QUERY" }],
  });
  return lab.client({ token: undefined, clientId: applicationId, clientSecret: secret });
}

async function openaiOf(w: WorkspaceClient): Promise<OpenAI> {
  return new OpenAI({ ...(await w.servingEndpoints.openAiOptions()), maxRetries: 0 });
}

async function chat(openai: OpenAI): Promise<string | null | undefined> {
  const { choices } = await openai.chat.completions.create({ model, messages });
  return choices[0]?.message.content;
}

/** How often tokens were asked for. */
function tokens({ local }: Lab): number {
  return local.journal.entries().filter(({ path }) => path === "/oidc/v1/token").length;
}

describe("the package openai", () => {
  it("chats as a service principal, for longer than a token is good", async () => {
    await using lab = await Lab.open();
    const openai = await openaiOf(await signedIn(lab));
    expect([await chat(openai), await chat(openai)]).toEqual([text, text]);
    expect(tokens(lab)).toBe(1);
    lab.local.clock.advance(7_200_000); // the client's own clock does not know: the service refuses
    expect(await chat(openai)).toBe(text);
    expect(tokens(lab)).toBe(2);
  });

  it("streams", async () => {
    await using lab = await Lab.open();
    const { completions } = (await openaiOf(await signedIn(lab))).chat;
    let streamed = "";
    for await (const { choices } of await completions.create({ model, messages, stream: true })) {
      streamed += choices[0]?.delta.content ?? "";
    }
    expect(streamed).toBe(text);
  });

  it("ends an answer that nobody wants to the end", async () => {
    let stopped = false;
    async function* endless(): AsyncGenerator<string> {
      try {
        for (;;) yield "more ";
      } finally {
        stopped = true;
      }
    }
    await using lab = await Lab.open({ local: { serving: { [model]: endless } } });
    const { completions } = (await openaiOf(await signedIn(lab))).chat;
    const answer = await completions.create({ model, messages, stream: true });
    for await (const _piece of answer) answer.controller.abort();
    await until(() => stopped);
  });

  it("throws its own errors, with the service's words", async () => {
    await using lab = await Lab.open();
    const openai = await openaiOf(await signedIn(lab));
    const error = await failure(openai.chat.completions.create({ model: "none", messages }));
    expect(error).toBeInstanceOf(NotFoundError);
    expect(error).toMatchObject({ status: 404, code: "RESOURCE_DOES_NOT_EXIST" });
    expect((error as Error).message).toContain("Endpoint with name 'none' does not exist");
  });
});

describe("a route-optimized endpoint", () => {
  const plane = /^\/data-plane\//;
  const direct = (lab: Lab): number =>
    lab.local.journal.entries().filter(({ path }) => plane.test(path)).length;

  it("is queried at its own address with a token of its own, when it is asked for", async () => {
    await using lab = await Lab.open();
    const w = await signedIn(lab, true);
    const { choices } = await w.servingEndpoints.query({ name: model, messages });
    expect([choices?.[0]?.message?.content, direct(lab), tokens(lab)]).toEqual([text, 0, 1]);
    const answer = await w.servingEndpointsDataPlane.query({ name: model, messages });
    expect(answer.choices?.[0]?.message?.content).toBe(text);
    let streamed = "";
    const stream = await w.servingEndpointsDataPlane.queryStream({ name: model, messages });
    for await (const piece of stream) streamed += piece.choices?.[0]?.delta?.content ?? "";
    expect([streamed, direct(lab), tokens(lab)]).toEqual([text, 2, 2]);
  });

  it("says what it needs, and other endpoints where they are", async () => {
    await using lab = await Lab.open();
    await signedIn(lab, true);
    const { servingEndpointsDataPlane: here } = lab.w;
    const withToken = await failure(here.query({ name: model, messages }));
    expect((withToken as Error).message).toMatch(/^the data plane needs OAuth/);
    const { name = "" } = (await lab.w.servingEndpoints.list().toArray()).find(
      (each) => each.name !== model,
    )!;
    const elsewhere = await failure(here.query({ name, messages }));
    expect((elsewhere as Error).message).toContain("use the operation of the workspace instead");
  });
});
