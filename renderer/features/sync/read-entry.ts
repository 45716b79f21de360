/** What a ledger entry says to a person, read from the command's arguments by the names that all commands use. */
import { decisionOf, type Reason } from '#shared/kernel/refusal.ts';
import type { LedgerEntry } from '#shared/protocol/ledger-bridge.ts';
import { findDocument } from '../../app/features.ts';
import { i18n, reasonText } from '../../app/i18n.ts';
import { may, useSession } from '../../app/session.ts';
import { openTab } from '../../app/tabs.ts';
import { countText, moneyText } from '../../ui/format-text.ts';
import type { StateName } from '../../ui/state-tag.tsx';

export interface EntryFacts {
  readonly document: string | null;
  readonly party: string | null;
  readonly amount: string | null;
  /** Whom to ask for the name when the arguments hold none. */
  readonly customerId: string | null;
}

function textAt(source: object, names: readonly string[]): string | null {
  for (const name of names) {
    const value: unknown = Reflect.get(source, name);
    if (typeof value === 'string' && value.trim() !== '') return value;
  }
  return null;
}

/** How many of what a command of many rows holds: `commandParts.<name>`. */
function partsOf(command: string, args: object): string | null {
  const rows = Object.values(args).find((value) => Array.isArray(value));
  const key = `commandParts.${command}`;
  if (!Array.isArray(rows) || !i18n.exists(key, { count: rows.length })) return null;
  return i18n.t(key, { count: rows.length, rows: countText(rows.length) });
}

/** Document, party and amount of a command, as far as its arguments name them. */
export function factsOf(entry: LedgerEntry): EntryFacts {
  const { args } = entry;
  if (typeof args !== 'object' || args === null) return { document: null, party: null, amount: null, customerId: null };
  const currency = textAt(args, ['currency']);
  const total = ['totalMinor', 'amountMinor']
    .map((name): unknown => Reflect.get(args, name))
    .find((value) => typeof value === 'number');
  return {
    document: textAt(args, ['document', 'number', 'orderNumber', 'fileName', 'code']) ?? partsOf(entry.name, args),
    party: textAt(args, ['party', 'customerName', 'name']),
    customerId: textAt(args, ['customerId']),
    amount: typeof total === 'number' && currency !== null ? moneyText(total, currency) : null,
  };
}

/** The command in the person's words: `commands.<name>`. */
export function deedOf(entry: LedgerEntry): string {
  const key = `commands.${entry.name}`;
  return i18n.exists(key) ? i18n.t(key) : entry.name;
}

const stateNames: Readonly<Record<LedgerEntry['state'], StateName>> = {
  waiting: 'wait',
  sent: 'open',
  applied: 'done',
  adjusted: 'wait',
  rejected: 'late',
  failed: 'late',
};

/** The state's shape; an adjustment that somebody has looked at is done. */
export function stateOf(entry: LedgerEntry): StateName {
  return entry.state === 'adjusted' && !entry.needsAttention ? 'done' : stateNames[entry.state];
}

/** The office may explain more than the device could; that is no news (`decisionOf`). */
function keyOf(reason: Reason): string {
  const { code, params } = decisionOf(reason);
  return JSON.stringify([code, Object.entries(params).sort()]);
}

/** What of the answer the device did not say when the command was made. */
export function newReasonsOf(entry: LedgerEntry): readonly Reason[] {
  const said = new Set(entry.foretold.map(keyOf));
  return entry.reasons.filter((reason) => !said.has(keyOf(reason)));
}

/** Opens the document of a command; null when there is none, or the person may not see it. */
export function openerOf(entry: LedgerEntry): (() => void) | null {
  const found = findDocument(entry.args);
  if (!found || !may(useSession.getState().session, found.route.permission)) return null;
  return () => void openTab(found.route.kind, found.params);
}

/** The answer of the office in one line; empty where there is none to tell. */
export function answerOf(entry: LedgerEntry): string {
  return entry.reasons.map((reason: Reason) => reasonText(reason)).join(' ');
}

export type LedgerFilter = 'needYou' | 'waiting' | 'all';

/** Whether an entry stands under a tab of the ledger. */
export function fitsFilter(entry: LedgerEntry, filter: LedgerFilter): boolean {
  if (filter === 'needYou') return entry.needsAttention;
  if (filter === 'waiting') return entry.state === 'waiting' || entry.state === 'sent';
  return true;
}
