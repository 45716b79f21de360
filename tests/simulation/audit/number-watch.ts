import type { IssuedCommand, Verdict } from '../contract.ts';

type Say = (verdict: Verdict, invariant: number, text: string) => void;

/** R7: a device gives a number once, whatever befalls it; copies of one laptop may meet in one, which the server tells apart. */
export class NumberWatch {
  readonly #given = new Map<string, { readonly device: string; readonly document: string }>();
  readonly #tainted = new Set<string>();
  #twice: string[] = [];

  taint(device: string): void {
    this.#tainted.add(device);
  }

  issued({ device, args }: IssuedCommand): void {
    if (typeof args !== 'object' || args === null || !('number' in args) || !('orderId' in args)) return;
    const [number, document] = [String(args.number), String(args.orderId)];
    const before = this.#given.get(number);
    this.#given.set(number, { device, document });
    if (!before || before.document === document || this.#tainted.has(device) || this.#tainted.has(before.device))
      return;
    this.#twice.push(`${number} was given to ${before.document} and to ${document} at ${device}`);
  }

  check(say: Say): void {
    for (const text of this.#twice.splice(0)) say('duplicated', 7, text);
  }
}
