import type { WriteContext } from '../../kernel/command.ts';
import type { CalendarDate } from '../../kernel/instants.ts';
import type { Minor } from '../../kernel/money.ts';
import type { Row, Tx } from '../../kernel/table.ts';

/** Terms that are in use, by code, and by name where no code is called so (R11). */
export async function paymentTermsByWord(tx: Tx): Promise<Map<string, Row<'paymentTerms'>>> {
  const rows = await tx
    .selectFrom('paymentTerms')
    .selectAll()
    .where('active', '=', 1)
    .where('deletedAt', 'is', null)
    .orderBy('id')
    .execute();
  return new Map([...rows.map((row) => [row.name, row] as const), ...rows.map((row) => [row.code, row] as const)]);
}

export interface OpeningItem {
  readonly id: string;
  readonly kind: 'receivable' | 'prepayment';
  readonly customerId: string;
  readonly documentNumber: string;
  readonly documentDate: CalendarDate;
  readonly dueOn: CalendarDate | null;
  readonly originalMinor: Minor;
  readonly openMinor: Minor;
  readonly currency: string;
}

/** What imports brought of a customer's items before, by `kind:customerId:documentNumber`; settled ones too. */
export async function openedItems(
  tx: Tx,
  customerIds: readonly string[],
  kind: OpeningItem['kind'],
): Promise<Map<string, Row<'exposureEntries'>>> {
  if (customerIds.length === 0) return new Map();
  const rows = await tx
    .selectFrom('exposureEntries')
    .selectAll()
    .where('customerId', 'in', [...new Set(customerIds)])
    .where('kind', '=', kind)
    .where('openingMinor', 'is not', null)
    .orderBy('id', 'desc')
    .execute();
  return new Map(rows.map((row) => [`${row.customerId}:${row.documentNumber}`, row]));
}

/**
 * Writes an open item under its customer and document number (R110). A second import adds only the difference to what
 * the first one said was open, so what was paid in between stays paid.
 */
export async function saveOpeningItem(
  tx: Tx,
  item: OpeningItem,
  known: Row<'exposureEntries'> | undefined,
  context: WriteContext,
): Promise<'created' | 'updated' | 'unchanged'> {
  const { openMinor, documentDate, dueOn, originalMinor } = item;
  if (!known) {
    const { openMinor: amountMinor, ...rest } = item;
    const entry = { ...rest, documentId: item.id, amountMinor, openingMinor: amountMinor, ...context.created() };
    await tx.insertInto('exposureEntries').values(entry).execute();
    return 'created';
  }
  const changes = { documentDate, dueOn, originalMinor, openingMinor: openMinor };
  if (Object.entries(changes).every(([key, value]) => known[key as keyof typeof changes] === value)) return 'unchanged';
  const more = openMinor - (known.openingMinor ?? 0);
  // One that was settled meanwhile counts again only for what is new of it.
  const amountMinor = known.deletedAt === null ? known.amountMinor + more : more;
  await tx
    .updateTable('exposureEntries')
    .set({
      ...changes,
      amountMinor,
      deletedAt: amountMinor === 0 ? (known.deletedAt ?? null) : null,
      ...context.updated(),
    })
    .where('id', '=', known.id)
    .execute();
  return 'updated';
}
