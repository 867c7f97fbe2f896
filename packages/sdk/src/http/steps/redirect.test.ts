import { describe, expect, it } from "vitest";
import { InvalidResponseError } from "../../errors/index.js";
import type { CallRequest } from "../pipeline.js";
import { answering, callRequest, reply } from "../testing/call-request.js";
import { redirect } from "./redirect.js";

const to = (status: number, location: string) => reply({ status, headers: { location } });

const secretHeaders = {
  authorization: "Bearer secret",
  "x-databricks-azure-sp-management-token": "secret",
  "x-databricks-gcp-sa-access-token": "secret",
  "x-databricks-workspace-id": "7",
  cookie: "secret",
  "x-of-the-caller": "secret",
};

function post(extra: Partial<CallRequest> = {}): CallRequest {
  const headers = { ...secretHeaders, accept: "a/b", "content-type": "application/json" };
  return callRequest({ method: "POST", headers, body: "{}", ...extra });
}

describe("redirect", () => {
  it.each([307, 308])(
    "keeps method, body and credentials at %i to the same origin",
    async (status) => {
      const { sent, next } = answering([to(status, "/api/2.1/things?x=1"), reply({ text: "end" })]);
      const request = post();
      expect((await redirect.send(request, next)).text).toBe("end");
      expect(sent[1]).toEqual({ ...request, url: "https://workspace.test/api/2.1/things?x=1" });
    },
  );

  it.each([
    [301, "POST", "GET"],
    [302, "POST", "GET"],
    [303, "POST", "GET"],
    [303, "PUT", "GET"],
    [303, "DELETE", "GET"],
    [301, "PUT", "PUT"],
    [302, "PATCH", "PATCH"],
    [303, "HEAD", "HEAD"],
    [302, "GET", "GET"],
  ] as const)("%i turns %s into %s", async (status, method, expected) => {
    const { sent, next } = answering([to(status, "/next")]);
    await redirect.send(post({ method }), next);
    expect(sent[1]?.method).toBe(expected);
    const kept = expected === method;
    expect(sent[1]?.body).toBe(kept ? "{}" : undefined);
    expect(sent[1]?.headers["content-type"]).toBe(kept ? "application/json" : undefined);
    expect(sent[1]?.headers["authorization"]).toBe("Bearer secret");
  });

  it.each([
    "https://elsewhere.test/x",
    "https://workspace.test:8443/x",
    "https://sub.workspace.test/x",
    "//elsewhere.test/x",
  ])("drops all credentials on the way to %s, and does not bring them back", async (location) => {
    const back = "https://workspace.test/back";
    const { sent, next } = answering([to(307, location), to(307, back)]);
    await redirect.send(post(), next);
    for (const request of sent.slice(1)) {
      expect(request.headers).toEqual({ accept: "a/b", "content-type": "application/json" });
    }
    expect(sent.map(({ url }) => url).at(-1)).toBe(back);
  });

  it("does not follow with a body that is a stream", async () => {
    const { sent, next } = answering([to(307, "/next")]);
    const body = new Blob(["x"]).stream();
    await expect(redirect.send(post({ body }), next)).rejects.toThrow(/can't be sent again/);
    expect(sent).toHaveLength(1);
    const see = answering([to(303, "/next")]);
    await redirect.send(post({ body }), see.next);
    expect(see.sent[1]).toMatchObject({ method: "GET" });
  });

  it("follows five and no more, without showing what the query hides", async () => {
    const circle = Array.from({ length: 9 }, () => to(302, "/circle?token=secret"));
    const { sent, next } = answering(circle);
    const error: unknown = await redirect.send(post(), next).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(InvalidResponseError);
    expect(String(error)).not.toContain("secret");
    expect(sent).toHaveLength(6);
  });

  it.each(["http://workspace.test/x", "file:///etc/passwd", "javascript:1", "http://["])(
    "refuses %s",
    async (location) => {
      const { sent, next } = answering([to(302, location)]);
      await expect(redirect.send(post(), next)).rejects.toBeInstanceOf(InvalidResponseError);
      expect(sent).toHaveLength(1);
    },
  );

  it("hands back what is not followed", async () => {
    const login = "https://accounts.test/login.html?error=private-link-validation-error";
    for (const answer of [to(302, login), reply({ status: 304 }), to(300, "/x"), to(200, "/x")]) {
      const { sent, next } = answering([answer]);
      expect(await redirect.send(post(), next)).toBe(answer);
      expect(sent).toHaveLength(1);
    }
  });
});
