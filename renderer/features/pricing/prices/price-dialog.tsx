import { DatePicker, Input } from 'antd';
import dayjs from 'dayjs';
import { type ReactNode, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CustomerPriceRow, PastPrice } from '#shared/domains/sales/queries/price-lists.ts';
import { bridge } from '../../../app/bridge.ts';
import { notify } from '../../../app/notices.ts';
import { useCommand } from '../../../app/use-command.ts';
import { useQuery } from '../../../app/use-query.ts';
import { ActionButton } from '../../../ui/action-button.tsx';
import { DialogField, FormDialog } from '../../../ui/form-dialog.tsx';
import { DateTime, Quantity, UnitPrice } from '../../../ui/format.tsx';
import { useDayFormats } from '../../../ui/use-day-formats.ts';
import { readFrom, readPrice } from '../typed.ts';
import { unitText } from './price-columns.tsx';
import { changedPrice, toArgs } from './price-rows.ts';
import '../pricing.css';

interface PriceDialogProps {
  readonly price: CustomerPriceRow;
  readonly owner: { readonly priceListId: string } | { readonly customerId: string };
  readonly onClose: () => void;
}

/** One price: changed or ended, with what it was before. */
export function PriceDialog({ price, owner, onClose }: PriceDialogProps): ReactNode {
  const { t } = useTranslation();
  const field = useId();
  const dayFormats = useDayFormats();
  const isOfCustomer = 'customerId' in owner;
  const command = useCommand(isOfCustomer ? 'sales.setCustomerPrices' : 'sales.setPrices');
  const ownerId = isOfCustomer ? owner.customerId : owner.priceListId;
  const past = useQuery<PastPrice[]>('sales.priceHistory', { ownerId, productId: price.productId });
  const [row, setRow] = useState(() => changedPrice(price, ''));
  const args = toArgs(row);
  const send = async (isEnd: boolean) => {
    if (!args && !isEnd) return;
    const [id = ''] = await bridge().newIds(1);
    const said = isEnd ? toArgs(changedPrice(price, id)) : args;
    if (!said) return;
    const sent = { ...said, id, ...(isEnd ? { unitPrice: null } : {}) };
    const whole = isOfCustomer ? { ...sent, currency: price.currency, note: price.note } : sent;
    const reply = await command.run({ ...owner, prices: [whole] });
    if (reply.state === 'rejected') return;
    const said2 = isEnd ? 'pricing.prices.ended' : 'pricing.prices.changed';
    notify({ tone: 'done', title: () => t(said2, { product: price.productName }) });
    onClose();
  };
  return (
    <FormDialog
      title={`${price.productCode} ${price.productName}`}
      text={`${unitText(t, price)} · ${price.currency}`}
      okText={t('pricing.save')}
      isReady={args !== null}
      isBusy={command.running}
      onDone={() => void send(false)}
      onClose={onClose}
    >
      <DialogField id={`${field}price`} label={t('pricing.prices.price')}>
        <Input
          id={`${field}price`}
          autoFocus
          status={readPrice(row.price) === null ? 'error' : ''}
          value={row.price}
          onFocus={(event) => event.target.select()}
          onChange={(event) => setRow({ ...row, price: event.target.value })}
        />
      </DialogField>
      <DialogField id={`${field}from`} label={t('pricing.prices.from')}>
        <Input
          id={`${field}from`}
          suffix={price.unit}
          status={readFrom(row.from) === null ? 'error' : ''}
          value={row.from}
          onChange={(event) => setRow({ ...row, from: event.target.value })}
        />
      </DialogField>
      <DialogField id={`${field}validFrom`} label={t('pricing.validFrom')}>
        <DatePicker
          id={`${field}validFrom`}
          format={dayFormats}
          allowClear={false}
          value={dayjs(row.validFrom)}
          onChange={(day) => setRow({ ...row, validFrom: day ? day.format('YYYY-MM-DD') : row.validFrom })}
        />
      </DialogField>
      <DialogField id={`${field}until`} label={t('pricing.validUntil')}>
        <DatePicker
          id={`${field}until`}
          format={dayFormats}
          placeholder={t('pricing.noEnd')}
          {...(row.validUntil !== null && row.validUntil < row.validFrom ? { status: 'error' as const } : {})}
          value={row.validUntil === null ? null : dayjs(row.validUntil)}
          onChange={(day) => setRow({ ...row, validUntil: day ? day.format('YYYY-MM-DD') : null })}
        />
      </DialogField>
      <p>
        <ActionButton label={t('pricing.prices.end')} disabled={command.running} onRun={() => void send(true)} />
      </p>
      <PastPrices rows={past.data ?? []} unit={price.unit} />
    </FormDialog>
  );
}

/** What was asked for the product before, and who said so: prices that hold first. */
function PastPrices({ rows, unit }: { readonly rows: readonly PastPrice[]; readonly unit: string }): ReactNode {
  const { t } = useTranslation();
  if (rows.length === 0) return null;
  return (
    <table className="price-table" aria-label={t('pricing.prices.history')}>
      <thead>
        <tr>
          <th scope="col">{t('pricing.prices.setOn')}</th>
          <th scope="col">{t('pricing.prices.setBy')}</th>
          <th scope="col" className="cell-figure">
            {t('pricing.prices.from')}
          </th>
          <th scope="col" className="cell-figure">
            {t('pricing.prices.price')}
          </th>
          <th scope="col">{t('pricing.prices.until')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.slice(0, 12).map((row) => (
          <tr key={row.id} className={row.knownUntil === null ? '' : 'price-over'}>
            <td>
              <DateTime value={row.knownFrom} />
            </td>
            <td>{row.setBy}</td>
            <td className="cell-figure">
              <Quantity value={row.minQuantity} unit={unit} dashZero />
            </td>
            <td className="cell-figure">
              <UnitPrice value={row.unitPrice} />
            </td>
            <td>{row.knownUntil === null ? t('pricing.holds') : <DateTime value={row.knownUntil} />}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
