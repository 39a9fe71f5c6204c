/** Time, passed in: nothing below the entry points looks at it by itself. */
export interface Clock {
  now(): Date;
  sleep(milliseconds: number): Promise<void>;
}
