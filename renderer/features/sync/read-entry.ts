/** What a ledger entry says to a person, read from the command's arguments by the names that all commands use. */
import { decisionOf, type Reason } from '#shared/kernel/refusal.ts';
import type { LedgerEntry } from '#shared/protocol/ledger-bridge.ts';
import { durationText } from '../../app/duration.ts';
import { findDocument, findRoute } from '../../app/features.ts';
import { i18n, reasonText } from '../../app/i18n.ts';
import { troubleWord } from '../../app/network-told.ts';
import { may, useSession } from '../../app/session.ts';
import { openTab } from '../../app/tabs.ts';
import { countText, moneyText } from '../../ui/format-text.ts';
import type { StateName } from '../../ui/state-tag.tsx';

export interface EntryFacts {
  readonly document: string | null;
  readonly party: string | null;
  readonly amount: string | null;
  /** Whom to open, and to ask for the name where nothing else holds it. */
  readonly customerId: string | null;
}

function textAt(source: object, names: readonly string[]): string | null {
  for (const name of names) {
    const value: unknown = Reflect.get(source, name);
    if (typeof value === 'string' && value.trim() !== '') return value;
  }
  return null;
}

/** Of a command of many: how many of what it holds (`commandParts.<name>`), and which part of its import it is. */
function partsOf({ name, subject, args, part }: LedgerEntry): string | null {
  const held = typeof args === 'object' && args !== null ? Object.values(args) : [];
  const listed: unknown = held.find((value) => Array.isArray(value));
  const count = subject.rows ?? (Array.isArray(listed) ? listed.length : null);
  const key = `commandParts.${name}`;
  if (count === null || !i18n.exists(key, { count })) return null;
  const rows = i18n.t(key, { count, rows: countText(count) });
  return part === null ? rows : i18n.t('syncLedger.part', { rows, ...part });
}

/** The number that the office gave a document whose own was taken (R7): from then on it is called so. */
function numberGiven({ reasons, subject }: LedgerEntry): string | null {
  const given = reasons.find(({ code, params }) => code.endsWith('.numberTaken') && params.wanted === subject.document);
  return typeof given?.params.number === 'string' ? given.params.number : null;
}

/**
 * Document, party and amount of a command, as they were when it was made; of one from before that was kept, as far as
 * its arguments name them.
 */
export function factsOf(entry: LedgerEntry): EntryFacts {
  const { subject } = entry;
  const args = typeof entry.args === 'object' && entry.args !== null ? entry.args : {};
  const { amountMinor, currency = textAt(args, ['currency']) } = subject;
  return {
    document:
      numberGiven(entry) ??
      subject.document ??
      textAt(args, ['document', 'number', 'orderNumber', 'fileName', 'code']) ??
      partsOf(entry),
    party: subject.party ?? textAt(args, ['party', 'customerName']),
    customerId: subject.customerId ?? textAt(args, ['customerId']),
    amount: amountMinor !== undefined && currency !== null ? moneyText(amountMinor, currency) : null,
  };
}

/** The command as a sentence: `deeds.<name>` with document, party and amount, else its words beside each other. */
export function sentenceOf(entry: LedgerEntry): string {
  const { document, party, amount } = factsOf(entry);
  const key = `deeds.${entry.name}`;
  if (i18n.exists(key) && document !== null && party !== null) {
    return i18n.t(key, { document, party, amount: amount ?? '' });
  }
  return [deedOf(entry), document, party, amount].filter((word) => word !== null).join(' · ');
}

/** Opens the page of the customer; null when there is none, or the person may not see it. */
export function customerOpenerOf(entry: LedgerEntry): (() => void) | null {
  const { customerId } = factsOf(entry);
  const route = findRoute('customer');
  if (customerId === null || !route || !may(useSession.getState().session, route.permission)) return null;
  return () => void openTab(route.kind, { customerId });
}

/** The other computer that made it, by its name and code; null: it was made here. */
export function otherDeviceOf({ otherDevice }: LedgerEntry): string | null {
  if (!otherDevice) return null;
  return otherDevice.name === '' ? otherDevice.code : i18n.t('syncLedger.otherDevice', { ...otherDevice });
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
  failed: 'open',
};

/** The state's shape; what nobody is needed for any more is quiet. */
export function stateOf(entry: LedgerEntry): StateName {
  if (entry.droppedAt !== null || entry.replacedBy !== null) return 'draft';
  if (entry.unshown !== null) return 'wait';
  return entry.state === 'adjusted' && !entry.needsAttention ? 'done' : stateNames[entry.state];
}

/** The state in a word. */
export function stateWordOf(entry: LedgerEntry): string {
  const word = entry.takenBack
    ? 'takenBack'
    : entry.droppedAt !== null
      ? 'dropped'
      : entry.replacedBy !== null
        ? 'replaced'
        : entry.unshown !== null
          ? 'unshown'
          : entry.isAsTold
            ? 'applied'
            : entry.heldSince === undefined
              ? entry.state
              : 'held';
  return i18n.t(`syncLedger.states.${word}`);
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
  // Nobody has run it yet: there is no such document.
  if (entry.heldSince !== undefined) return null;
  const found = findDocument(entry.args);
  if (!found || !may(useSession.getState().session, found.route.permission)) return null;
  return () => void openTab(found.route.kind, found.params);
}

/** `answerWords.<code>` for a column; what has none says its whole sentence. */
function fewWordsOf(reason: Reason): string {
  const key = `answerWords.${reason.code}`;
  return i18n.exists(key) ? i18n.t(key, reason.params) : reasonText(reason);
}

/**
 * The answer of the office in a few words for each of its reasons; none where there is none to tell.
 * @param trouble what keeps from the office whatever waits
 */
export function answersOf(entry: LedgerEntry, now: number, trouble: Reason | null): readonly string[] {
  if (entry.heldSince !== undefined) return [i18n.t('syncLedger.heldSince', { since: entry.heldSince })];
  if (entry.state === 'sent' && entry.sentAt !== null) {
    return [i18n.t('syncLedger.noAnswerYet', { since: durationText(now - entry.sentAt) })];
  }
  if (entry.unshown !== null) return [fewWordsOf(entry.unshown)];
  if (entry.state === 'waiting' && trouble) return [troubleWord(trouble.code)];
  // Until the office has spoken, what this device said is no answer.
  if (entry.state === 'waiting' || entry.state === 'sent') return [];
  const [first, ...others] = [...new Set(entry.reasons.map(fewWordsOf))];
  if (first === undefined) return [];
  return [entry.isAsTold ? i18n.t('syncLedger.asTold', { words: first }) : first, ...others];
}
