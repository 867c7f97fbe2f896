/** Where the benchmark's workspace is, and the file that is moved. */
export interface Address {
  readonly host: string;
  readonly token: string;
  readonly path: string;
}

/** What one transfer cost. */
export interface Cost {
  readonly seconds: number;
  /** Seconds, of all threads. */
  readonly cpu: number;
  /** The most that was resident, in MiB. */
  readonly memory: number;
}
