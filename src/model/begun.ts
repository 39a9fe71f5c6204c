/** A read whose failure is for the one that waits for it: until then nothing has failed. */
export function begun<T>(read: Promise<T>): Promise<T> {
  read.catch(() => undefined);
  return read;
}
