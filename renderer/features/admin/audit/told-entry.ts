/** How an entry of the audit reads: the deed, what it was about, each change in words. */
import type { AuditApproval, AuditChange, AuditEntry } from '#shared/protocol/audit.ts';
import type { LedgerEntry } from '#shared/protocol/ledger-bridge.ts';
import { findRoute } from '../../../app/features.ts';
import { i18n } from '../../../app/i18n.ts';
import { may, useSession } from '../../../app/session.ts';
import { openTab } from '../../../app/tabs.ts';
import {
  currencySymbol,
  dateText,
  dateTimeText,
  moneyText,
  percentText,
  quantityText,
  unitPriceText,
} from '../../../ui/format-text.ts';
import { settingText } from '../company/setting-words.ts';

const RATE_UNITS = 1_000_000;

/** The command in the person's words: `commands.<name>`; what nobody did is the office's own. */
export function deedOf({ name }: AuditEntry): string {
  if (name === null) return i18n.t('admin.audit.byItself');
  const key = `commands.${name}`;
  return i18n.exists(key) ? i18n.t(key) : name;
}

/** Document and customer; else what the first change says. */
export function aboutOf(entry: AuditEntry): string {
  const words = [entry.document, entry.party].filter((word) => word !== null);
  const [first] = entry.changes;
  if (!first) return words.join(' · ');
  const rest = entry.changes.length - 1 + entry.moreChanges;
  const more = rest > 0 ? i18n.t('admin.audit.more', { count: rest }) : null;
  const change =
    first.op === 'update'
      ? `${columnOf(first)} ${toldValueOf(first, first.was)} → ${toldValueOf(first, first.became)}`
      : opOf(first);
  const subject = words.length > 0 ? words.join(' · ') : rowOf(first);
  return [subject, change, more].filter((word) => word !== null && word !== '').join(' · ');
}

/** `Product 陶瓷马克杯` */
export function rowOf({ table, rowName }: AuditChange): string {
  const name = table === 'settings' ? settingOf(rowName) : limitTables.has(table) ? limitOf(rowName) : rowName;
  return i18n.t('admin.audit.row', { table: i18n.t(`admin.audit.tables.${table}`), name });
}

const limitTables: ReadonlySet<string> = new Set(['roleLimits', 'userLimits']);
const SEPARATOR = ' · ';

/** `Wu · roundingDown`: whose limit it is, and of what. */
function limitOf(rowName: string): string {
  const parts = rowName.split(SEPARATOR);
  const kind = parts.pop() ?? '';
  return [...parts, wordOf(`admin.audit.words.${kind}`, kind)].join(SEPARATOR);
}

const settingOf = (key: string): string => wordOf(`admin.company.settings.names.${key.replace('.', '_')}`, key);
const wordOf = (key: string, fallback: string): string => {
  if (!i18n.exists(key)) return fallback;
  const word: unknown = i18n.t(key, { returnObjects: true });
  return typeof word === 'string' ? word : fallback;
};

export function opOf({ op }: AuditChange): string {
  return i18n.t(`admin.audit.ops.${op}`);
}

export function columnOf({ table, column }: AuditChange): string {
  return wordOf(`told.${table}.${column}`, wordOf(`admin.audit.columns.${column}`, column));
}

export function toldValueOf({ table, column, kind, currency, rowName }: AuditChange, text: string | null): string {
  if (text === null || text === '') return '—';
  if (table === 'settings' && column === 'value') return settingText(rowName, text, currency ?? 'CNY');
  const { language } = i18n;
  const number = Number(text);
  switch (kind) {
    case 'price':
      return `${currency === undefined ? '' : currencySymbol(currency)}${unitPriceText(number)}`;
    case 'amount':
      return moneyText(number, currency ?? 'CNY');
    case 'quantity':
      return quantityText(number);
    case 'percent':
      return percentText(number);
    case 'rate':
      return String(number / RATE_UNITS);
    case 'date':
      return dateText(text, language);
    case 'instant':
      return dateTimeText(number, language);
    case 'days':
      return i18n.t('admin.audit.days', { count: number });
    case 'yesNo':
      return i18n.t(text === '1' ? 'admin.audit.yes' : 'admin.audit.no');
    case 'right':
      return rightOf(text);
    case 'word':
      return wordOf(`told.${table}.words.${text}`, wordOf(`admin.audit.words.${text}`, text));
    default:
      return column === 'scope' ? scopeOf(text) : text;
  }
}

