/** Environment variables. */
export type Environment = Readonly<Record<string, string | undefined>>;

type Sign = readonly [variable: string, value?: string];

// In the order they are looked for. Of a sign without a value it counts that the variable is set.
const ciProviders: readonly (readonly [name: string, ...signs: Sign[]])[] = [
  ["github", ["GITHUB_ACTIONS", "true"]],
  ["gitlab", ["GITLAB_CI", "true"]],
  ["jenkins", ["JENKINS_URL"]],
  ["azure-devops", ["TF_BUILD", "True"]],
  ["circle", ["CIRCLECI", "true"]],
  ["travis", ["TRAVIS", "true"]],
  ["bitbucket", ["BITBUCKET_BUILD_NUMBER"]],
  ["google-cloud-build", ["PROJECT_ID"], ["BUILD_ID"], ["PROJECT_NUMBER"], ["LOCATION"]],
  ["aws-code-build", ["CODEBUILD_BUILD_ARN"]],
  ["tf-cloud", ["TFC_RUN_ID"]],
];

const agents: readonly (readonly [variable: string, name: string])[] = [
  ["AMP_CURRENT_THREAD_ID", "amp"],
  ["ANTIGRAVITY_AGENT", "antigravity"],
  ["AUGMENT_AGENT", "augment"],
  ["CLAUDECODE", "claude-code"],
  ["CLINE_ACTIVE", "cline"],
  ["CODEX_CI", "codex"],
  ["COPILOT_CLI", "copilot-cli"],
  ["CURSOR_AGENT", "cursor"],
  ["GEMINI_CLI", "gemini-cli"],
  ["GOOSE_TERMINAL", "goose"],
  ["KIRO", "kiro"],
  ["OPENCLAW_SHELL", "openclaw"],
  ["OPENCODE", "opencode"],
  ["PI_CODING_AGENT", "pi"],
  ["VSCODE_AGENT", "vscode-agent"],
  ["WINDSURF_AGENT", "windsurf"],
];

const metaHarnesses: readonly (readonly [variable: string, name: string])[] = [
  ["OMNIGENT", "omnigent"],
];

// Reading the environment of a process takes a system call per variable, and it doesn't change.
const detected = new WeakMap<Environment, readonly (readonly [key: string, value: string])[]>();

/** What the process runs in, as parts of a user agent: CI system, coding agent, its harness. */
export function detectSurroundings(
  env: Environment,
): readonly (readonly [key: string, value: string])[] {
  const known = detected.get(env);
  if (known !== undefined) return known;
  const parts = [
    ["cicd", detectCi(env)],
    ["agent", only(agents, env)],
    ["meta-harness", only(metaHarnesses, env)],
  ] as const;
  const found = parts.flatMap(([key, value]) =>
    value === undefined ? [] : [[key, value] as const],
  );
  detected.set(env, found);
  return found;
}

/** The first CI system whose signs are all there. */
function detectCi(env: Environment): string | undefined {
  return ciProviders.find(([, ...signs]) =>
    signs.every(([variable, value]) =>
      value === undefined ? env[variable] !== undefined : env[variable] === value,
    ),
  )?.[0];
}

/** The one whose variable is set, even to nothing; `multiple` when one runs inside another. */
function only(known: typeof agents, env: Environment): string | undefined {
  const found = known.filter(([variable]) => env[variable] !== undefined);
  return found.length > 1 ? "multiple" : found[0]?.[1];
}
