/**
 * What waits for a word, what a word binds, and who may speak it (R9, R57, R113), by the auditor's own reckoning.
 */
import { createHash, createHmac } from 'node:crypto';
import { basisPointsBelow, nothingOff, type OffWhole, offWhole, type PricedLine } from './arithmetic.ts';
import type { BusinessRows, Cell, ModelRow } from './business-rows.ts';
import { type Act, type GivenReason, readSetting } from './command-run.ts';

type Kind = 'discount' | 'credit';

const isLive = (row: ModelRow | undefined): row is ModelRow => row !== undefined && row.deletedAt === null;

/** Prices, goods and terms of a word about prices; payer and terms of one about credit. */
export function boundBy(kind: Kind, order: ModelRow, lines: readonly ModelRow[]): string {
  const head = [kind, order.customerId, order.currency];
  const rest =
    kind === 'credit'
      ? [order.paymentTermsDays]
      : [
          ...besides(order, { documentDiscountMinor: 0, roundedOffMinor: 0 }),
          ...lines.map((line) =>
            [
              `${line.productId} ${line.quantity} ${line.unitPrice} ${line.listPrice} ${line.discount} ${line.taxRate}`,
              ...besides(line, usualLine),
            ].join(' '),
          ),
        ];
  return createHash('sha256')
    .update([...head, ...rest].join('\n'))
    .digest('hex');
}

const usualLine = { unitRatio: 1, secondDiscount: 0, promotionDiscount: 0, promotionMinor: 0, lineKind: 'goods' };

/** What is not as usual is named. */
const besides = (row: ModelRow, usual: Readonly<Record<string, Cell>>): string[] =>
  Object.entries(usual).flatMap(([name, value]) => {
    const now = row[name] ?? value;
    return now === value ? [] : [`${name}=${now}`];
  });

/** Basis points, rounded up: of the line that is furthest below its list. */
export function furthestBelow(
  lines: readonly ModelRow[],
  basePriceOf: (line: ModelRow) => Cell | undefined,
  off: OffWhole = nothingOff,
): number {
  const goods = lines.filter((line) => (line.lineKind ?? 'goods') === 'goods');
  const below = goods.map((line) =>
    basisPointsBelow(line as unknown as PricedLine, BigInt(basePriceOf(line) ?? line.listPrice ?? 0), off),
  );
  return Math.max(0, ...below);
}

/** What was taken off an order as it stands. */
export function offOrder(order: ModelRow, lines: readonly ModelRow[]): OffWhole {
  const documentDiscount = Number(order.documentDiscount ?? 0);
  const documentDiscountMinor = Number(order.documentDiscountMinor ?? 0);
  const priced = lines as unknown as readonly PricedLine[];
  return offWhole({ documentDiscount, documentDiscountMinor }, priced, String(order.currency));
}

/** In the company's money; where no rate is known nobody's limit reaches. */
export function creditReach(rows: BusinessRows, order: ModelRow): number {
  return order.currency === readSetting(rows, 'company.currency', 'CNY') ? Number(order.totalMinor) : 1e14;
}

export const wordsOf = (rows: BusinessRows, orderId: Cell | undefined, kind?: Kind): ModelRow[] =>
  rows
    .find('approvals', (row) => row.documentId === orderId && isLive(row) && (kind === undefined || row.kind === kind))
    .sort((a, b) => Number(a.askedAt) - Number(b.askedAt));

interface Ask {
  readonly kind: Kind;
  readonly order: ModelRow;
  readonly lines: readonly ModelRow[];
  readonly limitValue: number;
  readonly reasons: readonly GivenReason[];
  readonly note: Cell;
}

