import { WorkspaceClient } from "databricks-sdk-ts";
import { describe, expect } from "vitest";
import { proof } from "../testing/proof.js";

describe("rate limits of a serving endpoint", () => {
  proof([], "let clients go on after the wait that they name", async ({ workspace }) => {
    const { clock, host, token } = workspace;
    const waits: number[] = [];
    const waiting = {
      now: () => clock.now(),
      sleep: async (milliseconds: number, signal?: AbortSignal): Promise<void> => {
        // What is shorter or longer is no wait for the next minute, but a limit of time.
        if (milliseconds < 10_000 || milliseconds > 60_000) return aborted(signal);
        waits.push(milliseconds);
        clock.advance(milliseconds);
      },
    };
    const w = new WorkspaceClient({ host, token, clock: waiting });
    await w.servingEndpoints.create({
      name: "limited",
      config: {
        served_entities: [
          { external_model: { name: "gpt", provider: "openai", task: "llm/v1/chat" } },
        ],
      },
      ai_gateway: { rate_limits: [{ key: "user", calls: 1, renewal_period: "minute" }] },
    });
    // The next minute begins 20 s from here.
    clock.advance(100_000 - (clock.now() % 60_000));
    const say = (): Promise<unknown> =>
      w.servingEndpoints.query({ name: "limited", messages: [{ role: "user", content: "x" }] });
    await say();
    expect(waits).toEqual([]);
    await say();
    expect(waits).toHaveLength(1);
    expect(waits[0]).toBeGreaterThanOrEqual(19_000);
    expect(waits[0]).toBeLessThan(30_000);
    await w.close();
  });
});

function aborted(signal: AbortSignal | undefined): Promise<void> {
  return new Promise((_, reject) => {
    signal?.addEventListener("abort", () => reject(signal.reason as Error));
  });
}
