import { describe, expect, it } from "vitest";
import { maskSecrets } from "./mask-secrets.js";

describe("maskSecrets", () => {
  it("replaces the secrets, the longest first", () => {
    expect(maskSecrets("a secret1234 and secret12", ["secret12", "secret1234"])).toBe(
      "a **REDACTED** and **REDACTED**",
    );
  });

  it("replaces what looks like a credential", () => {
    expect(maskSecrets("sent Bearer abcdef123", [])).toBe("sent Bearer **REDACTED**");
  });

  it("leaves texts alone when a secret is too short to be told from them", () => {
    expect(maskSecrets("a bad thing", ["a", ""])).toBe("a bad thing");
  });
});
