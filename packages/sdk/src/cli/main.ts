#!/usr/bin/env node
import { run } from "./run.js";

const { argv, env, stdout, stderr } = process;
const { exitCode, out, error } = await run(argv.slice(2), {
  env,
  tell: (line) => void stderr.write(`${line}\n`),
});
process.exitCode = exitCode;
stdout.write(out);
stderr.write(error);
