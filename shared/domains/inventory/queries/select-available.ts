/** R20 as SQL, beside `availableQuantity`: what of a balance cannot be promised, for whoever asks today. */
import type { ExpressionBuilder } from 'kysely';
import { type CalendarDate, calendarDateAt, type Instant } from '../../../kernel/instants.ts';
import { prepareQuery } from '../../../kernel/prepared.ts';
import type { Reader } from '../../../kernel/table.ts';

/** Who asks, and when. */
export interface Asker {
  readonly userId: string;
  readonly today: CalendarDate;
  /** Of the device that asks; left out: whatever is held for the person counts. */
  readonly deviceCodes?: readonly string[] | undefined;
}

/** Tables that say what can be promised; a query of available stock reads them all. */
export const availabilityTables = ['stockBalances', 'lots', 'lotBalances', 'stockQuotas', 'settings'] as const;

const CHINA_MINUTES = 480;

const readOffset = prepareQuery((tx) =>
  tx.selectFrom('settings').select('value').where('id', '=', 'company.utcOffsetMinutes').where('deletedAt', 'is', null),
);

/** Minutes east of UTC at the office. */
export async function officeOffset(db: Reader): Promise<number> {
  const [offset] = await readOffset(db, {});
  return Number(offset?.value ?? CHINA_MINUTES);
}

/** Which day it is at the office, for the person who asks. */
export async function askerOf(
  db: Reader,
  {
    now,
    actor,
    deviceCodes,
  }: {
    readonly now: Instant;
    readonly actor: { readonly userId: string };
    readonly deviceCodes?: readonly string[];
  },
): Promise<Asker> {
  return { userId: actor.userId, deviceCodes, today: calendarDateAt(now, await officeOffset(db)) };
}

// biome-ignore lint/suspicious/noExplicitAny: the builder's tables are checked where it is made
export type BalanceBuilder = ExpressionBuilder<any, 'stockBalances'>;

/** A figure of the balance; 0 where nothing ever moved. */
export function figureOf(eb: BalanceBuilder, column: 'onHand' | 'reserved' | 'incoming' | 'quarantined' | 'quota') {
  return eb.fn.coalesce(eb.ref(`stockBalances.${column}`).$castTo<number | null>(), eb.val(0));
}

/** In quarantine, or of lots that are expired or blocked: `unsaleableQuantity`. */
export function unsaleableOf(eb: BalanceBuilder, { today }: Asker) {
  const lots = eb
    .selectFrom('lotBalances')
    .innerJoin('lots', 'lots.id', 'lotBalances.lotId')
    .select((inner) =>
      inner.fn.sum<number>(inner('lotBalances.onHand', '-', inner.ref('lotBalances.quarantined'))).as('quantity'),
    )
    .whereRef('lotBalances.productId', '=', 'stockBalances.productId')
    .whereRef('lotBalances.warehouseId', '=', 'stockBalances.warehouseId')
    // Said for the index: most lots of a product are long empty.
    .where('lotBalances.onHand', '>', 0)
    .whereRef('lotBalances.onHand', '>', 'lotBalances.quarantined')
    .where((inner) => inner.or([inner('lots.expiresOn', '<', today), inner('lots.blocked', '=', 1)]));
  return eb(figureOf(eb, 'quarantined'), '+', eb.fn.coalesce(lots.$castTo<number | null>(), eb.val(0)));
}

/**
 * What expired or blocked lots hold, by product and warehouse: joined as `unsaleableLots` where all stock is reckoned,
 * which takes a third of opening each balance's lots. (A page is found sooner balance by balance.) SQLite keeps the order
 * of a cross join: what is in stock first.
 */
export function unsaleableLots(db: Reader, { today }: Asker) {
  return db
    .selectFrom('lotBalances')
    .crossJoin('lots')
    .select(['lotBalances.productId', 'lotBalances.warehouseId'])
    .select((eb) => eb.fn.sum<number>(eb('lotBalances.onHand', '-', eb.ref('lotBalances.quarantined'))).as('quantity'))
    .whereRef('lots.id', '=', 'lotBalances.lotId')
    .where('lotBalances.onHand', '>', 0)
    .whereRef('lotBalances.onHand', '>', 'lotBalances.quarantined')
    .where((eb) => eb.or([eb('lots.expiresOn', '<', today), eb('lots.blocked', '=', 1)]))
    .groupBy(['lotBalances.productId', 'lotBalances.warehouseId']);
}

/** `unsaleableOf` where `unsaleableLots` is joined. */
function unsaleableBeside(eb: BalanceBuilder) {
  const lots = eb.ref('unsaleableLots.quantity').$castTo<number | null>();
  return eb(figureOf(eb, 'quarantined'), '+', eb.fn.coalesce(lots, eb.val(0)));
}

/** What quotas hold back for other people. */
export function heldForOthersOf(eb: BalanceBuilder, { userId, today, deviceCodes }: Asker) {
  const own = eb
    .selectFrom('stockQuotas')
    .select(({ fn }) => fn.sum<number>('stockQuotas.left').as('quantity'))
    .whereRef('stockQuotas.productId', '=', 'stockBalances.productId')
    .whereRef('stockQuotas.warehouseId', '=', 'stockBalances.warehouseId')
    .where('stockQuotas.userId', '=', userId)
    .where('stockQuotas.left', '>', 0)
    .where('stockQuotas.deletedAt', 'is', null)
    .$if(deviceCodes !== undefined, (query) =>
      query.where((inner) =>
        inner.or([
          inner('stockQuotas.deviceCode', 'is', null),
          inner('stockQuotas.deviceCode', 'in', [...(deviceCodes ?? [])]),
        ]),
      ),
    )
    .where((inner) =>
      inner.or([inner('stockQuotas.validUntil', 'is', null), inner('stockQuotas.validUntil', '>=', today)]),
    );
  const others = eb(figureOf(eb, 'quota'), '-', eb.fn.coalesce(own.$castTo<number | null>(), eb.val(0)));
  // Of most products nobody holds anything: no row is looked for then.
  return eb.case().when(figureOf(eb, 'quota'), '=', 0).then(eb.val(0)).else(others).end();
}

/**
 * What can be promised now: `availableQuantity`.
 * @param isOfAll whether `unsaleableLots` is joined
 */
export function availableOf(eb: BalanceBuilder, asker: Asker, isOfAll: boolean) {
  const onHand = figureOf(eb, 'onHand');
  const saleable = eb(onHand, '-', isOfAll ? unsaleableBeside(eb) : unsaleableOf(eb, asker));
  return eb(eb(saleable, '-', figureOf(eb, 'reserved')), '-', heldForOthersOf(eb, asker));
}
