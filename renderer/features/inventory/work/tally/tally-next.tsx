/** What follows, faint: what the paper still wants, what waits to be put away, which shelves wait for a count. */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { WaitingGoods } from '#shared/domains/inventory/queries/put-away.ts';
import { type TallyMode, type TallyState, tallied, tallyLineKey } from '#shared/domains/inventory/rules/tally.ts';
import { shelfKey } from '#shared/domains/inventory/rules/tally-decision.ts';
import { useQuery } from '../../../../app/use-query.ts';
import { Quantity } from '../../../../ui/format.tsx';
import type { TallyPaper } from './tally-paper.ts';

const MOST_ROWS = 2;

interface NextRow {
  readonly key: string;
  readonly place: string | null;
  readonly code: string;
  readonly name: string;
  readonly lotCode: string | null;
  /** Null: nobody is told how many. */
  readonly quantity: number | null;
  readonly unit: string;
  /** A key of the locales: another person counts again. */
  readonly word?: string;
}

interface TallyNextProps {
  readonly mode: TallyMode;
  readonly paper: TallyPaper;
  readonly state: TallyState;
}

/** The two that follow; of a tally without a paper the two that were told before the last. */
export function TallyNext({ mode, paper, state }: TallyNextProps): ReactNode {
  const { t } = useTranslation();
  const waiting = useQuery<readonly WaitingGoods[]>(
    'inventory.goodsToPutAway',
    { warehouseId: paper.warehouseId },
    { enabled: mode === 'putAway' && paper.hasPlaces },
  ).data;
  const isBack = mode === 'receive' && paper.allowed === null;
  const rows = isBack ? toldBefore(state) : mode === 'putAway' ? stillWaiting(waiting ?? [], state) : [];
  const wanted =
    mode === 'count' ? shelvesToCount(paper, state) : isBack || mode === 'putAway' ? rows : open(paper, state);
  if (wanted.length === 0) return null;
  const [first, second] = isBack ? ['before', 'before'] : ['next', 'then'];
  const label = (index: number) =>
    index === 0
      ? `inventory.work.${isBack ? 'tally' : 'pick'}.${first}`
      : `inventory.work.${isBack ? 'tally' : 'pick'}.${second}`;
  return (
    <ol className="pick-next" aria-label={t('inventory.work.pick.following')}>
      {wanted.slice(0, MOST_ROWS).map((row, index) => (
        <li key={row.key}>
          <span className="text-3">{t(label(index))}</span>
          <strong className="ellipsis">{row.place}</strong>
          <span className="ellipsis">{row.code}</span>
          <span className="ellipsis">{row.name}</span>
          <span className="ellipsis">{row.lotCode}</span>
          <strong className="pick-next-amount">
            {row.quantity === null ? (
              row.word ? (
                <span className="state-wait tally-lot-next">{t(row.word)}</span>
              ) : null
            ) : (
              <Quantity value={row.quantity} unit={row.unit} />
            )}
          </strong>
        </li>
      ))}
    </ol>
  );
}

function toldBefore({ lines }: TallyState): NextRow[] {
  return [...lines]
    .reverse()
    .slice(1)
    .map(({ code, name, lotCode, quantity, unit, locationCode, ...line }) => ({
      ...{ key: tallyLineKey({ code, name, lotCode, quantity, unit, locationCode, ...line }), place: locationCode },
      ...{ code, name, lotCode, quantity, unit },
    }));
}

/** By product; the one at hand is large above. */
function open({ lines }: TallyPaper, state: TallyState): NextRow[] {
  const rows = new Map<string, NextRow>();
  for (const { productId, code, name, unit, open: more, lotCode } of lines) {
    const quantity = (rows.get(productId)?.quantity ?? 0) + more;
    rows.set(productId, { key: productId, place: null, code, name, lotCode, quantity, unit });
  }
  return [...rows.values()]
    .map((row) => ({ ...row, quantity: (row.quantity ?? 0) - tallied(state, row.key) }))
    .filter(({ quantity, key }) => quantity > 0 && (state.waiting ?? state.last)?.productId !== key);
}

function stillWaiting(goods: readonly WaitingGoods[], { lines, last }: TallyState): NextRow[] {
  return goods.flatMap(({ productId, lotId, locationId, condition, ...row }): NextRow[] => {
    const taken = lines.reduce((sum, line) => {
      const isIt = line.productId === productId && line.lotId === lotId && (line.from?.id ?? null) === locationId;
      return isIt && (line.from?.condition ?? 'saleable') === condition ? sum + line.quantity : sum;
    }, 0);
    const quantity = row.quantity - taken;
    if (quantity <= 0 || (last?.productId === productId && last.lotId === lotId)) return [];
    const { productCode: code, productName: name, unit, lotCode, locationCode: place } = row;
    return [{ key: `${productId} ${lotId} ${locationId} ${condition}`, place, code, name, lotCode, quantity, unit }];
  });
}

/** Blind: the shelves, and nothing of how much. */
export function shelvesToCount({ shelves, ownRecounts }: TallyPaper, { lines }: TallyState): NextRow[] {
  const counted = new Set(lines.map(shelfKey));
  return shelves
    .filter((shelf) => (shelf.state === 'open' || shelf.state === 'recount') && !counted.has(shelfKey(shelf)))
    .filter((shelf) => !ownRecounts.has(shelfKey(shelf)))
    .map(({ id, locationCode, productCode, productName, lotCode, unit, state }) => ({
      ...{ key: id, place: locationCode, code: productCode, name: productName, lotCode, quantity: null, unit },
      ...(state === 'recount' ? { word: 'inventory.work.tally.again' } : {}),
    }));
}
