import { Checkbox, DatePicker, Input, Select } from 'antd';
import dayjs from 'dayjs';
import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { CustomerGroupRow } from '#shared/domains/sales/queries/price-lists.ts';
import { useQuery } from '../../../app/use-query.ts';
import { Segmented } from '../../../ui/segmented.tsx';
import { useCompany } from '../../../ui/use-company.ts';
import { useDayFormats } from '../../../ui/use-day-formats.ts';
import { useCurrencies } from '../use-currencies.ts';
import { type PromotionDraft, type PromotionKind, promotionKinds } from './promotion-draft.ts';
import '../pricing.css';

interface HeadProps {
  readonly draft: PromotionDraft;
  readonly onChange: (change: Partial<PromotionDraft>) => void;
}

/** What it is, for whom and when. */
export function PromotionHead({ draft, onChange: put }: HeadProps): ReactNode {
  const { t } = useTranslation();
  const field = useId();
  const dayFormats = useDayFormats();
  const company = useCompany();
  const currencies = useCurrencies();
  const groups = useQuery<CustomerGroupRow[]>('sales.customerGroups', {});
  const { kind, appliesTo } = draft;
  const canBeDocument = kind === 'percent' || kind === 'amount';
  const isDocument = canBeDocument && appliesTo === 'document';
  const day = (key: 'validFrom' | 'validUntil') => (
    <span className="promotion-field">
      <label htmlFor={`${field}${key}`}>{t(`pricing.${key}`)}</label>
      <DatePicker
        id={`${field}${key}`}
        format={dayFormats}
        allowClear={false}
        {...(draft.validUntil < draft.validFrom ? { status: 'error' as const } : {})}
        value={dayjs(draft[key])}
        onChange={(picked) => put({ [key]: picked ? picked.format('YYYY-MM-DD') : draft[key] })}
      />
    </span>
  );
  const choice = <Value extends string>(
    key: string,
    value: Value,
    options: { value: Value; label: string }[],
    change: (next: Value) => void,
  ) => (
    <span className="promotion-field">
      <label htmlFor={`${field}${key}`}>{t(`pricing.promotions.${key}`)}</label>
      <Select<Value>
        id={`${field}${key}`}
        popupMatchSelectWidth={false}
        value={value}
        options={options}
        onChange={change}
      />
    </span>
  );
  const text = (key: 'code' | 'name' | 'note', maxLength: number) => (
    <span className="promotion-field">
      <label htmlFor={`${field}${key}`}>{t(`pricing.${key}`)}</label>
      <Input
        id={`${field}${key}`}
        autoFocus={key === 'code'}
        maxLength={maxLength}
        value={draft[key]}
        onChange={(event) => put({ [key]: event.target.value })}
      />
    </span>
  );
  return (
    <>
      <div className="promotion-fields">
        <Segmented<PromotionKind>
          label={t('pricing.promotions.kind')}
          value={kind}
          onChange={(next) => put({ kind: next })}
          options={promotionKinds.map((value) => ({ value, label: t(`pricing.promotions.kinds.${value}`) }))}
        />
        <p className="promotion-help text-2">{t(`pricing.promotions.kindHelp.${kind}`)}</p>
      </div>
      <div className="promotion-fields">
        {text('code', 20)}
        {text('name', 200)}
        {day('validFrom')}
        {day('validUntil')}
        {choice(
          'for',
          draft.groupId ?? '',
          [
            { value: '', label: t('pricing.promotions.everybody') },
            ...(groups.data ?? [])
              .filter(({ id, active }) => active === 1 || id === draft.groupId)
              .map(({ id: value, name: label }) => ({ value, label })),
          ],
          (value) => put({ groupId: value === '' ? null : value }),
        )}
        {choice(
          'territory',
          draft.territoryId ?? '',
          [
            { value: '', label: t('pricing.promotions.everywhere') },
            ...(company?.territories ?? []).map(({ id: value, name: label }) => ({ value, label })),
          ],
          (value) => put({ territoryId: value === '' ? null : value }),
        )}
        {canBeDocument
          ? choice(
              'appliesTo',
              appliesTo,
              (['line', 'document'] as const).map((value) => ({
                value,
                label: t(`pricing.promotions.applies.${value}`),
              })),
              (value) => put({ appliesTo: value }),
            )
          : null}
        {isDocument ? (
          <span className="promotion-field">
            <label htmlFor={`${field}total`}>{t('pricing.promotions.minTotal')}</label>
            <Input
              id={`${field}total`}
              className="promotion-figure"
              suffix={draft.currency}
              value={draft.minTotal}
              onChange={(event) => put({ minTotal: event.target.value })}
            />
          </span>
        ) : null}
        {kind === 'rebate'
          ? choice(
              'period',
              draft.period,
              (['month', 'quarter', 'year'] as const).map((value) => ({
                value,
                label: t(`pricing.says.periods.${value}`),
              })),
              (value) => put({ period: value }),
            )
          : null}
        {kind === 'rebate'
          ? choice(
              'basis',
              draft.basis,
              (['invoiced', 'collected'] as const).map((value) => ({
                value,
                label: t(`pricing.promotions.bases.${value}`),
              })),
              (value) => put({ basis: value }),
            )
          : null}
        {kind === 'amount' || kind === 'rebate' || isDocument
          ? choice(
              'currency',
              draft.currency,
              [...new Set([draft.currency, ...currencies])].map((value) => ({ value, label: value })),
              (value) => put({ currency: value }),
            )
          : null}
        {kind === 'rebate' || kind === 'sample' ? null : (
          <Checkbox checked={draft.stacks} onChange={(event) => put({ stacks: event.target.checked })}>
            {t('pricing.promotions.stacksLong')}
          </Checkbox>
        )}
        {text('note', 500)}
      </div>
    </>
  );
}
