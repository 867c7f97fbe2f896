import { federatedCredentials } from "../federated-credentials.js";
import { requestJson, requireText } from "../request-json.js";
import type { Credentials, Skipped, StrategyInput } from "../strategy.js";

const variables = [
  "SYSTEM_TEAMFOUNDATIONCOLLECTIONURI",
  "SYSTEM_TEAMPROJECTID",
  "SYSTEM_HOSTTYPE",
  "SYSTEM_PLANID",
  "SYSTEM_JOBID",
  "SYSTEM_ACCESSTOKEN",
] as const;

/** An Azure DevOps pipeline that a federation policy of Databricks trusts. */
export async function azureDevopsOidc(input: StrategyInput): Promise<Credentials | Skipped> {
  const missing = variables.filter((name) => (input.env[name] ?? "") === "");
  if (missing.length > 0) return { skipped: reasonFor(missing) };
  return federatedCredentials(input, (_audience, signal) => idToken(input, signal));
}

function reasonFor(missing: readonly string[]): string {
  if (missing.length === variables.length) return "this is no job of Azure DevOps";
  const hint = "a step gets it with `env: SYSTEM_ACCESSTOKEN: $(System.AccessToken)`";
  const told = `${missing.join(", ")} ${missing.length === 1 ? "is" : "are"} not set`;
  return missing.includes("SYSTEM_ACCESSTOKEN") ? `${told}; ${hint}` : told;
}

async function idToken(
  { env, context }: StrategyInput,
  signal: AbortSignal | undefined,
): Promise<string> {
  const [collection, project, hostType, plan, job, token] = variables.map(
    (name) => env[name] ?? "",
  );
  const path = `${project}/_apis/distributedtask/hubs/${hostType}/plans/${plan}/jobs/${job}/oidctoken`;
  const asked = {
    what: "the ID token endpoint of Azure DevOps",
    hint: "check that SYSTEM_ACCESSTOKEN is $(System.AccessToken) of this job",
    request: {
      method: "POST",
      url: `${collection}${path}?api-version=7.2-preview.1`,
      headers: {
        accept: "application/json",
        authorization: `Bearer ${token}`,
        "content-type": "application/json",
        "content-length": "0",
      },
    },
    secrets: [token ?? ""],
  } as const;
  return requireText(await requestJson(asked, { ...context, signal }), "oidcToken", asked);
}
