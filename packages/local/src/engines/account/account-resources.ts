import type { AccountContext } from "./account-context.js";
import { Credentials } from "./credentials.js";
import { EncryptionKeys } from "./encryption-keys.js";
import { Networks } from "./networks.js";
import { PrivateAccess } from "./private-access.js";
import { StorageConfigurations } from "./storage.js";
import { VpcEndpoints } from "./vpc-endpoints.js";

/** What workspaces are made of. */
export interface AccountResources {
  readonly credentials: Credentials;
  readonly storage: StorageConfigurations;
  readonly networks: Networks;
  readonly vpcEndpoints: VpcEndpoints;
  readonly privateAccess: PrivateAccess;
  readonly encryptionKeys: EncryptionKeys;
}

/** The resources of one account, which know of each other what they need. */
export function accountResources(context: AccountContext): AccountResources {
  const vpcEndpoints = new VpcEndpoints(context, (id) => [
    ...networks.using(id),
    ...privateAccess.using(id),
  ]);
  const networks = new Networks(context, vpcEndpoints);
  const privateAccess = new PrivateAccess(context, vpcEndpoints);
  return {
    credentials: new Credentials(context),
    storage: new StorageConfigurations(context),
    networks,
    vpcEndpoints,
    privateAccess,
    encryptionKeys: new EncryptionKeys(context),
  };
}
