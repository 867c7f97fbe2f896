import { describe, expect, it } from "vitest";
import { memoryStore } from "../state/index.js";
import { type FirstIdentity, firstIdentity } from "./index.js";

const fresh = (given: Parameters<typeof firstIdentity>[1] = {}): FirstIdentity =>
  firstIdentity(memoryStore(), given);
const ids = ({ accountId, workspaceId }: FirstIdentity): object => ({ accountId, workspaceId });

describe("the first identity", () => {
  it("has the ids of its port, which clients may have kept, and a token of its own", () => {
    const first = fresh({ port: 8080 });
    const second = fresh({ port: 8080 });
    expect(ids(second)).toEqual(ids(first));
    expect(second.token).not.toBe(first.token);
    const other = fresh({ port: 8081 });
    expect(other.accountId).not.toBe(first.accountId);
    expect(other.workspaceId).not.toBe(first.workspaceId);
  });

  it("has new ids on a port that is free", () => {
    const [first, second, third] = [fresh(), fresh({ port: 0 }), fresh({ port: 0 })];
    expect(new Set([first, second, third].map(({ accountId }) => accountId)).size).toBe(3);
    expect(new Set([first, second, third].map(({ workspaceId }) => workspaceId)).size).toBe(3);
  });

  it("has ids of the shapes that services use", () => {
    for (let port = 0; port < 500; port++) {
      const { accountId, workspaceId } = fresh({ port });
      expect(accountId).toMatch(/^[\da-f]{8}-[\da-f]{4}-8[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
      expect(String(workspaceId)).toMatch(/^\d{16}$/);
      expect(Number.isSafeInteger(workspaceId)).toBe(true);
    }
  });

  it("stays what its store knows, on whatever port, and is what it is told to be", () => {
    const store = memoryStore();
    const first = firstIdentity(store, { port: 8080 });
    expect(firstIdentity(store, { port: 8081 })).toEqual(first);
    expect(firstIdentity(store, {})).toEqual(first);
    expect(firstIdentity(store, { port: 8080, workspaceId: 5 })).toEqual({
      ...first,
      workspaceId: 5,
    });
  });
});
