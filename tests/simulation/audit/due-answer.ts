/** How the auditor holds an answer that was given against the one that was due. */
import type { LegalNumber } from '#shared/protocol/sync.ts';
import { numbersOf } from './legal-numbers.ts';
import type { GivenReason } from './model/command-run.ts';

/** Within this the server takes a device's time without a word. */
const TIME_TOLERANCE_MS = 5 * 60_000;

export interface Answer {
  readonly state: string;
  readonly reasons: readonly GivenReason[];
}

/** What was accepted at another time than it says, says so. */
export function withTime(
  ended: Answer,
  { issuedAt, ranAt }: { readonly issuedAt: number; readonly ranAt: number },
): Answer {
  const isKept = Math.abs(ranAt - issuedAt) <= TIME_TOLERANCE_MS || ended.state === 'rejected';
  if (isKept) return ended;
  return { state: 'adjusted', reasons: [...ended.reasons, { code: 'sync.timeMoved', params: { issuedAt, ranAt } }] };
}

/** A number that is on paper, and another document's by now, is told. */
export function withLostNumbers(
  ended: Answer,
  before: readonly LegalNumber[],
  command: Parameters<typeof numbersOf>[0],
): Answer {
  const now = numbersOf(command);
  const lost = before.filter(({ number }) => !now.includes(number));
  if (lost.length === 0 || ended.state === 'rejected' || ended.state === 'failed') return ended;
  const reasons = lost.map((number): GivenReason => ({ code: 'sync.legalNumberTaken', params: { ...number } }));
  return { state: 'adjusted', reasons: [...ended.reasons, ...reasons] };
}

/** Every reason that is due, in order, with its figures; what an answer explains beyond them is its own. */
export function isSaidBy(given: Answer, expected: Answer): boolean {
  return (
    given.state === expected.state &&
    given.reasons.length === expected.reasons.length &&
    expected.reasons.every(({ code, params }, at) => {
      const said = given.reasons[at];
      return said?.code === code && Object.entries(params).every(([name, value]) => said.params[name] === value);
    })
  );
}
