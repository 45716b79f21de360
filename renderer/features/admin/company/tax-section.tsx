import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { permissions } from '#shared/domains/admin/model.ts';
import type { CompanyBook } from '#shared/domains/admin/queries/company-book.ts';
import { taxRateOn } from '#shared/domains/billing/rules/tax-rate.ts';
import { formatDecimal } from '#shared/kernel/money.ts';
import { asTyped } from '../../../app/mending.ts';
import { sayDone } from '../../../app/notices.ts';
import { usePermission } from '../../../app/session.ts';
import { useCommand } from '../../../app/use-command.ts';
import { ActionButton } from '../../../ui/action-button.tsx';
import { DateOnly, Percent } from '../../../ui/format.tsx';
import { StateTag } from '../../../ui/state-tag.tsx';
import { taxCodeText } from '../../../ui/tax-code-text.ts';
import { useToday } from '../../../ui/use-company.ts';
import { type Field, readDay, readPercentage } from './fields.tsx';
import { RecordSection } from './record-section.tsx';
import { newId, type SectionProps } from './use-book.ts';

type TaxRate = CompanyBook['taxRates'][number];

/** Codes that the screens have a name for. */
const namedTaxCodes = ['standard', 'reduced', 'levy', 'levyReduced', 'zero', 'exempt', 'service'];

/** Tax rates as dated data (R43): each code with the rates that it had, has and will have. */
export function TaxSection({ book }: SectionProps): ReactNode {
  const { t } = useTranslation();
  const mayEdit = usePermission(permissions.manageRates);
  const today = useToday();
  const add = useCommand('billing.addTaxRate');
  const remove = useCommand('billing.removeTaxRate');
  const knownCodes = [...new Set([...namedTaxCodes, ...book.taxRates.map(({ code }) => code)])];
  const stateOf = (row: TaxRate): 'soon' | 'done' | 'draft' => {
    if (row.validFrom > today) return 'soon';
    const isNewest = !book.taxRates.some(
      (other) => other.code === row.code && other.validFrom > row.validFrom && other.validFrom <= today,
    );
    return isNewest ? 'done' : 'draft';
  };
  const fieldsOf = (_: unknown, row: TaxRate | null): readonly Field[] => [
    {
      name: 'code',
      label: t('admin.company.fields.taxCode'),
      kind: 'code',
      required: true,
      maxLength: 20,
      locked: row !== null,
      choices: knownCodes.map((code) => {
        const name = taxCodeText(code);
        return { value: code, label: name === code ? code : `${code} · ${name}` };
      }),
      help: t('admin.company.tax.codeHelp'),
    },
    { name: 'rate', label: t('admin.company.fields.rate'), kind: 'percentage', required: true, maxLength: 7 },
    {
      name: 'validFrom',
      label: t('admin.company.fields.validFrom'),
      kind: 'date',
      required: true,
      maxLength: 10,
      help: t('admin.company.tax.fromHelp'),
    },
  ];
  return (
    <RecordSection<TaxRate>
      label={t('admin.company.sections.tax')}
      note={t('admin.company.tax.note')}
      newKey="admin.company.tax.new"
      empty={{ title: t('admin.company.tax.none'), text: t('admin.company.tax.note') }}
      mayEdit={mayEdit}
      rows={book.taxRates}
      rowKey={(row) => row.id}
      columns={[
        {
          key: 'code',
          title: t('admin.company.fields.taxCode'),
          width: 'minmax(140px, 1fr)',
          strong: true,
          render: (row) => taxCodeText(row.code),
        },
        { key: 'key', title: t('admin.company.fields.code'), width: '120px', render: (row) => row.code },
        {
          key: 'rate',
          title: t('admin.company.fields.rate'),
          width: '88px',
          figure: true,
          render: (row) => <Percent value={row.rate} />,
        },
        {
          key: 'validFrom',
          title: t('admin.company.fields.validFrom'),
          width: '140px',
          render: (row) => <DateOnly value={row.validFrom} />,
        },
        {
          key: 'state',
          title: t('admin.company.fields.state'),
          width: '120px',
          render: (row) => {
            const state = stateOf(row);
            return (
              <StateTag plain state={state}>
                {t(`admin.company.tax.states.${state}`)}
              </StateTag>
            );
          },
        },
      ]}
      titleOf={(row) => t('admin.company.tax.nextOf', { name: taxCodeText(row.code) })}
      amends={{
        'billing.addTaxRate': (args) => ({
          row: null,
          typed: { ...asTyped(args), rate: typeof args.rate === 'number' ? formatDecimal(args.rate, 2) : '' },
        }),
      }}
      draftOf={(row) => ({
        code: row?.code ?? '',
        rate: row === null ? '' : formatDecimal(taxRateOn(book.taxRates, row.code, today) ?? row.rate, 2),
        validFrom: '',
      })}
      fieldsOf={fieldsOf}
      save={async (draft) => {
        const code = (draft.code ?? '').trim();
        const validFrom = readDay(draft.validFrom ?? '');
        const rate = readPercentage(draft.rate ?? '');
        const reply = await add.run({ id: await newId(), code, rate, validFrom });
        if (reply.state === 'rejected') return false;
        // Only what is still to come can be taken back.
        return validFrom !== null && validFrom > today ? () => remove.run({ code, validFrom }) : true;
      }}
      below={(row, close) =>
        mayEdit && row && row.validFrom > today ? (
          <ActionButton
            label={t('admin.company.tax.takeBack')}
            keys="alt+delete"
            labelKey="admin.company.tax.takeBack"
            loading={remove.running}
            onRun={() =>
              void remove.run({ code: row.code, validFrom: row.validFrom }).then((reply) => {
                if (reply.state === 'rejected') return;
                close();
                sayDone(() => t('admin.company.tax.takenBack', { name: taxCodeText(row.code), day: row.validFrom }));
              })
            }
          />
        ) : null
      }
    />
  );
}
