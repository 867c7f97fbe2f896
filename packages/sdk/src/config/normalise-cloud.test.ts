import { describe, expect, it } from "vitest";
import { normaliseAzureEnvironment, normaliseCloud } from "./normalise-cloud.js";

describe("normalising", () => {
  it.each([
    ["aws", "AWS"],
    ["Azure", "AZURE"],
    ["GCP", "GCP"],
    ["ibm", undefined],
  ])("cloud %s -> %s", (text, cloud) => {
    expect(normaliseCloud(text)).toBe(cloud);
  });

  it.each([
    ["public", "PUBLIC"],
    ["AzurePublicCloud", "PUBLIC"],
    ["AzureUSGovernmentCloud", "USGOVERNMENT"],
    ["AzureChinaCloud", "CHINA"],
    ["china", "CHINA"],
  ] as const)("Azure environment %s -> %s", (text, name) => {
    expect(normaliseAzureEnvironment(text)).toBe(name);
  });

  it("refuses an unknown Azure environment", () => {
    expect(() => normaliseAzureEnvironment("GERMANY")).toThrow("PUBLIC, USGOVERNMENT or CHINA");
  });
});
