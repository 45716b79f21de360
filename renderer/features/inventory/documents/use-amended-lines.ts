import type { ProductListRow } from '#shared/domains/inventory/queries/product-list.ts';
import type { LedgerEntry } from '#shared/protocol/ledger-bridge.ts';
import { useAmended } from '../../../app/amending.tsx';
import { argsOf } from '../../../app/mending.ts';
import { useQuery } from '../../../app/use-query.ts';
import { linesWithin, productsOfLines, type WrittenLine } from './goods-lines.ts';

/** A rejected document as it was written. */
export interface AmendedDocument {
  readonly entry: LedgerEntry;
  readonly args: Readonly<Record<string, unknown>>;
  readonly lines: readonly WrittenLine[];
}

/** The rejected document that this screen is opened for; null: none; undefined: its goods are being read. */
export function useAmendedDocument(command: string, warehouse: string): AmendedDocument | null | undefined {
  const entry = useAmended(command);
  const args = entry ? argsOf(entry) : {};
  const ids = productsOfLines(args);
  const products = useQuery<ProductListRow[]>(
    'inventory.productsById',
    { ids, warehouseId: args[warehouse] },
    { enabled: entry !== null && ids.length > 0 },
  );
  if (entry === null) return null;
  if (ids.length > 0 && products.loading) return undefined;
  return { entry, args, lines: linesWithin(args, products.data ?? []) };
}

/** An argument that is a text. */
export const textIn = (args: Readonly<Record<string, unknown>> | undefined, name: string): string | null => {
  const value = args?.[name];
  return typeof value === 'string' ? value : null;
};
