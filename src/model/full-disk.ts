/** Whether a file could not be written for want of room: on the disk, or of this user on it. */
export function isFullDisk(cause: unknown): cause is Error {
  return cause instanceof Error && 'code' in cause && (cause.code === 'ENOSPC' || cause.code === 'EDQUOT');
}
