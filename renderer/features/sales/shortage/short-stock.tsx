/** Tells in the sync ledger that pieces of an order are on back-order, as a colleague would, with the ways out. */
import { Checkbox } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AttentionPartProps, AttentionRow } from '../../../app/attention.ts';
import { i18n } from '../../../app/i18n.ts';
import { Money, Quantity } from '../../../ui/format.tsx';
import { quantityText, shortDateText } from '../../../ui/format-text.ts';
import { orderIdOf, readShortage, type ToldShortage, tellShortage } from './tell-shortage.ts';
import { useChoices } from './use-choices.tsx';
import { type OpenShortage, useShortage } from './use-shortage.ts';
import { comesInTime, type OrderLine } from './ways-out.ts';

export function ShortStock({ entry, reason, children }: AttentionPartProps): ReactNode {
  const { t } = useTranslation();
  const [tellsCustomer, setTellsCustomer] = useState(true);
  const told = readShortage(reason);
  const shortage = useShortage({ orderId: orderIdOf(entry.args), findLine: lineFinder(told), sinceMs: entry.issuedAt });
  const open = typeof shortage === 'string' ? null : shortage;
  const choices = useChoices(open, tellsCustomer);
  if (typeof shortage === 'string') return children(shortage);
  const { line, document } = shortage;
  return children({
    ...tellShortage(told, entry, shortage),
    subject: `${line.productCode} ${line.productName}`,
    rows: rowsOf(told, shortage, t),
    question: t('sales.shortage.question', { missing: quantityText(line.backOrdered), unit: line.unit }),
    choices,
    aside: (
      <Checkbox checked={tellsCustomer} onChange={(event) => setTellsCustomer(event.target.checked)}>
        {t('sales.shortage.tell', { contact: document.order.contactName ?? document.order.customerName })}
      </Checkbox>
    ),
  });
}

function lineFinder({ lineId, line }: Pick<ToldShortage, 'lineId' | 'line'>) {
  return (lines: readonly OrderLine[]) =>
    lines.find((each) => (lineId === null ? each.position === line : each.id === lineId));
}

function rowsOf(told: ToldShortage, shortage: OpenShortage, t: typeof i18n.t): AttentionRow[] {
  const { order } = shortage.document;
  const { promised, wanted, reserved, backOrdered } = told;
  return [
    {
      label: t('sales.shortage.reservedIn', { warehouse: told.warehouse ?? shortage.warehouseName }),
      promised: <Quantity value={promised} />,
      now: <Quantity value={reserved} />,
      isChanged: promised !== reserved,
    },
    {
      label: t('sales.shortage.onBackOrder'),
      promised: <Quantity value={wanted - promised} />,
      now: <Quantity value={backOrdered} />,
      isChanged: wanted - promised !== backOrdered,
    },
    arrivalOf(told, shortage, t),
    {
      label: t('sales.shortage.total'),
      promised: <Money minor={order.totalMinor} currency={order.currency} />,
      now: null,
      isChanged: false,
    },
  ];
}

/** When the goods are with the customer; a delivery that comes before the day asked for changes nothing. */
function arrivalOf({ reserved, backOrdered }: ToldShortage, shortage: OpenShortage, t: typeof i18n.t): AttentionRow {
  const { requestedOn } = shortage.document.order;
  const { dueOn } = shortage;
  const on = requestedOn ? shortDateText(requestedOn, i18n.language) : null;
  const due = dueOn ? shortDateText(dueOn, i18n.language) : null;
  const now = () => {
    if (on === null && reserved > 0) {
      const figures = { reserved, backOrdered, due };
      return t(due === null ? 'sales.shortage.nowAndOpen' : 'sales.shortage.nowAndDue', figures);
    }
    if (reserved === 0) return due === null ? t('sales.shortage.dueOpen') : t('sales.shortage.fromDue', { due });
    return due === null ? t('sales.shortage.onAndOpen', { on }) : t('sales.shortage.onAndDue', { on, due });
  };
  const isInTime = on !== null && comesInTime(dueOn, requestedOn);
  return {
    label: t('sales.shortage.arrives'),
    promised: on ?? t('sales.shortage.noDay'),
    now: isInTime ? on : now(),
    isChanged: !isInTime,
  };
}
