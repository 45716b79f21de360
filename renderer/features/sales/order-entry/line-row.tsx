import { CloseOutlined } from '@ant-design/icons';
import { memo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { BasisPoints, CurrencyCode, Quantity } from '#shared/kernel/money.ts';
import { keyText } from '../../../app/shortcuts.ts';
import { Empty, Money } from '../../../ui/format.tsx';
import { EN_DASH, percentText, quantityText, unitPriceText } from '../../../ui/format-text.ts';
import { StateShape } from '../../../ui/state-tag.tsx';
import { PriceMore } from '../order-document/price-more.tsx';
import { reasonTexts } from '../order-document/price-reason.ts';
import type { LineFigures } from './draft-figures.ts';
import { parseDiscounts, parseFieldQuantity, parsePrice, parseQuantityIn, type TypedDiscounts } from './entry-text.ts';
import { type CellColumn, type CellMove, FigureField } from './figure-field.tsx';
import type { DraftAction, DraftLine, SoldUnit } from './order-draft.ts';
import { StockFacts } from './stock-facts.tsx';
import { UnitOfLine } from './unit-of-line.tsx';

interface LineRowProps {
  readonly figures: LineFigures;
  /** From 1. */
  readonly place: number;
  readonly currency: CurrencyCode;
  readonly discountLimit: BasisPoints;
  /** R47: left out: it is not seen here, or not known. */
  readonly marginRate?: BasisPoints | undefined;
  readonly change: (action: DraftAction) => void;
  /** Beside the base unit; the same array while it is the same. */
  readonly units: readonly SoldUnit[];
  readonly onRemove: (key: number) => void;
  readonly onLeave: () => void;
  readonly onMove: (key: number, column: CellColumn, move: CellMove) => void;
  readonly onFocusLine: (key: number) => void;
  readonly onCode: (code: string) => void;
  /** The ways out of a short line. */
  readonly children?: ReactNode;
}

const noDiscounts: TypedDiscounts = { discount: 0, secondDiscount: 0 };

/** As it stands in the field, and as it is read again. */
function discountsText({ discount, secondDiscount }: TypedDiscounts): string {
  if (discount === 0 && secondDiscount === 0) return EN_DASH;
  return secondDiscount === 0 ? percentText(discount) : `${percentText(discount)}+${percentText(secondDiscount)}`;
}

const BETWEEN = ' ';

/** How many of which unit, as one value of the field: Escape brings both back. */
function soldText(count: Quantity, { soldUnit }: Pick<DraftLine, 'soldUnit'>): string {
  return `${quantityText(count)}${BETWEEN}${soldUnit ?? ''}`;
}

/** Only the figure is shown: its unit stands beside it. */
const countOf = (sold: string): string => sold.slice(0, sold.indexOf(BETWEEN));

function soldOf(sold: string, { soldUnit, unitRatio }: DraftLine, units: readonly SoldUnit[]) {
  const name = sold.slice(sold.indexOf(BETWEEN) + BETWEEN.length) || null;
  // Units may not have been read yet: what the line is sold in is known.
  const known: readonly SoldUnit[] = [{ name: soldUnit, ratio: unitRatio }, ...units];
  const unit = known.find((each) => each.name === name) ?? { name: null, ratio: 1 };
  return { unit, quantity: (parseFieldQuantity(countOf(sold)) ?? 0) * unit.ratio };
}

/** One line of a draft: quantity, price, its reason and its stock in one sweep. */
export const LineRow = memo(function LineRow(props: LineRowProps): ReactNode {
  const { figures, place, currency, change, onLeave, onMove, onFocusLine } = props;
  const { t } = useTranslation();
  const { line } = figures;
  const { key } = line;
  const named = { line: place, product: `${line.code} ${line.name}` };
  const field = (column: CellColumn) => ({
    cell: `${key}:${column}`,
    onLeave,
    onMove: (move: CellMove) => onMove(key, column, move),
    onFocus: () => onFocusLine(key),
  });
  const [why = '', ...others] = reasonTexts(figures.price?.reasons ?? [], t);
  const opened = props.children !== undefined && props.children !== null;

  return (
    <tr className={`order-line${opened ? ' order-line-open' : ''}`} data-line={key}>
      <td className="order-cell order-line-place">
        <button
          type="button"
          className="order-remove"
          tabIndex={-1}
          data-cell={`${key}:row`}
          aria-label={t('sales.orderEntry.removeLine', named)}
          title={`${t('sales.orderEntry.removeLine', named)} (${keyText('mod+delete')})`}
          onClick={() => props.onRemove(key)}
          onFocus={() => onFocusLine(key)}
          onKeyDown={(event) => {
            if (event.key === 'Delete') props.onRemove(key);
            else if (event.key === 'ArrowUp') onMove(key, 'row', 'up');
            else if (event.key === 'ArrowDown') onMove(key, 'row', 'down');
            else if (event.key === 'ArrowRight') onMove(key, 'row', 'right');
            else return;
            event.preventDefault();
            event.stopPropagation();
          }}
        >
          <span>{place}</span>
          <CloseOutlined />
        </button>
      </td>
      <td className="order-cell" title={line.code}>
        {line.code}
      </td>
      <td className="order-cell" title={line.name}>
        {line.name}
      </td>
      <td className="order-input-cell">
        <FigureField
          {...field('quantity')}
          label={t('sales.orderEntry.quantityOf', named)}
          value={soldText(line.quantity / line.unitRatio, line)}
          format={countOf}
          parse={(text) => {
            const typed = parseQuantityIn(text, line.unit, props.units);
            return typed && soldText(typed.count, typed.unit ? { soldUnit: typed.unit.name } : line);
          }}
          expected={t('sales.expected.quantity')}
          refuse={(sold) => (parseFieldQuantity(countOf(sold)) === 0 ? t('sales.expected.moreThanZero') : null)}
          onChange={(sold) => change({ type: 'setQuantity', key, ...soldOf(sold, line, props.units) })}
          onCode={props.onCode}
          strong
        />
      </td>
      <td className="order-cell order-unit">
        <UnitOfLine line={line} units={props.units} onChange={(unit) => change({ type: 'setUnit', key, unit })} />
      </td>
      <td className="order-input-cell">
        <FigureField
          {...field('price')}
          label={t('sales.orderEntry.priceOf', named)}
          value={figures.unitPrice}
          format={unitPriceText}
          parse={(text) => (text.trim() === '' ? figures.listPrice : parsePrice(text))}
          expected={t('sales.expected.price')}
          onChange={(price) => change({ type: 'setPrice', key, price: price === figures.listPrice ? null : price })}
        />
      </td>
      <td className="order-cell order-why">
        {figures.waitsForApproval ? (
          <span className="order-waits">
            <StateShape state="wait" />
            {t('sales.price.waits')}
          </span>
        ) : (
          <span title={why}>{why}</span>
        )}
      </td>
      <td className="order-input-cell">
        <FigureField
          {...field('discount')}
          label={t('sales.orderEntry.discountOf', named)}
          value={discountsText(line)}
          format={(discounts) => discounts}
          parse={(text) => {
            const read = text.trim() === EN_DASH ? noDiscounts : parseDiscounts(text);
            return read && discountsText(read);
          }}
          expected={t('sales.expected.discount')}
          onChange={(text) => change({ type: 'setDiscount', key, ...(parseDiscounts(text) ?? noDiscounts) })}
        />
      </td>
      <td className="order-cell order-figure">
        {line.quantity === 0 ? <Empty /> : <Money minor={figures.netMinor} currency={currency} bare />}
      </td>
      <td className="order-facts">
        <StockFacts figures={figures} />
      </td>
      <td className="order-why-more">
        <PriceMore
          unitPrice={figures.unitPrice}
          listPrice={figures.listPrice}
          waits={figures.waitsForApproval}
          discountLimit={props.discountLimit}
          others={others}
          offMinor={figures.offMinor}
          marginRate={props.marginRate}
          currency={currency}
        />
      </td>
      {opened ? <td className="order-ways">{props.children}</td> : null}
    </tr>
  );
});
