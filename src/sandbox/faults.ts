/** Which requests a fault hits: an action (`ListRoles`, or `*`), after letting some pass, a number of times (always when absent). */
interface Requests {
  readonly action: string;
  readonly after?: number;
  readonly times?: number;
}

/** What a resource handler was doing. */
export type HandlerOperation = 'create' | 'update' | 'delete' | 'import';

/** Makes the handler of a resource fail. */
export interface HandlerFault {
  readonly kind: 'handler';
  readonly operation: HandlerOperation | '*';
  readonly logicalId?: string;
  readonly resourceType?: string;
  /** The physical id (name or ARN), or the custom name, of the resource. */
  readonly name?: string;
  readonly message: string;
  /** @default GeneralServiceException */
  readonly code?: string;
  /** Only while the stack goes forward, or only while it rolls back. */
  readonly during?: 'forward' | 'rollback';
  readonly after?: number;
  readonly times?: number;
}

/** Property values of this resource make DescribeChangeSet drop its change when they are asked for. */
export interface DroppedValuesFault {
  readonly kind: 'dropped-values';
  readonly logicalId: string;
  readonly times?: number;
}

/** A fault that hits whole requests. */
export type RequestFault =
  | (Requests & { readonly kind: 'throttle' })
  | (Requests & { readonly kind: 'deny' })
  | (Requests & { readonly kind: 'expired-token' })
  /** The request is never answered; it is carried out first when `when` is `after`. */
  | (Requests & { readonly kind: 'hang'; readonly when?: 'before' | 'after' })
  /** The connection breaks; the request is carried out first when `when` is `after`. */
  | (Requests & { readonly kind: 'drop'; readonly when?: 'before' | 'after' })
  | (Requests & {
      readonly kind: 'error';
      readonly status?: number;
      readonly code?: string;
      readonly message?: string;
    });

export type Fault = RequestFault | HandlerFault | DroppedValuesFault;

/** The faults that wait to happen. Each hit counts down; a used-up fault is gone. */
export class Faults {
  readonly #waiting: { fault: Fault; skip: number; left: number }[] = [];

  add(fault: Fault): void {
    const skip = 'after' in fault ? (fault.after ?? 0) : 0;
    this.#waiting.push({ fault, skip, left: fault.times ?? Number.POSITIVE_INFINITY });
  }

  clear(): void {
    this.#waiting.length = 0;
  }

  /** What is still waiting. */
  list(): readonly Fault[] {
    return this.#waiting.map(({ fault }) => fault);
  }

  /** The fault that hits this request, if any; it is counted. */
  forRequest(action: string): RequestFault | undefined {
    const hit = this.#hit((fault) => 'action' in fault && (fault.action === '*' || fault.action === action));
    return hit !== undefined && 'action' in hit ? hit : undefined;
  }

  forHandler(matches: (fault: HandlerFault) => boolean): HandlerFault | undefined {
    const hit = this.#hit((fault) => fault.kind === 'handler' && matches(fault));
    return hit?.kind === 'handler' ? hit : undefined;
  }

  dropsValuesOf(logicalId: string): boolean {
    return (
      this.#hit((fault) => fault.kind === 'dropped-values' && fault.logicalId === logicalId) !== undefined
    );
  }

  #hit(matches: (fault: Fault) => boolean): Fault | undefined {
    for (const entry of this.#waiting) {
      if (!matches(entry.fault)) continue;
      if (entry.skip > 0) {
        entry.skip -= 1;
        continue;
      }
      entry.left -= 1;
      if (entry.left <= 0) this.#waiting.splice(this.#waiting.indexOf(entry), 1);
      return entry.fault;
    }
    return undefined;
  }
}
