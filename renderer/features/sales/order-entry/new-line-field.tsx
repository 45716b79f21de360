/**
 * The field for the next line: type, scan or paste. Guards:
 * - Enter takes what belongs to the letters that stand there, never a hit of older letters;
 * - keys that come while a product is being looked up are kept in order and used afterwards, so that neither a fast
 *   hand nor a scanner loses a line (R111);
 * - a figure takes a product only by its SKU or barcode;
 * - a code that nobody has, or of what is no longer sold, is told, and never stops the next one.
 */
import {
  type KeyboardEvent,
  type ReactNode,
  type Ref,
  useEffect,
  useId,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { flushSync } from 'react-dom';
import { useTranslation } from 'react-i18next';
import type { ProductListRow } from '#shared/domains/inventory/queries/product-list.ts';
import type { Quantity } from '#shared/kernel/money.ts';
import { ONE_UNIT } from '#shared/kernel/money.ts';
import type { Page } from '#shared/kernel/paging.ts';
import { useQuery } from '../../../app/use-query.ts';
import { productSearch } from '../../../ui/product-search.ts';
import { looksLikeCode, parseEntryText } from './entry-text.ts';
import { takeableHits } from './figure-search.ts';
import { findBox, findProduct } from './find-products.ts';
import { isLinePaste } from './paste-lines.ts';
import { ProductHits } from './product-hits.tsx';

export interface NewLineHandle {
  focus(): void;
  /** Uses keys as if they had been typed here; Enter is a line break. */
  typeKeys(keys: string): void;
  /** What stands here and is no line yet. */
  heldText(): string;
}

interface NewLineFieldProps {
  /** Place that the next line gets. */
  readonly place: number;
  readonly warehouseId: string | null;
  /** What stood here when the draft was left. */
  readonly initialText: string;
  /** What stands here now, to be kept with the draft. */
  readonly onText: (text: string) => void;
  /** A product was chosen. `keys` is what was typed meanwhile; the caller hands back what is not a quantity. */
  readonly onTake: (product: ProductListRow, quantity: Quantity | null, keys: string) => void;
  readonly onNotFound: (search: string) => void;
  /** The code of a product that is no longer sold. */
  readonly onGone: (product: ProductListRow) => void;
  readonly onPasteLines: (text: string) => void;
  /** Arrow up out of the field. */
  readonly onUp: () => void;
  readonly ref?: Ref<NewLineHandle>;
}

export function NewLineField(props: NewLineFieldProps): ReactNode {
  const { place, warehouseId, onTake, onNotFound, onGone, onPasteLines, onUp } = props;
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(props.initialText);
  const [cursor, setCursor] = useState(0);
  const [closed, setClosed] = useState(false);
  /** Keys typed while a product is looked up; null when none is. */
  const waiting = useRef<string | null>(null);
  const { search } = parseEntryText(text);
  const asks = search !== '' && !closed;
  const hits = useQuery<Page<ProductListRow>>('inventory.productList', productSearch(search, warehouseId), {
    enabled: asks,
  });
  const fresh = asks && hits.data !== undefined && !hits.outdated;
  // Hits of the letters before may stay while new ones are asked for, hits of the product before may not.
  const [answered, setAnswered] = useState(false);
  useEffect(() => {
    if (fresh) setAnswered(true);
    else if (!asks) setAnswered(false);
  }, [fresh, asks]);
  const rows = fresh || (asks && answered) ? takeableHits(hits.data?.rows ?? [], search) : [];
  const listId = useId();
  const selectsAll = useRef(false);
  const [, setRounds] = useState(0);
  useLayoutEffect(() => {
    if (!selectsAll.current) return;
    selectsAll.current = false;
    input.current?.select();
  });

  const put = (next: string) => {
    setText(next);
    props.onText(next);
    setCursor(0);
    setClosed(false);
  };

  /** Goes on with keys that came meanwhile: whole codes are looked up one after the other, the rest is being typed. */
  const goOn = (keys: string) => {
    const end = keys.indexOf('\n');
    if (end < 0) put(keys);
    else if (keys.slice(0, end).trim() === '') goOn(keys.slice(end + 1));
    else void lookUp(keys.slice(0, end), keys.slice(end + 1));
  };

  const lookUp = async (typed: string, keysBehind = '') => {
    const entry = parseEntryText(typed);
    waiting.current = keysBehind;
    put(typed);
    const own = await findProduct(entry.search, warehouseId).catch(() => null);
    const box = own ? null : await findBox(entry.search, warehouseId).catch(() => null);
    const product = own ?? box?.product ?? null;
    const quantity = box ? (entry.quantity ?? ONE_UNIT) * box.ratio : entry.quantity;
    const keys = waiting.current ?? '';
    waiting.current = null;
    // The next key meets the line, and the cursor where it has gone.
    flushSync(() => settle(entry.search, product, quantity, keys));
  };

  const settle = (typed: string, product: ProductListRow | null, quantity: Quantity | null, keys: string) => {
    if (product && product.discontinued === 0) {
      put('');
      onTake(product, quantity, keys);
      return;
    }
    if (product) onGone(product);
    else onNotFound(typed);
    selectText();
    if (keys !== '') goOn(keys);
  };

  /** What was not found stays to be mended, selected, so that the next scan takes its place. */
  const selectText = () => {
    selectsAll.current = true;
    setCursor(0);
    setRounds((count) => count + 1);
  };

  useImperativeHandle(props.ref, () => ({
    focus: () => input.current?.focus(),
    typeKeys(keys) {
      input.current?.focus();
      goOn(keys);
    },
    heldText: () => (text.trim() === '' ? (waiting.current ?? '') : text),
  }));

  const take = (product: ProductListRow) => {
    if (product.discontinued === 1) {
      onGone(product);
      selectText();
      return;
    }
    put('');
    onTake(product, parseEntryText(text).quantity, '');
  };

  const enter = () => {
    if (!fresh) {
      void lookUp(text);
      return;
    }
    const product = rows[cursor];
    if (product) take(product);
    else {
      // Who scans does not look at the list below the field; it may be a box.
      if (looksLikeCode(search)) void lookUp(text);
      else selectText();
    }
  };

  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const meanwhile = waiting.current;
    if (meanwhile !== null) {
      if (event.key === 'Enter') waiting.current = `${meanwhile}\n`;
      else if (event.key === 'Backspace') waiting.current = meanwhile.slice(0, -1);
      else if (event.key.length === 1) waiting.current = meanwhile + event.key;
      else return;
    } else if (event.key === 'Enter' && text.trim() !== '') enter();
    else if (event.key === 'ArrowDown' && rows.length > 0) setCursor(Math.min(rows.length - 1, cursor + 1));
    else if (event.key === 'ArrowUp' && rows.length > 0 && cursor > 0) setCursor(cursor - 1);
    else if (event.key === 'ArrowUp') onUp();
    else if (event.key === 'Escape' && asks) setClosed(true);
    else if (event.key === 'Escape' && text !== '') put('');
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div className="order-next">
      <span className="order-next-place">{place}</span>
      <div className="picker">
        <input
          ref={input}
          role="combobox"
          data-cell="next"
          aria-label={t('sales.orderEntry.nextLine')}
          aria-expanded={rows.length > 0}
          aria-controls={listId}
          aria-autocomplete="list"
          aria-activedescendant={rows.length > 0 ? `${listId}-${cursor}` : undefined}
          autoComplete="off"
          spellCheck={false}
          value={text}
          onChange={(event) => put(event.target.value)}
          onKeyDown={onKeyDown}
          onPaste={(event) => {
            const pasted = event.clipboardData.getData('text/plain');
            if (!isLinePaste(pasted)) return;
            event.preventDefault();
            put('');
            onPasteLines(pasted);
          }}
        />
        <span className="picker-hint">{t('sales.orderEntry.nextHint')}</span>
      </div>
      <ProductHits
        id={listId}
        rows={rows}
        typed={search}
        cursor={cursor}
        none={fresh && rows.length === 0}
        onTake={take}
        onHover={setCursor}
      />
    </div>
  );
}
