import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { differences, generatedFiles, writeGenerated } from "./generate/index.js";
import { importTable, writeDocuments } from "./import/index.js";

const usage = `Usage:
  npm run generate [-- --check]                          write the generated code, or only compare
  npm run spec:import -- [FILE] [--summaries FILE]       turn the API table in FILE into spec/, or
                                                         write spec/ anew from its own facts
`;

/** Runs one command; returns the exit code. `root` is the repository's folder. */
export function run(args: readonly string[], root: string): number {
  const [command, ...rest] = args;
  if (command === "generate") return generate(rest, root);
  if (command === "import") return importCommand(rest, root);
  process.stderr.write(usage);
  return 2;
}

function generate(args: string[], root: string): number {
  const { values } = parseArgs({ args, options: { check: { type: "boolean" } } });
  const files = generatedFiles(join(root, "spec"));
  const found = values.check ? differences(root, files) : writeGenerated(root, files);
  for (const { kind, path } of found) process.stdout.write(`${kind} ${path}\n`);
  const outcome = found.length === 0 ? "all up to date" : `${found.length} differed`;
  process.stdout.write(`${files.size} generated files, ${outcome}\n`);
  return values.check && found.length > 0 ? 1 : 0;
}

function importCommand(args: string[], root: string): number {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { summaries: { type: "string" } },
  });
  const [table, ...others] = positionals;
  if (others.length > 0) {
    process.stderr.write(usage);
    return 2;
  }
  const folder = join(root, "spec");
  const files = importTable({ table, folder, summaries: values.summaries });
  for (const name of writeDocuments(folder, files)) process.stdout.write(`wrote spec/${name}\n`);
  return 0;
}

const self = fileURLToPath(import.meta.url);
if (process.argv[1] === self) {
  process.exitCode = run(process.argv.slice(2), join(self, "../../../.."));
}
