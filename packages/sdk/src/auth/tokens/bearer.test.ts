import { describe, expect, it } from "vitest";
import type { OAuthToken } from "../../oauth/index.js";
import { bearer, type TokenOptions, type TokenSource } from "./index.js";

/** A source that counts up with each forced refresh. */
class Counter implements TokenSource {
  forced = 0;
  tokenType = "Bearer";

  async token(_signal?: AbortSignal, { forceRefresh = false }: TokenOptions = {}) {
    if (forceRefresh) this.forced += 1;
    return { accessToken: `t${this.forced}`, tokenType: this.tokenType } satisfies OAuthToken;
  }
}

describe("bearer credentials", () => {
  it.each(["Bearer", "bearer", "BEARER"])("send the token, said to be %s", async (tokenType) => {
    const source = new Counter();
    source.tokenType = tokenType;
    expect(await bearer(source).headers()).toEqual({ authorization: "Bearer t0" });
  });

  it("send further headers, but not over the token", async () => {
    const extra = async (): Promise<Record<string, string>> => ({
      "x-a": "1",
      authorization: "no",
    });
    expect(await bearer(new Counter(), extra).headers()).toEqual({
      "x-a": "1",
      authorization: "Bearer t0",
    });
  });

  it("replace a token that was refused, with its further headers", async () => {
    const source = new Counter();
    let asked = 0;
    const credentials = bearer(source, async () => ({ "x-n": String(asked++) }));
    const refused = await credentials.headers();
    expect(await credentials.refresh?.(refused)).toEqual({
      "x-n": "1",
      authorization: "Bearer t1",
    });
    expect(source.forced).toBe(1);
  });

  it("do not replace a token that another call has replaced already", async () => {
    const source = new Counter();
    const credentials = bearer(source);
    const refused = await credentials.headers();
    await credentials.refresh?.(refused);
    expect(await credentials.refresh?.(refused)).toEqual({ authorization: "Bearer t1" });
    expect(source.forced).toBe(1);
  });
});
