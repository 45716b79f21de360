import type { OrderDocument } from '#shared/domains/sales/queries/order.ts';
import { chineseAmount, englishAmount } from '#shared/kernel/papers/amount-in-words.ts';
import { moneyFigures, moneyText, percentText, quantityText, unitPriceText } from '../../../ui/format-text.ts';
import { taxByRate } from '../../../ui/tax-by-rate.ts';
import { type PaperBuilder, type PaperContent, type PaperWords, partyOf } from './builder.ts';

/** What a customer gets of an order (R7: also where invoices have no number yet). */
export const orderConfirmation: PaperBuilder = { query: 'sales.order', build };

function build({ order, lines }: OrderDocument, words: PaperWords): PaperContent {
  const { t, language } = words;
  const { currency } = order;
  const isInclusive = order.priceMode === 'taxInclusive';
  let sumMinor = 0;
  const rows = lines.map((line) => {
    // R42: where prices hold the tax, what stands beside them holds it too.
    const minor = isInclusive ? line.netMinor + line.taxMinor : line.netMinor;
    sumMinor += minor;
    const figures = moneyFigures(minor, currency);
    return {
      cells: {
        place: String(line.position),
        code: line.productCode,
        name: line.productName,
        // R31: as it was sold; the price is of one such unit.
        quantity: quantityText(line.quantity / line.unitRatio),
        unit: line.soldUnit ?? line.unit,
        price: unitPriceText(line.unitPrice),
        discount: [line.discount, line.secondDiscount, line.promotionDiscount]
          .filter((discount) => discount > 0)
          .map(percentText)
          .join('+'),
        [isInclusive ? 'gross' : 'net']: figures,
      },
      running: moneyFigures(sumMinor, currency),
    };
  });
  const taxes = taxByRate(lines).map(({ taxRate, taxMinor }) => ({
    caption: t('papers.sums.tax', { rate: percentText(taxRate) }),
    value: moneyText(taxMinor, currency),
    isStrong: false,
  }));
  const contact = [order.contactName, order.phone].filter(Boolean).join('  ');
  const terms = order.paymentTermsDays;
  return {
    title: t('papers.titles.orderConfirmation'),
    number: order.number,
    watermark: watermarkOf(order, words),
    parties: partyOf(t('papers.parties.buyer'), [order.customerName, order.shipTo, contact]),
    facts: {
      orderedOn: words.day(order.orderedOn),
      requestedOn: order.requestedOn === null ? null : words.day(order.requestedOn),
      terms: terms === 0 ? t('papers.terms.cash') : t('papers.terms.days', { days: terms }),
      currency,
      takenBy: order.confirmedByName,
    },
    columns: [
      { key: 'place' },
      { key: 'code' },
      { key: 'name' },
      { key: 'quantity', isFigure: true },
      { key: 'unit' },
      { key: 'price', isFigure: true, title: t(`papers.columns.${isInclusive ? 'priceWithTax' : 'priceBeforeTax'}`) },
      { key: 'discount', isFigure: true },
      { key: isInclusive ? 'gross' : 'net', isFigure: true },
    ],
    rows,
    carried: isInclusive ? 'gross' : 'net',
    sums: [
      { caption: t('papers.sums.net'), value: moneyText(order.netMinor, currency), isStrong: false },
      ...taxes,
      { caption: t('papers.sums.total'), value: moneyText(order.totalMinor, currency), isStrong: true },
    ],
    inWords: (language === 'zh' ? chineseAmount : englishAmount)(order.totalMinor, currency),
    notes: [
      { caption: t('papers.facts.off'), text: takenOff(order, words) },
      { caption: t('papers.facts.note'), text: order.note },
    ],
    signatures: ['seller', 'buyer'],
  };
}

/** R45: what was taken off the whole stands in the lines' sums already. */
function takenOff(order: OrderDocument['order'], { t }: PaperWords): string | null {
  const { currency, documentDiscountMinor, roundedOffMinor } = order;
  if (documentDiscountMinor + roundedOffMinor === 0) return null;
  const amount = moneyText(documentDiscountMinor, currency);
  return t('papers.facts.offText', { amount, rounded: moneyText(roundedOffMinor, currency) });
}

/** What is not agreed yet, or not any more, must not be taken for a confirmation. Why it is held is our own affair. */
function watermarkOf({ state, ...order }: OrderDocument['order'], { t }: PaperWords): string | null {
  if (state === 'cancelled' || state === 'rejected') return t(`papers.marks.${state}`);
  const isHeld = state === 'open' && order.approvalHold + order.creditHold + order.manualHold > 0;
  return isHeld ? t('papers.marks.held') : null;
}
