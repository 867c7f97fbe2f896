import { demand, Double, Mismatch } from "./double.js";
import type { Mint } from "./minted.js";

/** The bearer tokens with which jobs ask for their ID tokens. */
export const requestTokens = { github: "github-double", azureDevOps: "devops-double" } as const;

const DEVOPS_JOB = "/project-1/_apis/distributedtask/hubs/build/plans/plan-1/jobs/job-1/oidctoken";

/** GitHub Actions: `GET {url}&audience=..` with the job's bearer token, answered with `value`. */
export function startGithub(mint: Mint): Promise<Double> {
  return Double.start((double) => ({
    answer: ({ method, path, headers, query }) => {
      demand("method", method, "GET");
      demand("path", path, "/runs/1/idtoken");
      demand("the URL's own parameter", query["api-version"], "2.0");
      demand("header authorization", headers["authorization"], `Bearer ${requestTokens.github}`);
      if (!query["audience"]) throw new Mismatch("audience is missing");
      const claims = { iss: double.url, aud: query["audience"], sub: "repo:acme/app:ref:main" };
      const value = mint.jwt(claims, double.lifetime(300));
      return { body: { count: value.length, value } };
    },
    refuse: () => ({ status: 401, body: { message: "Bad credentials" } }),
  }));
}

/** The variables of a GitHub Actions job that may ask for ID tokens. */
export function githubEnv({ url }: Double): Readonly<Record<string, string>> {
  return {
    ACTIONS_ID_TOKEN_REQUEST_URL: `${url}/runs/1/idtoken?api-version=2.0`,
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: requestTokens.github,
  };
}

/** Azure DevOps: `POST` with an empty body and the job's bearer token, answered with `oidcToken`. */
export function startAzureDevOps(mint: Mint): Promise<Double> {
  return Double.start((double) => ({
    answer: ({ method, path, headers, query, body }) => {
      demand("method", method, "POST");
      demand("path", path, DEVOPS_JOB);
      demand("api-version", query["api-version"], "7.2-preview.1");
      const wanted = `Bearer ${requestTokens.azureDevOps}`;
      demand("header authorization", headers["authorization"], wanted);
      demand("the body", body, "");
      const claims = {
        iss: double.url,
        aud: "api://AzureADTokenExchange",
        sub: "p://acme/project-1/pipeline",
      };
      return { body: { oidcToken: mint.jwt(claims, double.lifetime(300)) } };
    },
    refuse: () => ({ status: 401, body: { message: "Access denied" } }),
  }));
}

/** The variables of an Azure DevOps job. */
export function azureDevOpsEnv({ url }: Double): Readonly<Record<string, string>> {
  return {
    SYSTEM_TEAMFOUNDATIONCOLLECTIONURI: `${url}/`,
    SYSTEM_TEAMPROJECTID: "project-1",
    SYSTEM_HOSTTYPE: "build",
    SYSTEM_PLANID: "plan-1",
    SYSTEM_JOBID: "job-1",
    SYSTEM_ACCESSTOKEN: requestTokens.azureDevOps,
  };
}
