/** Stock of an opening day as it must stand in the ledger, whichever version of the import brought it (R28, R33, R110). */
import type { BusinessRows } from './business-rows.ts';
import type { Act, Ended, GivenReason } from './command-run.ts';
import { Told } from './document-words.ts';
import { bookMovements, type Movement } from './stock-ledger.ts';

/** What an opening day brought is in the ledger like everything else: counts stand, and less than nothing is told. */
export function bookOpening(
  rows: BusinessRows,
  movements: readonly Movement[],
  { at, reasons, problems }: { at: number; reasons: readonly GivenReason[]; problems: number },
  act: Act,
): Ended {
  const told = new Told();
  for (const { code, params } of reasons) told.adjust(code, params);
  if (problems > 0) told.adjust('import.rowsLeftOut', { count: problems });
  bookMovements(rows, movements, { documentId: null, documentNumber: null, occurredAt: at, bookedOn: null }, act, told);
  return told.ended;
}

export const openingGoods = { cause: 'openingBalance', serialId: null, locationId: null, condition: 'saleable' };
