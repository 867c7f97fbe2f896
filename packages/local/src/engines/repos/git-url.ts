import { WorkspaceError } from "../../errors/index.js";
import { invalid } from "./git-errors.js";

/** Providers by the lower-case form of their names. */
const PROVIDERS: ReadonlyMap<string, string> = new Map(
  [
    "gitHub",
    "bitbucketCloud",
    "gitLab",
    "azureDevOpsServices",
    "gitHubEnterprise",
    "bitbucketServer",
    "gitLabEnterpriseEdition",
    "awsCodeCommit",
  ].map((name) => [name.toLowerCase(), name]),
);

/** Hosts from which the provider is known. */
const HOSTS: readonly (readonly [RegExp, string])[] = [
  [/^github\.com$/, "gitHub"],
  [/^gitlab\.com$/, "gitLab"],
  [/^bitbucket\.org$/, "bitbucketCloud"],
  [/^(ssh\.)?dev\.azure\.com$|\.visualstudio\.com$/, "azureDevOpsServices"],
  [/^git-codecommit\.[a-z0-9-]+\.amazonaws\.com(\.cn)?$/, "awsCodeCommit"],
];

/**
 * Reads and checks the URL of a remote repository.
 *
 * @param allowedHosts Exact host names; `*.example.com` for all hosts below one, `*` for all.
 * @throws {WorkspaceError} `INVALID_PARAMETER_VALUE`, or `GIT_URL_NOT_ON_ALLOW_LIST`.
 */
export function checkGitUrl(text: string, allowedHosts: readonly string[]): URL {
  if (!URL.canParse(text) || !/^[a-z]+:\/\//i.test(text)) {
    throw invalid(`url ${JSON.stringify(text)}: must be an https://, http:// or file:// URL.`);
  }
  const url = new URL(text);
  if (url.username !== "" || url.password !== "") {
    throw invalid("url: must not hold a user name or password; store them as a Git credential.");
  }
  if (!["http:", "https:", "file:"].includes(url.protocol)) {
    throw invalid(`url ${JSON.stringify(text)}: must be an https://, http:// or file:// URL.`);
  }
  if (url.protocol === "file:") {
    if (url.hostname !== "") throw invalid("url: file:// URLs must name no host.");
    return url;
  }
  if (!allowedHosts.some((allowed) => matches(url.hostname, allowed.toLowerCase()))) {
    throw new WorkspaceError(
      "GIT_URL_NOT_ON_ALLOW_LIST",
      `The host ${url.hostname} is not on the allow list of this local workspace. ` +
        `Start it with ${JSON.stringify(url.hostname)} among the allowed Git hosts (option gitHosts).`,
    );
  }
  return url;
}

/**
 * The provider in its canonical spelling, taken from the host when none is given.
 *
 * @throws {WorkspaceError} `INVALID_PARAMETER_VALUE` when it is unknown or cannot be concluded.
 */
export function gitProvider(given: string | undefined, url: URL): string {
  const known = [...PROVIDERS.values()].join(", ");
  if (given) {
    const provider = PROVIDERS.get(given.toLowerCase());
    if (!provider) throw invalid(`provider '${given}' is unknown. Available providers: ${known}.`);
    return provider;
  }
  const found = HOSTS.find(([host]) => host.test(url.hostname));
  if (!found) {
    throw invalid(`provider: cannot be concluded from the url. Set it to one of: ${known}.`);
  }
  return found[1];
}

/** The last part of the URL's path without `.git`: what the repo is called by default. */
export function repoName(url: URL): string {
  const last = url.pathname.split("/").filter(Boolean).at(-1) ?? "";
  const name = decodeName(last).replace(/\.git$/, "");
  if (name === "" || /^\.+$/.test(name) || /[/\\\0]/.test(name)) {
    throw invalid("url: names no repository. Set path to say what the repo is called.");
  }
  return name;
}

function decodeName(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function matches(host: string, allowed: string): boolean {
  if (allowed === "*") return true;
  return allowed.startsWith("*.") ? host.endsWith(allowed.slice(1)) : host === allowed;
}
