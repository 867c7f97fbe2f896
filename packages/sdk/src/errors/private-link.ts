/**
 * Whether an address is the login page that a workspace behind a private link sends callers to
 * when they come from another network.
 */
export function isPrivateLinkRedirect(url: string | undefined): boolean {
  return /[?&]error=private-link-validation-error(&|#|$)/.test(url ?? "");
}

const services = {
  aws: { name: "AWS PrivateLink", endpoint: "VPC endpoint" },
  azure: { name: "Azure Private Link", endpoint: "private endpoint" },
  gcp: { name: "GCP Private Service Connect", endpoint: "Private Service Connect endpoint" },
} as const;

/** What such a redirect means, in the words of the cloud that the workspace's host is in. */
export function privateLinkMessage(url: string): string {
  const { name, endpoint } = services[cloudOf(url)];
  return (
    `this workspace is only reachable over ${name}, and the request came from another network: ` +
    `check that ${name} is set up and that this machine can reach the workspace's ${endpoint}`
  );
}

function cloudOf(url: string): keyof typeof services {
  const host = /^[a-z]+:\/\/([^/?#:]+)/i.exec(url)?.[1]?.toLowerCase() ?? "";
  if (/\.(azuredatabricks\.net|databricks\.azure\.(cn|us))$/.test(host)) return "azure";
  return host.endsWith(".gcp.databricks.com") ? "gcp" : "aws";
}
