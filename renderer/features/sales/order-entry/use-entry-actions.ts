/** What a person does to the lines of a draft, beyond typing over a figure. */
import { type Dispatch, type SetStateAction, useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProductListRow } from '#shared/domains/inventory/queries/product-list.ts';
import type { CustomerBuying } from '#shared/domains/sales/queries/customer-buying.ts';
import type { OrderDocument } from '#shared/domains/sales/queries/order.ts';
import type { Quantity } from '#shared/kernel/money.ts';
import { i18n } from '../../../app/i18n.ts';
import { offerUndo } from '../../../app/notices.ts';
import { runQuery } from '../../../app/use-query.ts';
import type { DraftHandle } from './draft-store.ts';
import type { EntryMessage } from './entry-notice.tsx';
import { parseFieldQuantity } from './entry-text.ts';
import { findPasted } from './find-products.ts';
import { keysAfterTake } from './keys-after-take.ts';
import { type LeftOut, linesFromOrder } from './lines-from-order.ts';
import type { NewLineHandle } from './new-line-field.tsx';
import { type NewLine, ONE_PIECE } from './order-draft.ts';
import { parsePaste } from './paste-lines.ts';
import { type GridFocus, NEXT_CELL } from './use-grid-focus.ts';

interface EntryOptions {
  readonly handle: DraftHandle;
  readonly focusCell: GridFocus['focusCell'];
  readonly nextField: () => NewLineHandle | null;
  readonly tell: Dispatch<SetStateAction<EntryMessage | null>>;
}

/** Names what could not be taken over from another order; null when all was. */
export function leftOutMessage(leftOut: readonly LeftOut[]): EntryMessage | null {
  if (leftOut.length === 0) return null;
  return {
    tone: 'wait',
    title: i18n.t('sales.buying.leftOut', { count: leftOut.length }),
    lines: leftOut.map(({ code, name }) => `${code} ${name}`),
  };
}

export function useEntryActions({ handle, focusCell, nextField, tell }: EntryOptions) {
  const { t } = useTranslation();

  /** A product found by typing or scanning: its line, then whatever was typed meanwhile. */
  const takeProduct = (product: ProductListRow, quantity: Quantity | null, keys: string) => {
    const key = handle.read().nextKey;
    const after = keysAfterTake(keys, quantity !== null);
    handle.change({ type: 'addLines', lines: [{ product, quantity: quantity ?? after.quantity ?? ONE_PIECE }] });
    const { quantityKeys } = after;
    if (quantityKeys === null) {
      nextField()?.typeKeys(after.nextKeys);
      return;
    }
    focusCell(`${key}:quantity`, (field) => {
      const typed = quantityKeys === '' ? null : parseFieldQuantity(quantityKeys);
      if (typed === null) return;
      handle.change({ type: 'setQuantity', key, quantity: typed });
      // A figure that stood there already would be left selected, and go with the next one that is typed.
      if (field instanceof HTMLInputElement) field.setSelectionRange(field.value.length, field.value.length);
    });
  };

  /** Goes to the field for the next line, with keys that were typed ahead of it behind what stands there. */
  const typeLines = (keys: string) => {
    const field = nextField();
    if (keys !== '' && field) field.typeKeys(field.heldText() + keys);
    else focusCell(NEXT_CELL);
  };

  const addMany = (lines: readonly NewLine[], undoLabel: string) => {
    if (lines.length === 0) return;
    const first = handle.read().nextKey;
    handle.change({ type: 'addLines', lines });
    const added = lines.map((_, index) => first + index);
    offerUndo({
      label: undoLabel,
      run: () => {
        for (const key of added) handle.change({ type: 'removeLine', key });
      },
    });
  };

  const pasteLines = async (text: string) => {
    const paste = parsePaste(text);
    const { lines, bad } = await findPasted(paste, handle.read().warehouseId);
    addMany(lines, t('sales.paste.taken', { count: lines.length }));
    if (bad.length > 0) {
      tell({
        tone: 'wait',
        title: t('sales.paste.bad', { count: bad.length, of: lines.length + bad.length }),
        lines: bad.map((each) => t(`sales.paste.${each.cause}`, { line: each.line, text: each.text })),
      });
    } else tell(null);
    focusCell(NEXT_CELL);
  };

  const repeatOrder = async (orderId: string) => {
    const source = await runQuery<OrderDocument | null>('sales.order', { id: orderId });
    if (!source) return;
    const { lines, leftOut } = await linesFromOrder(source, handle.read().warehouseId, 'atListPrice');
    addMany(lines, t('sales.buying.repeated', { count: lines.length, number: source.order.number }));
    tell(leftOutMessage(leftOut));
    focusCell(NEXT_CELL);
  };

  const addUsual = async (usual: CustomerBuying['usual'][number]) => {
    const args = { ids: [usual.productId], warehouseId: handle.read().warehouseId };
    const [product] = await runQuery<readonly ProductListRow[]>('inventory.productsById', args);
    if (!product || product.discontinued === 1) {
      tell(leftOutMessage([{ code: usual.productCode, name: usual.productName }]));
      return;
    }
    const key = handle.read().nextKey;
    handle.change({ type: 'addLines', lines: [{ product, quantity: usual.quantity }] });
    focusCell(`${key}:quantity`);
  };

  // Every row holds it: a new function would draw them all again.
  const removeLine = useCallback(
    (key: number) => {
      const { lines } = handle.read();
      const at = lines.findIndex((line) => line.key === key);
      const line = lines[at];
      if (!line) return;
      handle.change({ type: 'removeLine', key });
      const neighbour = lines[at + 1] ?? lines[at - 1];
      focusCell(neighbour ? `${neighbour.key}:quantity` : NEXT_CELL);
      offerUndo({
        label: () => t('sales.orderEntry.lineRemoved', { product: `${line.code} ${line.name}` }),
        run: () => {
          handle.change({ type: 'restoreLine', line, at });
          focusCell(`${key}:quantity`);
        },
      });
    },
    [handle, focusCell, t],
  );

  /** Codes that nobody has, one after the other: a scanner does not look at the screen. */
  const notFound = (search: string) =>
    tell((before) => {
      const lines = before?.about === 'notFound' ? [...(before.lines ?? []), search] : [search];
      return { tone: 'wait', about: 'notFound', title: t('sales.orderEntry.notFound', { count: lines.length }), lines };
    });

  const gone = ({ code, name }: ProductListRow) => tell(leftOutMessage([{ code, name }]));

  return { takeProduct, typeLines, pasteLines, repeatOrder, addUsual, removeLine, notFound, gone };
}
