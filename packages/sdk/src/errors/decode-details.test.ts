import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeDetails } from "./decode-details.js";

const type = (name: string): string => `type.googleapis.com/google.rpc.${name}`;

describe("decodeDetails", () => {
  it("decodes every known kind", () => {
    expect(
      decodeDetails([
        { "@type": type("ErrorInfo"), reason: "R", domain: "d", metadata: { a: "b" } },
        { "@type": type("RequestInfo"), request_id: "id", serving_data: "s" },
        { "@type": type("RetryInfo"), retry_delay: "1.5s" },
        { "@type": type("DebugInfo"), stack_entries: ["a"], detail: "d" },
        { "@type": type("QuotaFailure"), violations: [{ subject: "s", description: "d" }] },
        {
          "@type": type("PreconditionFailure"),
          violations: [{ type: "t", subject: "s", description: "d" }],
        },
        { "@type": type("BadRequest"), field_violations: [{ field: "f", description: "d" }] },
        {
          "@type": type("ResourceInfo"),
          resource_type: "t",
          resource_name: "n",
          owner: "o",
          description: "d",
        },
        { "@type": type("Help"), links: [{ description: "d", url: "u" }] },
      ]),
    ).toEqual({
      errorInfo: { reason: "R", domain: "d", metadata: { a: "b" } },
      requestInfo: { request_id: "id", serving_data: "s" },
      retryInfo: { retry_delay: "1.5s" },
      debugInfo: { stack_entries: ["a"], detail: "d" },
      quotaFailure: { violations: [{ subject: "s", description: "d" }] },
      preconditionFailure: { violations: [{ type: "t", subject: "s", description: "d" }] },
      badRequest: { field_violations: [{ field: "f", description: "d" }] },
      resourceInfo: { resource_type: "t", resource_name: "n", owner: "o", description: "d" },
      help: { links: [{ description: "d", url: "u" }] },
    });
  });

  it("fills what is missing or of another type", () => {
    expect(
      decodeDetails([
        { "@type": type("RequestInfo"), request_id: 7 },
        { "@type": type("ErrorInfo"), reason: "R", metadata: { a: 1, b: "2" } },
        { "@type": type("Help"), links: [null, "x", { url: "u" }] },
        { "@type": type("BadRequest"), field_violations: "none" },
      ]),
    ).toEqual({
      requestInfo: { request_id: "", serving_data: "" },
      errorInfo: { reason: "R", domain: "", metadata: { b: "2" } },
      help: { links: [{ description: "", url: "u" }] },
      badRequest: { field_violations: [] },
    });
  });

  it("keeps the first of a kind, and everything raw", () => {
    const raw = [
      null,
      1,
      "x",
      [],
      {},
      { "@type": 5 },
      { "@type": "other/Thing", a: 1 },
      { "@type": type("RequestInfo"), request_id: "1" },
      { "@type": type("RequestInfo"), request_id: "2" },
    ];
    const details = decodeDetails(raw);
    expect(details).toEqual({ requestInfo: { request_id: "1", serving_data: "" } });
    expect(details.raw).toBe(raw);
    expect(Object.keys(details)).not.toContain("raw");
  });

  it("never throws", () => {
    const kinds = [
      "ErrorInfo",
      "RequestInfo",
      "RetryInfo",
      "DebugInfo",
      "QuotaFailure",
      "PreconditionFailure",
      "BadRequest",
      "ResourceInfo",
      "Help",
      "constructor",
      "__proto__",
    ].map(type);
    const detail = fc.tuple(
      fc.constantFrom(...kinds),
      fc.dictionary(
        fc.constantFrom("metadata", "violations", "links", "stack_entries", "reason", "__proto__"),
        fc.jsonValue(),
      ),
    );
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            fc.jsonValue(),
            detail.map(([kind, fields]) => ({ ...fields, "@type": kind })),
          ),
        ),
        (raw) => {
          expect(decodeDetails(raw).raw).toBe(raw);
        },
      ),
    );
  });
});
