import { describe, expect, it } from "vitest";
import { Imports } from "./imports.js";

describe("Imports", () => {
  it("sorts modules and names, and imports nothing twice", () => {
    const imports = new Imports();
    imports.type("./b.js", "Z", "BZ");
    imports.type("./b.js", "A", "BA");
    imports.type("./b.js", "Z", "BZ");
    imports.value("./a.js", "make", "makeA");
    expect(imports.toString()).toBe(
      'import { make } from "./a.js";\nimport type { A, Z } from "./b.js";\n\n',
    );
  });

  it("gives an alias to what the file declares itself, or has from elsewhere", () => {
    const imports = new Imports(["Own"]);
    expect(imports.type("./a.js", "Own", "OtherOwn")).toBe("OtherOwn");
    expect(imports.type("./a.js", "Thing", "AThing")).toBe("Thing");
    expect(imports.type("./b.js", "Thing", "BThing")).toBe("BThing");
    expect(imports.type("./b.js", "Thing", "BThing")).toBe("BThing");
    expect(imports.toString()).toBe(
      'import type { Own as OtherOwn, Thing } from "./a.js";\n' +
        'import type { Thing as BThing } from "./b.js";\n\n',
    );
  });

  it("takes a class that is imported as a value for its type too", () => {
    const imports = new Imports();
    imports.value("./a.js", "Service", "AService");
    expect(imports.type("./a.js", "Service", "AService")).toBe("Service");
    expect(imports.toString()).toBe('import { Service } from "./a.js";\n\n');
  });

  it("breaks long lists, but never a single name", () => {
    const imports = new Imports();
    const long = "A".repeat(90);
    imports.type("./single.js", long, "Alias");
    imports.type("./two.js", "B".repeat(45), "AliasB");
    imports.type("./two.js", "C".repeat(45), "AliasC");
    expect(imports.toString()).toBe(
      `import type { ${long} } from "./single.js";\n` +
        `import type {\n  ${"B".repeat(45)},\n  ${"C".repeat(45)},\n} from "./two.js";\n\n`,
    );
  });

  it("refuses a collision that the alias does not solve", () => {
    const imports = new Imports(["Thing", "AThing"]);
    expect(() => imports.type("./a.js", "Thing", "AThing")).toThrow("AThing");
  });

  it("writes nothing when nothing was imported", () => {
    expect(new Imports(["Own"]).toString()).toBe("");
  });
});
