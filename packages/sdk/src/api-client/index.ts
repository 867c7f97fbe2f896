export { ApiClient } from "./api-client.js";
export type { ApiRequest, RawResponse } from "./api-request.js";
export type { BinaryBody } from "./binary-body.js";
export type { ClientOptions, ClientRuntime } from "./client-options.js";
export type { Int64 } from "../internal/index.js";
export type { DataPlaneOperation, ListOperation, Operation } from "./operation.js";
export type { CallOptions, OperationOptions, ServiceClient } from "./service-client.js";
export type { StorageRequest } from "./storage-request.js";
