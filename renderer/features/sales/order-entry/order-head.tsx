import { DatePicker, Select } from 'antd';
import dayjs from 'dayjs';
import { type ReactNode, type Ref, useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { Company } from '#shared/domains/admin/queries/company.ts';
import { PageHeader } from '../../../ui/page.tsx';
import type { PickerHandle } from '../../../ui/picker.tsx';
import { StateTag } from '../../../ui/state-tag.tsx';
import { useDayFormats } from '../../../ui/use-day-formats.ts';
import { CustomerPicker, type CustomerPickerProps } from './customer-picker.tsx';
import type { DraftAction, OrderDraft } from './order-draft.ts';

const TERMS_DAYS = [0, 7, 15, 30, 45, 60, 90];

interface OrderHeadProps {
  readonly draft: OrderDraft;
  readonly company: Company;
  readonly change: (action: DraftAction) => void;
  readonly onPickCustomer: CustomerPickerProps['onPick'];
  readonly onMissedCustomer: CustomerPickerProps['onMissed'];
  readonly customerField: Ref<PickerHandle>;
}

/** Number and state, then whom, when, from where, on which terms. */
export function OrderHead({ draft, company, change, customerField, ...customer }: OrderHeadProps): ReactNode {
  const { t } = useTranslation();
  const id = useId();
  const terms = draft.paymentTermsDays ?? company.settings['billing.paymentTermsDays'];
  const termsChoices = [...new Set([...TERMS_DAYS, terms])].sort((left, right) => left - right);
  const dayFormats = useDayFormats();
  return (
    <PageHeader
      title={t('sales.order.title', { number: draft.number })}
      tag={<StateTag state="draft">{t('sales.states.draft')}</StateTag>}
    >
      <div className="order-field order-customer-field">
        <label htmlFor={`${id}-customer`}>{t('sales.orderEntry.customer')}</label>
        <CustomerPicker
          id={`${id}-customer`}
          ref={customerField}
          name={draft.customerName}
          autoFocus={draft.customerId === null}
          onPick={customer.onPickCustomer}
          onMissed={customer.onMissedCustomer}
        />
      </div>
      <div className="order-field">
        <label htmlFor={`${id}-requestedOn`}>{t('sales.orderEntry.requestedOn')}</label>
        <DatePicker
          id={`${id}-requestedOn`}
          className="order-date"
          format={dayFormats}
          value={draft.requestedOn === null ? null : dayjs(draft.requestedOn)}
          placeholder={t('sales.orderEntry.anyDay')}
          minDate={dayjs().startOf('day')}
          onChange={(day) => change({ type: 'setRequestedOn', requestedOn: day ? day.format('YYYY-MM-DD') : null })}
        />
      </div>
      <div className="order-field" data-field="warehouse">
        <label htmlFor={`${id}-warehouse`}>{t('sales.orderEntry.warehouse')}</label>
        <Select
          id={`${id}-warehouse`}
          className="order-select"
          value={draft.warehouseId}
          popupMatchSelectWidth={false}
          options={company.warehouses.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={(warehouseId: string) => change({ type: 'setWarehouse', warehouseId })}
        />
      </div>
      <div className="order-field">
        <label htmlFor={`${id}-terms`}>{t('sales.orderEntry.terms')}</label>
        <Select
          id={`${id}-terms`}
          className="order-select"
          value={terms}
          popupMatchSelectWidth={false}
          options={termsChoices.map((days) => ({
            value: days,
            label: days === 0 ? t('sales.terms.cash') : t('sales.terms.days', { days }),
          }))}
          onChange={(days: number) => change({ type: 'setPaymentTerms', days })}
        />
      </div>
    </PageHeader>
  );
}
