import { i18n } from '../../../app/i18n.ts';
import { moneyText, shortDateText } from '../../../ui/format-text.ts';
import type { OpenShortage } from './use-shortage.ts';
import { leftOf, type WayOut } from './ways-out.ts';

/** What the customer is told, in words for the customer: to be pasted into WeChat or an e-mail. */
export function messageFor(
  { document, line, dueOn, elsewhere }: OpenShortage,
  way: WayOut,
  totalMinor: number,
): string {
  const { t, language } = i18n;
  const { order } = document;
  const facts = {
    contact: order.contactName ?? order.customerName,
    number: order.number,
    product: line.productName,
    unit: line.unit,
    wanted: line.quantity,
    left: leftOf(line),
    missing: line.backOrdered,
    warehouse: elsewhere?.name ?? '',
    total: moneyText(totalMinor, order.currency),
    due: dueOn
      ? t('sales.shortage.message.dueOn', { due: shortDateText(dueOn, language) })
      : t('sales.shortage.message.dueOpen'),
    substitute: way.choice === 'substitute' ? way.substitute.name : '',
    price: way.choice === 'substitute' ? way.substitute.unitPrice : 0,
  };
  return t(`sales.shortage.message.${way.choice}`, facts);
}
