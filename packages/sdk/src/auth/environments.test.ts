import { describe, expect, it } from "vitest";
import { azureEndpoints, environmentOf, isAccountHost } from "./environments.js";

describe("environmentOf", () => {
  it.each([
    ["https://dbc-1.cloud.databricks.com", "AWS", ".cloud.databricks.com"],
    ["https://x.dev.databricks.com", "AWS", ".dev.databricks.com"],
    ["https://x.staging.cloud.databricks.com", "AWS", ".staging.cloud.databricks.com"],
    ["https://x.cloud.databricks.us:443", "AWS", ".cloud.databricks.us"],
    ["https://adb-1.2.azuredatabricks.net", "AZURE", ".azuredatabricks.net"],
    ["https://adb-1.2.dev.azuredatabricks.net", "AZURE", ".dev.azuredatabricks.net"],
    ["https://adb-1.2.staging.azuredatabricks.net", "AZURE", ".staging.azuredatabricks.net"],
    ["https://adb-1.2.databricks.azure.us", "AZURE", ".databricks.azure.us"],
    ["https://adb-1.2.databricks.azure.cn", "AZURE", ".databricks.azure.cn"],
    ["https://1.2.gcp.databricks.com", "GCP", ".gcp.databricks.com"],
    ["https://1.2.dev.gcp.databricks.com", "GCP", ".dev.gcp.databricks.com"],
    ["https://1.2.staging.gcp.databricks.com", "GCP", ".staging.gcp.databricks.com"],
    ["http://localhost:8080", "AWS", ".cloud.databricks.com"],
  ])("%s is in %s, %s", (host, cloud, zone) => {
    expect(environmentOf({ host })).toMatchObject({ cloud, zone });
  });

  it("asks Azure tokens for the zone's own application", () => {
    const of = (host: string): unknown => environmentOf({ host }).azureApplicationId;
    expect(of("https://a.azuredatabricks.net")).toBe("2ff814a6-3304-4ab8-85cb-cd0e6f879c1d");
    expect(of("https://a.databricks.azure.cn")).toBe("2ff814a6-3304-4ab8-85cb-cd0e6f879c1d");
    expect(of("https://a.dev.azuredatabricks.net")).toBe("62a912ac-b58e-4c1d-89ea-b2dbfc7358fc");
    expect(of("https://a.dev.databricks.com")).toBeUndefined();
  });

  it("takes the cloud of an unknown host from the metadata", () => {
    const host = "https://db.example.com";
    expect(environmentOf({ host, cloud: "GCP" })).toMatchObject({ cloud: "GCP" });
    expect(environmentOf({ host, cloud: "AZURE" })).toMatchObject({ azureEnvironment: "PUBLIC" });
    expect(environmentOf({ host, azureWorkspaceResourceId: "/sub" }).cloud).toBe("AWS");
  });

  it("uses the Azure environment when only a resource id is known", () => {
    const azureWorkspaceResourceId = "/subscriptions/1";
    expect(environmentOf({ azureWorkspaceResourceId })).toMatchObject({
      azureEnvironment: "PUBLIC",
    });
    expect(environmentOf({ azureWorkspaceResourceId, azureEnvironment: "CHINA" })).toMatchObject({
      zone: ".databricks.azure.cn",
    });
  });
});

describe("azureEndpoints", () => {
  it("end in a slash", () => {
    const addresses = Object.values(azureEndpoints).flatMap((each) => Object.values(each));
    expect(addresses).toHaveLength(9);
    expect(addresses.filter((each) => !/^https:\/\/.*\/$/.test(String(each)))).toEqual([]);
  });
});

describe("isAccountHost", () => {
  it.each([
    ["https://accounts.cloud.databricks.com", true],
    ["https://accounts-dod.cloud.databricks.us", true],
    ["https://accounts.azuredatabricks.net", true],
    ["https://my-accounts.cloud.databricks.com", false],
    ["http://accounts.cloud.databricks.com", false],
    ["https://dbc-1.cloud.databricks.com", false],
    [undefined, false],
  ])("%s: %s", (host, expected) => {
    expect(isAccountHost(host)).toBe(expected);
  });
});
