/** Time, passed in: nothing below the entry points looks at it by itself. */
export interface Clock {
  now(): Date;
  /** Rejects with the signal's reason as soon as it is aborted. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}
