import { kindOf, type Address, type Kind } from '../model/address.ts';

/** The addresses that a read is to be for, while some of the files that declare them are still checked: there are only ever more. */
export class ComingAddresses {
  readonly #kinds = new Set<Kind>();
  #count = 0;
  #isWhole = false;
  #waiting: (() => void)[] = [];

  static of(addresses: readonly Address[]): ComingAddresses {
    const coming = new ComingAddresses();
    coming.end(addresses);
    return coming;
  }

  get kinds(): ReadonlySet<Kind> {
    return this.#kinds;
  }

  get count(): number {
    return this.#count;
  }

  /** Some that are not known yet. */
  add(addresses: readonly Address[]): void {
    this.#count += addresses.length;
    this.#know(addresses);
  }

  /** All of them, those that are known already included: no more will come. */
  end(addresses: readonly Address[]): void {
    this.#count = addresses.length;
    this.#isWhole = true;
    this.#know(addresses);
  }

  /** Waits for what more addresses may bring; false once all are known without it. */
  async until(isSo: () => boolean): Promise<boolean> {
    while (!isSo()) {
      if (this.#isWhole) return false;
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
    return true;
  }

  #know(addresses: readonly Address[]): void {
    for (const address of addresses) this.#kinds.add(kindOf(address));
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }
}