/** Opens a round; what was asked or said before is void. */
export function ask(rows: BusinessRows, given: Ask, act: Act): void {
  const { kind, order, lines, limitValue, reasons, note } = given;
  const before = wordsOf(rows, order.id, kind);
  for (const word of before)
    if (word.state === 'asked' || word.state === 'approved') rows.update('approvals', word, { state: 'voided' }, act);
  const row = {
    id: `${order.id}:${kind}:${before.length + 1}`,
    documentType: 'order',
    documentId: order.id ?? null,
    documentNumber: order.number ?? null,
    kind,
    customerId: order.customerId ?? null,
    customerName: order.customerName ?? null,
    warehouseId: order.warehouseId ?? null,
    amountMinor: order.totalMinor ?? null,
    currency: order.currency ?? null,
    limitKind: kind === 'discount' ? 'discount' : 'creditRelease',
    limitValue,
    state: 'asked',
    reasons: JSON.stringify(reasons.map(stored)),
    note,
    fingerprint: boundBy(kind, order, lines),
    askedAt: act.now,
    askedBy: act.userId,
    askedByName: rows.get('users', act.userId)?.name ?? '',
    decidedAt: null,
    decidedBy: null,
    decidedByName: null,
    onBehalfOf: null,
    decisionNote: null,
    byCode: 0,
    validUntil: null,
    codeCheckedAt: null,
    wrongCodes: 0,
  };
  rows.insert('approvals', row, act);
}

/** For an order that is only being taken. */
export function askAtOnce(
  rows: BusinessRows,
  order: ModelRow,
  lines: readonly ModelRow[],
  why: { readonly prices: readonly GivenReason[]; readonly credit: GivenReason | null; readonly limitValue?: number },
  act: Act,
): void {
  const word = { order, lines, note: order.note ?? null };
  if (why.prices.length > 0) {
    const limitValue =
      why.limitValue ?? furthestBelow(lines, (line) => rows.get('products', line.productId)?.basePrice);
    ask(rows, { ...word, kind: 'discount', limitValue, reasons: why.prices }, act);
  }
  if (why.credit) {
    ask(rows, { ...word, kind: 'credit', limitValue: creditReach(rows, order), reasons: [why.credit] }, act);
  }
}

/** R9: an imported order waits where its prices deviate, unless what was said of these very prices stands. */
export function askImported(
  rows: BusinessRows,
  order: ModelRow,
  lines: readonly ModelRow[],
  reasons: readonly GivenReason[],
  held: number,
  act: Act,
): { readonly held: number; readonly asked: boolean } {
  const standing = wordsOf(rows, order.id, 'discount').find(({ state }) => state === 'asked' || state === 'approved');
  if (reasons.length === 0) {
    if (standing) rows.update('approvals', standing, { state: 'voided' }, act);
    return { held: 0, asked: false };
  }
  const isSame =
    standing?.fingerprint === boundBy('discount', order, lines) &&
    Number(order.totalMinor) <= Number(standing.amountMinor);
  if (standing && isSame) return { held, asked: false };
  const limitValue = furthestBelow(lines, () => undefined);
  ask(rows, { order, lines, kind: 'discount', limitValue, reasons, note: null }, act);
  return { held: 1, asked: true };
}

/** The order is over. */
export function voidWords(rows: BusinessRows, orderId: string, act: Act): void {
  for (const word of wordsOf(rows, orderId))
    if (word.state === 'asked' || word.state === 'approved') rows.update('approvals', word, { state: 'voided' }, act);
}

const stored = ({ code, params }: GivenReason) => ({
  code,
  params: Object.fromEntries(
    Object.entries(params)
      .filter(([name]) => name !== 'context' && !name.startsWith('office'))
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  ),
});

/** After the order changed. @returns whether it is on hold */
export function revise(
  rows: BusinessRows,
  now: Ask,
  held: Cell,
  places: ReadonlySet<Cell | undefined> | null,
  act: Act,
): Cell {
  const standing = wordsOf(rows, now.order.id, now.kind).find(({ state }) => state === 'asked' || state === 'approved');
  if (!standing) {
    if (now.reasons.length === 0) return held;
    ask(rows, now, act);
    return 1;
  }
  const isSame =
    standing.fingerprint === boundBy(now.kind, now.order, now.lines) &&
    Number(now.order.totalMinor) <= Number(standing.amountMinor);
  if (now.reasons.length === 0 && isSame) return held;
  if (now.reasons.length === 0 && standing.state === 'approved' && places === null) {
    rows.update('approvals', standing, { state: 'voided' }, act);
    return held;
  }
  const kept = (JSON.parse(String(standing.reasons)) as GivenReason[]).filter(
    ({ params }) => places === null || places.has(params.line),
  );
  const note = now.note ?? standing.note ?? null;
  ask(rows, { ...now, reasons: [...kept, ...now.reasons], note }, act);
  return 1;
}

