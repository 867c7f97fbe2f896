import { ConfigError } from "../../errors/index.js";
import { builtin } from "../../internal/index.js";
import { federatedCredentials } from "../federated-credentials.js";
import type { Credentials, StrategyInput } from "../strategy.js";

/** An ID token in a file, such as Kubernetes writes; it is read anew for each exchange. */
export async function fileOidc(input: StrategyInput): Promise<Credentials> {
  const { oidcTokenFilepath: path = "" } = input.config;
  await readToken(path);
  return federatedCredentials(input, () => readToken(path));
}

async function readToken(path: string): Promise<string> {
  const token = (await readText(path)).trim();
  if (token === "") throw unusable(`${path} is empty`);
  return token;
}

async function readText(path: string): Promise<string> {
  const files = builtin("node:fs/promises");
  if (files === undefined) throw unusable("this runtime has no files");
  try {
    return await files.readFile(path, "utf8");
  } catch (error) {
    const reason = String((error as { readonly code?: unknown }).code ?? "unknown reason");
    throw unusable(`cannot read ${path} (${reason})`);
  }
}

function unusable(problem: string): ConfigError {
  const message = `oidcTokenFilepath (DATABRICKS_OIDC_TOKEN_FILEPATH) is of no use: ${problem}`;
  return new ConfigError(message, { attribute: "oidcTokenFilepath" });
}
