import { Input, Select } from 'antd';
import { type ReactNode, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { HoldingRow, WaitingRow } from '#shared/domains/sales/queries/product-holders.ts';
import { formatDecimal, parseDecimal } from '#shared/kernel/money.ts';
import { bridge } from '../../../app/bridge.ts';
import { notifyRefusal, sayDone } from '../../../app/notices.ts';
import { useCommand } from '../../../app/use-command.ts';
import { DialogField, FormDialog } from '../../../ui/form-dialog.tsx';
import '../documents/documents.css';

const SCALE = 4;

interface MoveReservationProps {
  readonly holding: HoldingRow;
  readonly waiting: readonly WaitingRow[];
  readonly unit: string;
  /** Where the goods lie. */
  readonly warehouse: string;
  readonly onClose: () => void;
}

/** R22: which of the orders that wait gets goods that another one holds back, and how many. */
export function MoveReservation({ holding, waiting, unit, warehouse, onClose }: MoveReservationProps): ReactNode {
  const { t } = useTranslation();
  const id = useId();
  const command = useCommand('sales.moveReservation');
  const others = waiting.filter(({ orderId }) => orderId !== holding.orderId);
  const [toLineId, setToLineId] = useState(others[0]?.id ?? null);
  const to = others.find((row) => row.id === toLineId);
  const free = holding.held - holding.onLists;
  const most = Math.min(free, to?.backOrdered ?? 0);
  const [typed, setTyped] = useState<string | null>(null);
  const quantity = parseDecimal(typed ?? formatDecimal(most, SCALE), SCALE);
  const isWrong = quantity === null || quantity <= 0 || quantity > most;
  const move = async () => {
    if (!to || isWrong || command.running) return;
    const [reservationId = ''] = await bridge().newIds(1);
    const reply = await command.run({
      ...{ fromOrderId: holding.orderId, fromLineId: holding.orderLineId, toOrderId: to.orderId, toLineId: to.id },
      ...{ warehouseId: holding.warehouseId, quantity, reservationId },
    });
    if (reply.state === 'rejected') return;
    if (reply.state === 'adjusted') for (const reason of reply.reasons) notifyRefusal(reason);
    const { moved } = reply.result as { readonly moved: number };
    sayDone(() => t('inventory.holders.moved', { from: holding.number, to: to.number, quantity: moved, unit }));
    onClose();
  };
  return (
    <FormDialog
      title={t('inventory.holders.moveTitle', { number: holding.number })}
      okText={t('inventory.holders.moveOk')}
      isReady={to !== undefined && !isWrong}
      isBusy={command.running}
      onDone={() => void move()}
      onClose={onClose}
    >
      <p className="text-2">
        {t('inventory.holders.moveText', { customer: holding.customerName, quantity: free, unit, warehouse })}
      </p>
      <DialogField id={`${id}-to`} label={t('inventory.holders.to')}>
        <Select<string>
          id={`${id}-to`}
          autoFocus
          popupMatchSelectWidth={false}
          {...(toLineId === null ? {} : { value: toLineId })}
          options={others.map((row) => ({
            value: row.id,
            label: t('inventory.holders.waiting', {
              ...{ number: row.number, customer: row.customerName, quantity: row.backOrdered, unit },
            }),
          }))}
          onChange={(value) => {
            setToLineId(value);
            setTyped(null);
          }}
        />
      </DialogField>
      <DialogField id={`${id}-quantity`} label={t('inventory.documents.quantity')}>
        <Input
          id={`${id}-quantity`}
          value={typed ?? formatDecimal(most, SCALE)}
          status={isWrong ? 'error' : ''}
          suffix={unit}
          onChange={(event) => setTyped(event.target.value)}
        />
      </DialogField>
      {isWrong ? (
        <p role="alert" className="catalogue-wrong">
          {t('inventory.holders.atMost', { quantity: most, unit })}
        </p>
      ) : null}
    </FormDialog>
  );
}
