/** GitHub's clock in tests: a second passes with every request, so that no two things happen at once. */
export class FrontClock {
  private milliseconds = Date.parse('2026-08-22T10:00:00Z');

  tick(): void {
    this.advance(1);
  }

  advance(seconds: number): void {
    this.milliseconds += seconds * 1_000;
  }

  /** `2026-08-22T10:00:00Z` */
  iso(): string {
    return `${new Date(this.milliseconds).toISOString().slice(0, 19)}Z`;
  }

  /** As the `Date` header has it. */
  http(): string {
    return new Date(this.milliseconds).toUTCString();
  }
}