function scopeOf(text: string): string {
  const [kind = '', name = ''] = text.split(':');
  return i18n.t('admin.audit.row', {
    table: wordOf(`admin.audit.tables.${kind === 'territory' ? 'territories' : 'warehouses'}`, kind),
    name: name === '*' ? i18n.t('admin.audit.all') : name,
  });
}

/** A right in words: its own, or those of the command that it is named after. */
export function rightOf(permission: string): string {
  const [command = '', field] = permission.split('#');
  const word = wordOf(`admin.rights.${permission}.name`, wordOf(`commands.${command}`, permission));
  return field === undefined ? word : `${word} (${wordOf(`admin.audit.columns.${field}`, field)})`;
}

export function amountOf({ amountMinor, currency }: AuditEntry): string | null {
  return amountMinor === null || currency === null ? null : moneyText(amountMinor, currency);
}

/** `Zhang approved · 22 Nov 10:20 · by code · "regular customer"` */
export function approvalOf(approval: AuditApproval): string {
  const { state, decidedByName, decidedAt, onBehalfOfName, byCode, decisionNote, note, askedByName } = approval;
  const words = [
    decidedByName === null
      ? i18n.t('admin.audit.asked', { name: askedByName })
      : i18n.t(`admin.audit.decided.${state === 'refused' ? 'refused' : state === 'voided' ? 'voided' : 'approved'}`, {
          name: decidedByName,
        }),
    decidedAt === null ? null : dateTimeText(decidedAt, i18n.language),
    onBehalfOfName === null ? null : i18n.t('admin.audit.onBehalfOf', { name: onBehalfOfName }),
    byCode ? i18n.t('admin.audit.byCode') : null,
    decisionNote ?? note,
  ];
  return words.filter((word) => word !== null && word !== '').join(' · ');
}

export interface Way {
  readonly label: string;
  readonly open: () => void;
}

/** Screens of what the entry is about that this person may see. */
export function waysOf(entry: AuditEntry): readonly Way[] {
  const { session } = useSession.getState();
  const wayTo = (kind: string, params: Record<string, string>, label: string): Way[] => {
    const route = findRoute(kind);
    return route && may(session, route.permission) ? [{ label, open: () => void openTab(kind, params) }] : [];
  };
  const product = entry.changes.find(({ table }) => table === 'products' || table === 'productCosts');
  const customer = entry.customerId ?? entry.changes.find(({ table }) => table === 'customers')?.rowId ?? null;
  const isOrder = entry.name?.startsWith('sales.') && entry.rowId !== null && entry.state !== 'rejected';
  return [
    ...(isOrder
      ? wayTo('order', { orderId: entry.rowId ?? '' }, entry.document ?? i18n.t('admin.audit.openDocument'))
      : []),
    ...(customer === null
      ? []
      : wayTo('customer', { customerId: customer }, entry.party ?? i18n.t('admin.audit.openCustomer'))),
    ...(product ? wayTo('product', { productId: product.rowId }, product.rowName) : []),
  ];
}

/** What this device knows of its own work, while the office cannot be asked. */
export function fromLedger(
  entry: LedgerEntry,
  user: { readonly id: string; readonly name: string },
  deviceCode: string,
): AuditEntry {
  const { subject, state } = entry;
  return {
    version: -entry.sequence,
    commandId: entry.commandId,
    name: entry.name,
    at: entry.issuedAt,
    receivedAt: null,
    userId: user.id,
    userName: user.name,
    deviceCode,
    deviceName: null,
    document: subject.document ?? null,
    party: subject.party ?? null,
    customerId: subject.customerId ?? null,
    rowId: null,
    amountMinor: subject.amountMinor ?? null,
    currency: subject.currency ?? null,
    rows: subject.rows ?? null,
    ...(subject.note === undefined ? {} : { note: subject.note }),
    state: state === 'waiting' || state === 'sent' ? null : state,
    reasons: [...entry.reasons],
    permission: null,
    changes: [],
    moreChanges: 0,
    approvals: [],
  };
}
