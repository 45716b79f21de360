import { Input, Select } from 'antd';
import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { whatGivesNothing } from '#shared/domains/sales/rules/pricing/promotion-shape.ts';
import { useQuery } from '../../../app/use-query.ts';
import { ActionButton } from '../../../ui/action-button.tsx';
import { ProductPicker } from '../../../ui/product-picker.tsx';
import { type PromotionDraft, type RuleDraft, ruleArgs, scopes } from './promotion-draft.ts';
import { ruleSentence } from './promotion-text.ts';

interface RuleFieldsProps {
  readonly promotion: PromotionDraft;
  readonly rule: RuleDraft;
  readonly onChange: (rule: RuleDraft) => void;
  /** Null: the last one stays. */
  readonly onRemove: (() => void) | null;
}

/** One rule: for which goods, what is asked, what is given; and below it the same as a sentence. */
export function RuleFields({ promotion, rule, onChange, onRemove }: RuleFieldsProps): ReactNode {
  const { t } = useTranslation();
  const field = useId();
  const categories = useQuery<string[]>('inventory.productCategories', {});
  const { kind, appliesTo, currency } = promotion;
  const put = (change: Partial<RuleDraft>) => onChange({ ...rule, ...change });
  const read = ruleArgs(rule, promotion);
  const { period, basis } = promotion;
  const gives =
    read && whatGivesNothing({ kind, appliesTo, currency, minMinor: null, period, basis, rules: [read] }) !== 1;
  const args = gives ? read : null;
  const text = (
    key: 'from' | 'percent' | 'amount' | 'buy' | 'free' | 'giftCount' | 'fromAmount' | 'limit',
    suffix?: string,
  ) => (
    <span className="promotion-field">
      <label htmlFor={`${field}${key}`}>{t(`pricing.rule.${key}`)}</label>
      <Input
        id={`${field}${key}`}
        className="promotion-figure"
        {...(suffix === undefined ? {} : { suffix })}
        value={rule[key]}
        onChange={(event) => put({ [key]: event.target.value })}
      />
    </span>
  );
  const product = (key: 'product' | 'gift') => (
    <ProductPicker
      className="promotion-product"
      label={t(`pricing.rule.${key}`)}
      value={rule[key] ? `${rule[key].code} ${rule[key].name}`.trim() : ''}
      placeholder={t('pricing.rule.find')}
      warehouseId={null}
      onPick={({ id, code, name, unit }) => put({ [key]: { id, code, name, unit } })}
      noHits={t('pricing.prices.noProduct')}
    />
  );
  const unit = rule.scope === 'product' ? rule.product?.unit : undefined;
  return (
    <div className="promotion-fields">
      <span className="promotion-field">
        <label htmlFor={`${field}scope`}>{t('pricing.rule.for')}</label>
        <Select<RuleDraft['scope']>
          id={`${field}scope`}
          popupMatchSelectWidth={false}
          value={rule.scope}
          options={scopes.map((value) => ({
            value,
            label: t(`pricing.rule.scopes.${value === 'all' && appliesTo === 'document' ? 'document' : value}`),
          }))}
          onChange={(scope) => put({ scope })}
        />
      </span>
      {rule.scope === 'product' ? product('product') : null}
      {rule.scope === 'category' ? (
        <Select<string>
          aria-label={t('pricing.rule.scopes.category')}
          showSearch
          popupMatchSelectWidth={false}
          placeholder={t('pricing.rule.scopes.category')}
          {...(rule.category === null ? {} : { value: rule.category })}
          options={(categories.data ?? []).map((value) => ({ value, label: value }))}
          onChange={(category) => put({ category })}
        />
      ) : null}
      {rule.scope === 'brand' ? (
        <Input
          aria-label={t('pricing.rule.scopes.brand')}
          className="promotion-figure"
          value={rule.brand}
          onChange={(event) => put({ brand: event.target.value })}
        />
      ) : null}
      {kind === 'percent' || kind === 'amount' ? text('from', unit) : null}
      {kind === 'rebate' ? text('fromAmount', currency) : null}
      {kind === 'freeGoods' || kind === 'gift' ? text('buy', unit) : null}
      {kind === 'percent' || kind === 'rebate' ? text('percent', '%') : null}
      {kind === 'amount' ? text('amount', currency) : null}
      {kind === 'freeGoods' || kind === 'sample' ? text('free', unit) : null}
      {kind === 'gift' ? (
        <span className="promotion-field">
          <span>{t('pricing.rule.gift')}</span>
          {product('gift')}
        </span>
      ) : null}
      {kind === 'gift' ? text('giftCount', rule.gift?.unit) : null}
      {kind === 'freeGoods' || kind === 'gift' ? text('limit') : null}
      {onRemove ? <ActionButton label={t('pricing.remove')} onRun={onRemove} /> : null}
      <p className="promotion-sentence" aria-live="polite">
        {args === null ? (
          <span className="text-3">{t('pricing.rule.unfinished')}</span>
        ) : (
          ruleSentence(
            t,
            { kind, appliesTo, currency, minMinor: null, period },
            {
              ...args,
              productName: rule.scope === 'product' ? (rule.product?.name ?? null) : null,
              unit: unit ?? null,
              giftName: rule.gift?.name ?? null,
              giftUnit: rule.gift?.unit ?? null,
            },
          )
        )}
      </p>
    </div>
  );
}
