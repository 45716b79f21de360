import { i18n } from '../../../app/i18n.ts';
import { moneyText, shortDateText } from '../../../ui/format-text.ts';
import type { OpenShortage } from './use-shortage.ts';
import { comesInTime, leftOf, sentFrom, type WayOut } from './ways-out.ts';

/** What the customer is told, in words for the customer: to be pasted into WeChat or an e-mail. */
export function messageFor(
  { document, line, dueOn, elsewhere }: OpenShortage,
  way: WayOut,
  totalMinor: number,
): string {
  const { t, language } = i18n;
  const { order } = document;
  const { sent, rest } = sentFrom(way, line);
  const facts = {
    contact: order.contactName ?? order.customerName,
    number: order.number,
    product: line.productName,
    unit: line.unit,
    wanted: line.quantity,
    left: leftOf(line),
    missing: line.backOrdered,
    sent,
    rest,
    warehouse: elsewhere?.name ?? '',
    total: moneyText(totalMinor, order.currency),
    due: dueOn
      ? t('sales.shortage.message.dueOn', { due: shortDateText(dueOn, language) })
      : t('sales.shortage.message.dueOpen'),
    dueDay: dueOn ? shortDateText(dueOn, language) : '',
    on: order.requestedOn ? shortDateText(order.requestedOn, language) : '',
    substitute: way.choice === 'substitute' ? way.substitute.name : '',
    price: way.choice === 'substitute' ? way.substitute.unitPrice : 0,
  };
  const kind = () => {
    if (way.choice === 'otherWarehouse') return rest > 0 ? 'otherWarehouseSome' : 'otherWarehouse';
    if (way.choice === 'cutLine') return facts.left > 0 ? 'cutLine' : 'takeOff';
    if (way.choice === 'substitute') return 'substitute';
    if (comesInTime(dueOn, order.requestedOn)) return facts.left > 0 ? 'keepInTime' : 'keepAllInTime';
    return facts.left > 0 ? 'keepBackOrder' : 'keepAll';
  };
  return t(`sales.shortage.message.${kind()}`, facts);
}
