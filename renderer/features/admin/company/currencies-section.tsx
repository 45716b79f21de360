import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { permissions } from '#shared/domains/admin/model.ts';
import type { CompanyBook } from '#shared/domains/admin/queries/company-book.ts';
import { baseAmount, rateOn } from '#shared/domains/billing/rules/exchange-rate.ts';
import { currencyDecimals, formatDecimal } from '#shared/kernel/money.ts';
import { asTyped } from '../../../app/mending.ts';
import { usePermission } from '../../../app/session.ts';
import { useCommand } from '../../../app/use-command.ts';
import { DateOnly, Empty, Money } from '../../../ui/format.tsx';
import { StateTag } from '../../../ui/state-tag.tsx';
import { useCompany, useToday } from '../../../ui/use-company.ts';
import { readDay, readRate } from './fields.tsx';
import { RecordSection } from './record-section.tsx';
import { newId, type SectionProps } from './use-book.ts';

type Currency = CompanyBook['currencies'][number];

const SHOWN_RATES = 12;

/** Currencies beside the company's own, and what they are worth (R46). */
export function CurrenciesSection({ book }: SectionProps): ReactNode {
  const { t } = useTranslation();
  const mayEdit = usePermission(permissions.manageRates);
  const today = useToday();
  const base = useCompany()?.settings['company.currency'] ?? 'CNY';
  const saveCurrency = useCommand('billing.saveCurrency');
  const setRate = useCommand('billing.setExchangeRate');
  const ratesOf = (code: string) => book.exchangeRates.filter((rate) => rate.currency === code);
  return (
    <RecordSection<Currency>
      label={t('admin.company.sections.currencies')}
      note={t('admin.company.currencies.note', { currency: base })}
      newKey="admin.company.currencies.new"
      empty={{
        title: t('admin.company.currencies.none'),
        text: t('admin.company.currencies.note', { currency: base }),
      }}
      mayEdit={mayEdit}
      rows={book.currencies}
      rowKey={(row) => row.id}
      columns={[
        {
          key: 'code',
          title: t('admin.company.fields.currency'),
          width: '96px',
          strong: true,
          render: (row) => row.code,
        },
        {
          key: 'rate',
          title: t('admin.company.currencies.rateIn', { currency: base }),
          width: '140px',
          figure: true,
          render: (row) => {
            const rate = rateOn(ratesOf(row.code), row.code, today);
            return rate === null ? <Empty /> : <span className="figure">{formatDecimal(rate, 6, 4)}</span>;
          },
        },
        {
          key: 'since',
          title: t('admin.company.fields.validFrom'),
          width: '140px',
          render: (row) => <DateOnly value={ratesOf(row.code).find((rate) => rate.validFrom <= today)?.validFrom} />,
        },
        {
          key: 'example',
          title: t('admin.company.fields.example'),
          width: 'minmax(180px, 1fr)',
          render: (row) => {
            const rate = rateOn(ratesOf(row.code), row.code, today);
            if (rate === null) return <Empty />;
            const hundred = 100 * 10 ** currencyDecimals(row.code);
            return (
              <>
                <Money minor={hundred} currency={row.code} /> ={' '}
                <Money minor={baseAmount(hundred, row.code, base, rate)} currency={base} />
              </>
            );
          },
        },
        {
          key: 'state',
          title: t('admin.company.fields.state'),
          width: '104px',
          render: (row) => (
            <StateTag plain state={row.active === 1 ? 'open' : 'draft'}>
              {t(`admin.company.currencies.${row.active === 1 ? 'used' : 'notUsed'}`)}
            </StateTag>
          ),
        },
      ]}
      titleOf={(row) => row.code}
      amends={{
        'billing.saveCurrency': (args) => ({
          row: book.currencies.find(({ id }) => id === args.id) ?? null,
          typed: asTyped(args),
        }),
        'billing.setExchangeRate': (args) => ({
          row: book.currencies.find(({ code }) => code === args.currency) ?? null,
          typed: { ...asTyped(args), rate: typeof args.rate === 'number' ? formatDecimal(args.rate, 6, 4) : '' },
        }),
      }}
      draftOf={(row) => ({ code: row?.code ?? '', active: String(row?.active ?? 1), rate: '', validFrom: today })}
      fieldsOf={(_, row) => [
        {
          name: 'code',
          label: t('admin.company.fields.currency'),
          kind: 'currency',
          required: true,
          maxLength: 3,
          locked: row !== null,
        },
        {
          name: 'rate',
          label: t('admin.company.currencies.rateIn', { currency: base }),
          kind: 'rate',
          required: row === null,
          maxLength: 14,
        },
        {
          name: 'validFrom',
          label: t('admin.company.fields.validFrom'),
          kind: 'date',
          required: true,
          maxLength: 10,
          help: t('admin.company.currencies.fromHelp'),
        },
        { name: 'active', label: t('admin.company.currencies.used'), kind: 'switch', required: true },
      ]}
      save={async (draft, row) => {
        const code = draft.code ?? '';
        const active = draft.active === '1' ? 1 : 0;
        if (row === null || row.active !== active) {
          const saved = await saveCurrency.run({ id: row?.id ?? (await newId()), code, active });
          if (saved.state === 'rejected') return false;
        }
        const rate = readRate(draft.rate ?? '');
        if (rate === null) return true;
        const validFrom = readDay(draft.validFrom ?? '');
        const reply = await setRate.run({ id: await newId(), currency: code, validFrom, rate });
        return reply.state !== 'rejected';
      }}
      below={(row) =>
        row === null ? null : (
          <dl className="company-rates" data-selectable>
            {ratesOf(row.code)
              .slice(0, SHOWN_RATES)
              .map((rate) => (
                <div key={rate.id}>
                  <dt>
                    <DateOnly value={rate.validFrom} />
                  </dt>
                  <dd className="figure">{formatDecimal(rate.rate, 6, 4)}</dd>
                </div>
              ))}
          </dl>
        )
      }
    />
  );
}
