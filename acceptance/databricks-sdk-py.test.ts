import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  building,
  idsOf,
  impossible,
  passing,
  type TestsByFile,
} from "./support/official-python-tests.js";
import { foreignVariables, pythonSdk, pythonSdkVersion } from "./support/python-sdk.js";
import { type Actor, PythonStage } from "./support/python-stage.js";

const { ACCEPTANCE_SDK_PY_TESTS: checkout = "", ACCEPTANCE_SDK_PY_PYTHON: named } = process.env;

/** What the SDK's own tests import, and what builds it. */
const packages = ["pytest<10", "pytest-mock", "pyfakefs", "build"];

const found = await interpreter();
const missing = "missing" in found ? found.missing : undefined;
if (missing !== undefined) console.warn(`SKIPPED: ${missing}`);

async function interpreter(): Promise<{ python: string } | { missing: string }> {
  const conftest = join(checkout, "tests", "integration", "conftest.py");
  if (checkout === "" || !existsSync(conftest)) {
    const what = `the folder of a checkout of the Python SDK ${pythonSdkVersion}`;
    return { missing: `ACCEPTANCE_SDK_PY_TESTS does not name ${what}` };
  }
  return named === undefined ? pythonSdk({ name: "tests", packages }) : { python: named };
}

/** What pytest prints, whatever it comes to. */
function pytest(args: readonly string[], variables: Readonly<Record<string, string>>) {
  const python = "python" in found ? found.python : "";
  const options = {
    cwd: checkout,
    env: { ...foreignVariables(), ...variables },
    timeout: 900_000,
    maxBuffer: 64 * 1024 * 1024,
  };
  const plain = ["-B", "-m", "pytest", "-p", "no:cacheprovider", "-o", "log_cli=false", "-q"];
  return new Promise<string>((resolve) => {
    execFile(python, [...plain, ...args], options, (_error, stdout, stderr) =>
      resolve(`${stdout}\n${stderr}`),
    );
  });
}

/** How tests ended, each time that one ran, by their names; and what pytest said. */
async function outcomes(stage: PythonStage, actor: Actor, tests: TestsByFile) {
  const report = join(stage.home, "report.xml");
  const said = await pytest(
    [...idsOf(tests).map((id) => `tests/integration/${id}`), `--junit-xml=${report}`, "--tb=short"],
    stage.variables(actor),
  );
  const ended = new Map<string, Set<string>>();
  const cases = existsSync(report) ? readFileSync(report, "utf8").split("<testcase ").slice(1) : [];
  for (const text of cases) {
    const [, file, name] = /classname="[\w.]*\.(\w+)" name="(\w+)/.exec(text) ?? [];
    const [, how = "passed"] = /<(failure|error|skipped) /.exec(text) ?? [];
    const id = `${file}.py::${name}`;
    ended.set(id, (ended.get(id) ?? new Set()).add(how));
  }
  return { ended, said };
}

async function passes(actor: Actor, tests: TestsByFile): Promise<void> {
  await using stage = await PythonStage.open();
  const { ended, said } = await outcomes(stage, actor, tests);
  const wanted = new Map(idsOf(tests).map((id) => [id, new Set(["passed"])]));
  expect(ended, said).toEqual(wanted);
  expect(stage.local.journal.unimplemented()).toEqual([]);
}

describe.skipIf(missing !== undefined)(
  `the official Python SDK ${pythonSdkVersion}'s own tests`,
  { timeout: 900_000 },
  () => {
    it("pass in the workspace", () => passes("person", passing.person));
    it("pass for a service principal", () => passes("robot", passing.robot));
    it("pass in the account", () => passes("account", passing.account));

    const source = existsSync(join(checkout, "databricks", "sdk", "version.py"));
    if (!source) console.warn("SKIPPED: the checkout has no source to build the Python SDK from");
    it.skipIf(!source)("pass in notebooks and jobs that sign in with the SDK as it is built", () =>
      passes("person", building),
    );

    it("are these and no others", async () => {
      const listing = await pytest(["--collect-only", "tests/integration"], {});
      const there = listing.matchAll(/^tests\/integration\/(test_\w+\.py::\w+)/gm);
      const known = [...Object.values(passing), building, ...Object.values(impossible)];
      expect([...new Set([...there].map(([, id]) => id))].toSorted()).toEqual(idsOf(...known));
    });
  },
);