export type Permitted =
  | { readonly may: true; readonly onBehalfOf: string | null }
  | { readonly may: false; readonly because: 'ownRequest' | 'noRight' | 'beyondLimit'; readonly limit: number };

const rightsOfWords: Readonly<Record<string, string>> = {
  discount: 'sales.approveDiscount',
  credit: 'billing.releaseCredit',
  largeOrder: 'sales.approveLargeOrder',
  returnWithoutOrder: 'sales.approveReturn',
  writeOff: 'billing.approveWriteOff',
};

/** R113: by the own right, or that of somebody who is away. */
export function whoSpeaks(
  rows: BusinessRows,
  word: ModelRow,
  order: ModelRow,
  userId: string,
  day: string,
  rightsOf: (userId: string) => ReadonlySet<string>,
): Permitted {
  const involved = [word.askedBy, order.confirmedBy];
  const no = { may: false, limit: 0 } as const;
  if (involved.includes(userId)) return { ...no, because: 'ownRequest' };
  const away = rows
    .find(
      'absences',
      (row) => isLive(row) && row.deputyId === userId && String(row.startsOn) <= day && String(row.endsOn) >= day,
    )
    .map((row) => String(row.userId))
    .sort()
    .filter((id) => !involved.includes(id));
  const right = rightsOfWords[String(word.kind)] ?? '';
  const able = [userId, ...away].filter((id) => rightsOf(id).has(right));
  if (able.length === 0) return { ...no, because: 'noRight' };
  const limits = able.map((id) => limitOf(rows, id, String(word.limitKind)));
  const at = limits.findIndex((limit) => limit >= Number(word.limitValue));
  if (at < 0) return { ...no, because: 'beyondLimit', limit: Math.max(...limits) };
  const speaker = able[at] ?? userId;
  return { may: true, onBehalfOf: speaker === userId ? null : speaker };
}

function limitOf(rows: BusinessRows, userId: string, kind: string): number {
  const own = rows.find('userLimits', (row) => isLive(row) && row.userId === userId && row.kind === kind)[0];
  const roleId = rows.get('users', userId)?.roleId;
  const role = rows.find('roleLimits', (row) => isLive(row) && row.roleId === roleId && row.kind === kind)[0];
  const company = kind === 'discount' ? Number(readSetting(rows, 'sales.discountLimit', '1000')) : 0;
  return Number((own ?? role)?.value ?? company);
}

const HOUR_MS = 3_600_000;

/** The hour at whose end a code ends; null where no code ends so at that time. */
export function endOfCode(code: string, now: number): number | null {
  const hour = Math.floor(now / HOUR_MS);
  for (let end = hour + 1; end <= hour + 73; end += 1) if (end % 100 === Number(code.slice(0, 2))) return end;
  return null;
}

/** Whether the code is what the approver's device made for this order. */
export function isRightCode(
  secret: Cell | undefined,
  approverId: string,
  order: ModelRow,
  kind: Kind,
  code: string,
  now: number,
): boolean {
  const end = endOfCode(code, now);
  if (secret === undefined || secret === null || end === null) return false;
  const number = String(order.number).toUpperCase();
  const said = ['satchel-word-1', approverId, number, kind, order.totalMinor, order.currency, end];
  const text = said.map((field) => `${String(field).length}:${field}`).join('');
  const digest = createHmac('sha256', Buffer.from(String(secret), 'hex'))
    .update(text)
    .digest();
  return code.slice(2) === String(digest.readUIntBE(0, 6) % 100_000_000).padStart(8, '0');
}
