import { expect, it } from "vitest";
import { people } from "../engines/identity/testing/people.js";
import { ProgramTokens } from "./program-access.js";

const HOST = "http://host";

it("gives programs a token until it is revoked", () => {
  const { engine, store, ada } = people();
  const access = new ProgramTokens(engine, store).access(HOST, ada.userName, "run 1");
  expect(access.host).toBe(HOST);
  expect(engine.authenticate(access.token)?.id).toBe(ada.id);
  access.revoke();
  expect(engine.authenticate(access.token)).toBeUndefined();
  access.revoke();
});

it("ends what a process that was killed had given", () => {
  const { engine, store, ada } = people();
  const { token } = new ProgramTokens(engine, store).access(HOST, ada.userName, "run 1");
  const next = new ProgramTokens(engine, store).access(HOST, ada.userName, "run 2");
  expect(engine.authenticate(token)).toBeUndefined();
  expect(engine.authenticate(next.token)?.id).toBe(ada.id);
});

it("gives none to those who are not let in", () => {
  const { engine, store } = people();
  const tokens = new ProgramTokens(engine, store);
  expect(() => tokens.access(HOST, "nobody@example.com", "run 1")).toThrow("not an active user");
});
