import { describe, expect, it } from "vitest";
import {
  clientName,
  constantCase,
  isVariableName,
  kebabCase,
  pascalCase,
  propertyAccess,
  propertyName,
  serviceStem,
} from "./names.js";

describe("names", () => {
  it.each([
    ["Clusters", "clusters"],
    ["AccountGroupsV2", "account-groups-v2"],
    ["AccountIamV2", "account-iam-v2"],
    ["RFAPolicies", "rfa-policies"],
    ["Dbfs", "dbfs"],
  ])("%s becomes the file %s", (stem, file) => {
    expect(kebabCase(stem)).toBe(file);
  });

  it("drops the suffix of a service only at its end", () => {
    expect(serviceStem("ClustersAPI")).toBe("Clusters");
    expect(serviceStem("APIKeysAPI")).toBe("APIKeys");
  });

  it("drops the underscore that spares Python a keyword", () => {
    expect(pascalCase("import_")).toBe("Import");
    expect(constantCase("import_")).toBe("IMPORT");
    expect(constantCase("list_node_types")).toBe("LIST_NODE_TYPES");
    expect(clientName("account")).toBe("AccountClient");
  });

  it("quotes a field only where it must be quoted", () => {
    expect(propertyName("$ref")).toBe("$ref");
    expect(propertyName("default")).toBe("default");
    expect(propertyName("content-type")).toBe('"content-type"');
    expect(propertyAccess("name")).toBe(".name");
    expect(propertyAccess("2nd")).toBe('["2nd"]');
  });

  it("knows what cannot be a variable", () => {
    expect(["name", "clusterId", "$ref"].every(isVariableName)).toBe(true);
    expect(["delete", "await", "content-type", "arguments"].some(isVariableName)).toBe(false);
  });
});
