import type { ServiceClient } from "../api-client/index.js";
import { InvalidResponseError } from "../errors/index.js";
import { CredentialsAPI } from "../services/catalog/index.gen.js";
import type { TemporaryCredentials } from "../services/catalog/index.gen.js";

/** Keys of AWS, in the form that its SDK for JavaScript takes. */
export interface AwsSession {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  /** When to ask again; absent where the service does not say. */
  readonly expiration?: Date;
}

/** A token of Azure or Google, in the form that Azure's SDK takes. */
export interface ServiceToken {
  readonly token: string;
  /** Milliseconds since the Unix epoch. */
  readonly expiresOnTimestamp: number;
}

/**
 * Credentials for a cloud's own SDK. Itself it is a credential provider of the AWS SDK; with
 * {@link getToken} it is a `TokenCredential` of the Azure SDK. Each call asks the service: those SDKs
 * keep what they got until it ends.
 */
export interface ServiceCredentialsProvider {
  /** Keys for AWS. Throws an {@link InvalidResponseError} when the credential is not of AWS. */
  (): Promise<AwsSession>;
  /**
   * A token for Azure or Google.
   * Throws an {@link InvalidResponseError} when the credential is of neither.
   */
  getToken(
    scopes: string | readonly string[],
    options?: { readonly abortSignal?: AbortSignal },
  ): Promise<ServiceToken>;
}

/** Makes a provider for a service credential of Unity Catalog. */
export function serviceCredentialsProvider(
  api: ServiceClient,
  credential_name: string,
): ServiceCredentialsProvider {
  const service = new CredentialsAPI(api);
  const aws = async (): Promise<AwsSession> => {
    return awsSession(
      credential_name,
      await service.generateTemporaryServiceCredential({ credential_name }),
    );
  };
  const getToken: ServiceCredentialsProvider["getToken"] = async (scopes, { abortSignal } = {}) => {
    const wanted = [scopes].flat();
    const credentials = await service.generateTemporaryServiceCredential(
      { credential_name, azure_options: { resources: wanted }, gcp_options: { scopes: wanted } },
      abortSignal === undefined ? {} : { signal: abortSignal },
    );
    return serviceToken(credential_name, credentials);
  };
  return Object.assign(aws, { getToken });
}

function awsSession(name: string, credentials: TemporaryCredentials): AwsSession {
  const { aws_temp_credentials: keys, expiration_time } = credentials;
  const { access_key_id, secret_access_key, session_token } = keys ?? {};
  if (!access_key_id || !secret_access_key || !session_token) {
    throw new InvalidResponseError(`the service credential "${name}" gave no keys for AWS`);
  }
  return {
    accessKeyId: access_key_id,
    secretAccessKey: secret_access_key,
    sessionToken: session_token,
    ...(expiration_time === undefined ? {} : { expiration: new Date(Number(expiration_time)) }),
  };
}

function serviceToken(name: string, credentials: TemporaryCredentials): ServiceToken {
  const { azure_aad, gcp_oauth_token, expiration_time = 0 } = credentials;
  const token = azure_aad?.aad_token ?? gcp_oauth_token?.oauth_token;
  if (!token) {
    throw new InvalidResponseError(
      `the service credential "${name}" gave no token for Azure or Google`,
    );
  }
  return { token, expiresOnTimestamp: Number(expiration_time) };
}
