import { Input, InputNumber, Select } from 'antd';
import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { Company } from '#shared/domains/admin/queries/company.ts';
import { taxCodeText } from '../../../ui/tax-code-text.ts';
import type { ImportSession } from './import-session.ts';
import { type DefaultName, importTargets, type TargetKind } from './import-targets.ts';
import type { ImportDefaults } from './plan-import.ts';

interface DefaultsFormProps {
  readonly session: Pick<ImportSession, 'setDefaults'>;
  readonly target: TargetKind;
  readonly company: Company;
  readonly defaults: ImportDefaults;
  readonly disabled: boolean;
}

/** Beside the company's own. */
const commonCurrencies = ['CNY', 'USD', 'EUR', 'GBP', 'JPY', 'HKD'];

/** What the company says where the file says nothing. */
export function DefaultsForm({ session, target, company, defaults, disabled }: DefaultsFormProps): ReactNode {
  const { t } = useTranslation();
  return (
    <div className="import-defaults">
      <span className="text-3">{t(`admin.import.defaultsFor.${target}`)}</span>
      {importTargets[target].defaults.map((name) => (
        <DefaultField
          key={name}
          name={name}
          company={company}
          defaults={defaults}
          disabled={disabled}
          onChange={(change) => session.setDefaults(change)}
        />
      ))}
    </div>
  );
}

interface DefaultFieldProps {
  readonly name: DefaultName;
  readonly company: Company;
  readonly defaults: ImportDefaults;
  readonly disabled: boolean;
  readonly onChange: (change: Partial<ImportDefaults>) => void;
}

function DefaultField(props: DefaultFieldProps): ReactNode {
  const { t } = useTranslation();
  const id = useId();
  return (
    <span className="import-default">
      <label htmlFor={id}>{t(`admin.import.defaults.${props.name}`)}</label>
      <DefaultControl {...props} id={id} />
    </span>
  );
}

function DefaultControl({
  name,
  company,
  defaults,
  disabled,
  onChange,
  id,
}: DefaultFieldProps & { readonly id: string }): ReactNode {
  const { t } = useTranslation();
  const named = (rows: readonly { readonly id: string; readonly code: string; readonly name: string }[]) =>
    rows.map((row) => ({ value: row.id, label: row.name }));
  switch (name) {
    case 'territoryId':
    case 'warehouseId': {
      const options = named(name === 'territoryId' ? company.territories : company.warehouses);
      return (
        <Select<string>
          id={id}
          className="import-default-select"
          disabled={disabled}
          value={defaults[name]}
          placeholder={t('admin.import.chooseOne')}
          {...(defaults[name] === null ? { status: 'error' as const } : {})}
          onChange={(value) => onChange({ [name]: value })}
          options={options}
        />
      );
    }
    case 'currency': {
      const codes = [...new Set([company.settings['company.currency'], ...commonCurrencies])];
      return (
        <Select<string>
          id={id}
          className="import-default-code"
          disabled={disabled}
          value={defaults.currency}
          onChange={(currency) => onChange({ currency })}
          options={codes.map((code) => ({ value: code, label: code }))}
        />
      );
    }
    case 'taxCode': {
      const codes = [...new Set([company.settings['billing.taxCode'], ...company.taxRates.map((rate) => rate.code)])];
      return (
        <Select<string>
          id={id}
          className="import-default-code"
          disabled={disabled}
          value={defaults.taxCode}
          onChange={(taxCode) => onChange({ taxCode })}
          options={codes.map((code) => ({
            value: code,
            label: taxCodeText(code),
          }))}
        />
      );
    }
    case 'paymentTermsDays':
      return (
        <InputNumber<number>
          id={id}
          className="import-default-days"
          disabled={disabled}
          min={0}
          max={365}
          precision={0}
          suffix={t('admin.import.days')}
          value={defaults.paymentTermsDays}
          onChange={(value) => {
            if (value !== null) onChange({ paymentTermsDays: value });
          }}
        />
      );
    case 'unit':
      return (
        <Input
          id={id}
          className="import-default-unit"
          disabled={disabled}
          maxLength={20}
          value={defaults.unit}
          {...(defaults.unit.trim() === '' ? { status: 'error' as const } : {})}
          onChange={(event) => onChange({ unit: event.target.value })}
        />
      );
  }
}
