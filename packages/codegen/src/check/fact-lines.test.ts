import { describe, expect, it } from "vitest";
import type { ApiFacts } from "../model/index.js";
import { compareFacts, packageLines } from "./fact-lines.js";

const facts = (values: readonly string[], note?: string): ApiFacts => ({
  clients: { account: {}, workspace: { pets: { package: "zoo", service: "PetsAPI" } } },
  packages: {
    zoo: {
      services: {
        PetsAPI: {
          clients: ["workspace"],
          path_level: "workspace",
          methods: {},
          derived: {},
          ...(note === undefined ? {} : { note }),
        },
      },
      types: { Kind: { kind: "enum", values } },
    },
  },
});

describe("packageLines", () => {
  it("has a line for every fact, empty ones too", () => {
    expect(packageLines("zoo", facts(["CAT"]))).toEqual([
      'services/PetsAPI/clients/0 = "workspace"',
      "services/PetsAPI/derived = {}",
      "services/PetsAPI/methods = {}",
      'services/PetsAPI/path_level = "workspace"',
      'types/Kind/kind = "enum"',
      'types/Kind/values/0 = "CAT"',
    ]);
  });
});

describe("compareFacts", () => {
  it("finds nothing between equals", () => {
    expect(compareFacts(facts(["CAT"]), facts(["CAT"]))).toEqual([]);
  });

  it("names what only one side has", () => {
    expect(compareFacts(facts(["CAT", "DOG"]), facts(["CAT"], "new"))).toEqual([
      '- zoo/types/Kind/values/1 = "DOG"',
      '+ zoo/services/PetsAPI/note = "new"',
    ]);
  });

  it("notices a package and a property that are gone", () => {
    const none: ApiFacts = { clients: { account: {}, workspace: {} }, packages: {} };
    const lines = compareFacts(facts([]), none);
    expect(lines).toContain('- clients/workspace/pets/service = "PetsAPI"');
    expect(lines).toContain("- zoo/types/Kind/values = []");
  });
});
