/** Bytes that one request reads or adds at most; a limit of the API, before base64. */
export const blockSize: number = 1024 * 1024;
