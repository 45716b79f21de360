import { type ReactNode, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ActionReply } from '#shared/protocol/bridge.ts';
import type { AttentionChoice } from '../../../app/attention.ts';
import { MINUS, moneyText, quantityText, shortDateText } from '../../../ui/format-text.ts';
import type { PickerHandle } from '../../../ui/picker.tsx';
import { messageFor } from './message-to-customer.ts';
import { settleLine } from './settle-line.ts';
import { SubstituteField } from './substitute-field.tsx';
import type { OpenShortage } from './use-shortage.ts';
import { comesInTime, leftOf, type Substitute, totalChange, type WayOut } from './ways-out.ts';
import './shortage.css';

function changeOf(minor: number | null, currency: string): string | null {
  if (minor === null || minor === 0) return null;
  return `${minor < 0 ? MINUS : '+'}${moneyText(Math.abs(minor), currency)}`;
}

/**
 * The four ways out of a shortage, the safest first.
 * @param tellsCustomer whether a message to the customer is put on the clipboard with it
 */
export function useChoices(shortage: OpenShortage | null, tellsCustomer: boolean): readonly AttentionChoice[] {
  const { t, i18n } = useTranslation();
  const [substitute, setSubstitute] = useState<Substitute | null>(null);
  const field = useRef<PickerHandle>(null);
  if (!shortage) return [];
  const { document, line, elsewhere, dueOn } = shortage;
  const { order } = document;
  const { unit, backOrdered } = line;
  const left = leftOf(line);
  const figures = { left, backOrdered, unit };
  const on = order.requestedOn ? shortDateText(order.requestedOn, i18n.language) : null;
  const due = dueOn ? shortDateText(dueOn, i18n.language) : null;

  const run = async (way: WayOut, totalChangeMinor: number | null): Promise<ActionReply> => {
    const message = tellsCustomer ? messageFor(shortage, way, order.totalMinor + (totalChangeMinor ?? 0)) : null;
    return settleLine(order, line, way, message);
  };
  const cutMinor = totalChange(document, line, null);
  const keepDetail = (): ReactNode => {
    if (due === null) return t('sales.shortage.keepUnknown', figures);
    if (on !== null && comesInTime(dueOn, order.requestedOn)) {
      return t('sales.shortage.keepInTime', { wanted: line.quantity, on, due });
    }
    return on === null || left === 0
      ? t('sales.shortage.keepDue', { ...figures, due })
      : t('sales.shortage.keepBoth', { ...figures, on, due });
  };
  const choices: AttentionChoice[] = [
    {
      id: 'keepBackOrder',
      label: t('sales.shortage.keep'),
      detail: keepDetail(),
      cost: t('sales.shortage.noCost'),
      run: () => run({ choice: 'keepBackOrder' }, 0),
    },
    {
      id: 'otherWarehouse',
      label: elsewhere ? t('sales.shortage.from', { name: elsewhere.name }) : t('sales.shortage.fromOther'),
      detail: elsewhere
        ? t(elsewhere.available >= backOrdered ? 'sales.shortage.fromAll' : 'sales.shortage.fromSome', {
            available: elsewhere.available,
            unit,
            rest: backOrdered - elsewhere.available,
          })
        : null,
      cost: elsewhere ? t('sales.shortage.noChange') : null,
      ...(elsewhere ? {} : { hindrance: t('sales.shortage.fromNone') }),
      run: () =>
        elsewhere
          ? run({ choice: 'otherWarehouse', ...elsewhere }, 0)
          : Promise.resolve({ ok: false, reason: { code: 'inventory.warehouseGone', params: {} } }),
    },
    {
      id: 'cutLine',
      label: left > 0 ? t('sales.shortage.cut', { left: quantityText(left) }) : t('sales.shortage.takeOff'),
      detail: t('sales.shortage.cutDetail'),
      cost: changeOf(cutMinor, order.currency),
      ...(cutMinor === null ? { hindrance: t('sales.shortage.nothingLeft') } : {}),
      run: () => run({ choice: 'cutLine' }, cutMinor),
    },
    {
      id: 'substitute',
      label: t('sales.shortage.substitute'),
      detail: <SubstituteField shortage={shortage} chosen={substitute} onChoose={setSubstitute} ref={field} />,
      cost: substitute
        ? (changeOf(totalChange(document, line, substitute), order.currency) ?? t('sales.shortage.noChange'))
        : null,
      ...(substitute ? {} : { ask: () => field.current?.focus() }),
      run: async () =>
        substitute
          ? run({ choice: 'substitute', substitute }, totalChange(document, line, substitute))
          : { ok: false, reason: { code: 'sales.chooseSubstitute', params: {} } },
    },
  ];
  return choices;
}
