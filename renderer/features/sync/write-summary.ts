/**
 * The ledger as a text that anybody can read, beside the exported proof: what was made, sent and answered when, by which
 * device, and how the proof is checked. It is in the language of the screens and proves nothing itself: each command
 * bears its number and id, by which it is found in the proof.
 */
import dayjs from 'dayjs';
import type { LedgerEntry } from '#shared/protocol/ledger-bridge.ts';
import { bridge } from '../../app/bridge.ts';
import { i18n, reasonText } from '../../app/i18n.ts';
import { useSession } from '../../app/session.ts';
import { countText } from '../../ui/format-text.ts';
import { newReasonsOf, sentenceOf, stateWordOf } from './read-entry.ts';

const PAGE_ROWS = 500;
const INDENT = '      ';

/** @returns the whole ledger of this device, the oldest first */
export async function writeSummary(): Promise<string> {
  const entries: LedgerEntry[] = [];
  for (let before: number | null = null; ; ) {
    const page: readonly LedgerEntry[] = await bridge().sync.ledger({ beforeSequence: before, limitRows: PAGE_ROWS });
    entries.push(...page);
    before = page.at(-1)?.sequence ?? null;
    if (page.length < PAGE_ROWS) break;
  }
  const told = entries.reverse().map(tell);
  return `${[head(entries), ...told].join('\n\n')}\n`;
}

const text = (key: string, values: Record<string, unknown> = {}): string => i18n.t(`syncLedger.summary.${key}`, values);
const at = (instant: number): string => dayjs(instant).format('YYYY-MM-DD HH:mm:ss');

function head(entries: readonly LedgerEntry[]): string {
  const { session } = useSession.getState();
  const who = session?.state === 'signedIn' ? session : null;
  const inState = (...states: LedgerEntry['state'][]) =>
    countText(entries.filter((entry) => states.includes(entry.state)).length);
  const lines = [
    text('title'),
    text('who', {
      company: who?.companyName ?? '',
      server: who?.server ?? '',
      device: who?.deviceCode ?? '',
      person: who?.user.name ?? '',
    }),
    text('written', { at: `${at(Date.now())} (UTC${dayjs().format('Z')})` }),
    text('count', {
      all: countText(entries.length),
      applied: inState('applied'),
      adjusted: inState('adjusted'),
      rejected: inState('rejected'),
      open: inState('waiting', 'sent', 'failed'),
    }),
  ];
  return [
    ...lines,
    '',
    text('what'),
    '',
    text('check'),
    '    npm run check-proof -- FILE.jsonl',
    text('checkMore'),
  ].join('\n');
}

function tell(entry: LedgerEntry): string {
  const { sequence, commandId, issuedAt, sentAt, triedAt, answeredAt, foretold } = entry;
  const isAnswered = entry.state !== 'waiting' && entry.state !== 'sent';
  const answer = isAnswered
    ? text('answered', { at: answeredAt === null ? text('unknown') : at(answeredAt), state: stateWordOf(entry) })
    : text('open');
  const reasons = isAnswered ? newReasonsOf(entry) : [];
  const lines = [
    text('made', { at: at(issuedAt) }),
    ...foretold.map((reason) => text('foretold', { text: reasonText(reason) })),
    sentAt !== null
      ? text('sent', { at: at(sentAt) })
      : triedAt !== null
        ? text('tried', { at: at(triedAt) })
        : text(isAnswered ? 'sentUnknown' : 'unsent'),
    answer,
    ...reasons.map((reason) => `  – ${reasonText(reason)}`),
    ...(entry.replaces === null ? [] : [text('replaces', { id: entry.replaces })]),
    ...(entry.replacedBy === null ? [] : [text('replacedBy', { id: entry.replacedBy })]),
    text('command', { id: commandId }),
  ];
  return [`${text('number', { number: sequence })}  ${sentenceOf(entry)}`, ...lines.map((line) => INDENT + line)].join(
    '\n',
  );
}
