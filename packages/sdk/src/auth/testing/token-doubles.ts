import { nodeTransport, type Transport } from "../../http/index.js";
import { startEntra, startManagedIdentity, startResourceManager } from "./azure-doubles.js";
import { startDatabricks, startMetadataService } from "./databricks-doubles.js";
import type { Double } from "./double.js";
import { startGoogleMetadata, startGoogleToken, startIamCredentials } from "./google-doubles.js";
import { azureDevOpsEnv, githubEnv, startAzureDevOps, startGithub } from "./id-token-doubles.js";
import { Mint } from "./minted.js";

/** Stand-ins for everybody who hands out tokens. */
export interface TokenDoubles extends AsyncDisposable {
  /** A Databricks host's OAuth endpoints. */
  readonly databricks: Double;
  /** The service at `metadataServiceUrl`, which is its `url` plus `/metadata/token`. */
  readonly metadataService: Double;
  /** `https://login.microsoftonline.com` */
  readonly entra: Double;
  /** `http://169.254.169.254` */
  readonly managedIdentity: Double;
  /** `https://management.azure.com` */
  readonly resourceManager: Double;
  /** `https://oauth2.googleapis.com` */
  readonly google: Double;
  /** `https://iamcredentials.googleapis.com` */
  readonly iamCredentials: Double;
  /** `http://metadata.google.internal` */
  readonly googleMetadata: Double;
  readonly github: Double;
  readonly azureDevOps: Double;
  /** The variables of jobs that may ask for ID tokens. */
  readonly env: {
    readonly github: Readonly<Record<string, string>>;
    readonly azureDevOps: Readonly<Record<string, string>>;
  };
  /** Sends what is meant for the originals to their doubles, and fails for any other stranger. */
  readonly transport: Transport;
  /** What was wrong with requests to any of them. */
  readonly problems: readonly string[];
  /** The key that ID tokens are signed with, for `jwks_json` of a federation policy. */
  jwksJson(): string;
  close(): Promise<void>;
}

/** How the doubles are started. */
export interface TokenDoublesOptions {
  /** Milliseconds since the Unix epoch. Default: the machine's clock. */
  readonly now?: () => number;
}

/** Starts all doubles. `await using doubles = await startTokenDoubles()` ends them too. */
export async function startTokenDoubles({
  now = Date.now,
}: TokenDoublesOptions = {}): Promise<TokenDoubles> {
  const mint = new Mint(now);
  const doubles = {
    databricks: await startDatabricks(mint),
    metadataService: await startMetadataService(mint),
    entra: await startEntra(mint),
    managedIdentity: await startManagedIdentity(mint),
    resourceManager: await startResourceManager(),
    google: await startGoogleToken(mint),
    iamCredentials: await startIamCredentials(mint),
    googleMetadata: await startGoogleMetadata(mint),
    github: await startGithub(mint),
    azureDevOps: await startAzureDevOps(mint),
  };
  const transport = rerouted(originals(doubles));
  const close = async (): Promise<void> => {
    await transport.close?.();
    await Promise.all(Object.values(doubles).map((double) => double.close()));
  };
  return {
    ...doubles,
    transport,
    env: { github: githubEnv(doubles.github), azureDevOps: azureDevOpsEnv(doubles.azureDevOps) },
    get problems() {
      return Object.values(doubles).flatMap((double) => double.problems);
    },
    jwksJson: () => JSON.stringify(mint.jwks()),
    close,
    [Symbol.asyncDispose]: close,
  };
}

type Originals = Readonly<Record<string, Double>>;

function originals(
  doubles: Pick<
    TokenDoubles,
    "entra" | "google" | "googleMetadata" | "iamCredentials" | "managedIdentity" | "resourceManager"
  >,
): Originals {
  return {
    "https://login.microsoftonline.com": doubles.entra,
    "http://169.254.169.254": doubles.managedIdentity,
    "https://management.azure.com": doubles.resourceManager,
    "https://oauth2.googleapis.com": doubles.google,
    "https://iamcredentials.googleapis.com": doubles.iamCredentials,
    "http://metadata.google.internal": doubles.googleMetadata,
  };
}

function rerouted(doubles: Originals): Transport {
  const network = nodeTransport({ env: {} });
  return {
    send: async (request) => {
      const { origin, hostname } = new URL(request.url);
      const double = doubles[origin];
      if (double) {
        return network.send({ ...request, url: double.url + request.url.slice(origin.length) });
      }
      if (hostname === "127.0.0.1" || hostname === "localhost") return network.send(request);
      throw new Error(`${origin} has no double`);
    },
    close: async () => network.close?.(),
  };
}
