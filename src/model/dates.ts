/** What a file says about time: `reviewBy:` and `expires:`. Days are `YYYY-MM-DD` in UTC, so that text sorts as time does. */
export interface Dates {
  /** The day by which the access is to be reviewed; overdue from the next day on. */
  readonly reviewBy?: string | undefined;
  /** The first day on which the integration is planned as suspended. */
  readonly expires?: string | undefined;
}

/** The access has run out: the day itself counts, as with the `until` of a hold. */
export function hasExpired({ expires }: Dates, today: string): boolean {
  return expires !== undefined && expires <= today;
}

export function isOverdue({ reviewBy }: Dates, today: string): boolean {
  return reviewBy !== undefined && reviewBy < today;
}

/** From so many days before a date on, reports remind of it. */
export const REMINDED_DAYS = 30;

const DAY = 24 * 60 * 60 * 1000;

/** The day is today, or at most REMINDED_DAYS ahead. */
export function isNear(day: string, today: string): boolean {
  const ahead = (Date.parse(day) - Date.parse(today)) / DAY;
  return ahead >= 0 && ahead <= REMINDED_DAYS;
}
