import { Input, Select } from 'antd';
import { type ReactNode, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  permissions,
  readSettings,
  type SettingKey,
  settingEntries,
  settingSchemas,
} from '#shared/domains/admin/model.ts';
import type { SettingRow } from '#shared/domains/admin/queries/company-book.ts';
import { type CurrencyCode, currencyDecimals, parseDecimal } from '#shared/kernel/money.ts';
import { offerUndo } from '../../../app/notices.ts';
import { usePermission } from '../../../app/session.ts';
import { useCommand } from '../../../app/use-command.ts';
import { ActionButton } from '../../../ui/action-button.tsx';
import { DateTime } from '../../../ui/format.tsx';
import { FilterBar } from '../../../ui/page.tsx';
import { readPercentage } from './fields.tsx';
import { officeOffsets } from './office-offset.ts';
import { OFFICE_TIME, settingText, typedOf, unitOf } from './setting-words.ts';
import type { SectionProps } from './use-book.ts';

const keys = Object.keys(settingEntries) as SettingKey[];
const groups = [...new Set(keys.map((key) => key.split('.')[0] ?? ''))];
/** A key of devices is nothing to read. */
const hidden: readonly SettingKey[] = ['security.recoveryKey'];
const defaults = readSettings([]);

const nameKeyOf = (key: SettingKey) => `admin.company.settings.names.${key.replace('.', '_')}`;

/** What a person typed as the text that is stored; null when it cannot be taken. */
function storedOf(key: SettingKey, typed: string, currency: CurrencyCode): string | null {
  const { kind } = settingEntries[key];
  const figure = kind === 'amount' ? parseDecimal(typed, currencyDecimals(currency)) : readPercentage(typed);
  const text = kind === 'amount' || kind === 'percentage' ? String(figure ?? '') : typed.trim();
  return text !== '' && settingSchemas[key].safeParse(text).success ? text : null;
}

/** The company's settings by what they are about, with who changed them and what they are where nobody did. */
export function SettingsSection({ book }: SectionProps): ReactNode {
  const { t } = useTranslation();
  const mayEdit = usePermission(permissions.manageCompany);
  const command = useCommand('admin.changeSettings');
  const [typed, setTyped] = useState<Readonly<Partial<Record<SettingKey, string>>>>({});
  const rows = new Map(book.settings.map((row) => [row.id, row]));
  const current = readSettings(book.settings);
  const currency = current['company.currency'];
  const changes = Object.entries(typed).flatMap(([key, text]) => {
    const value = storedOf(key as SettingKey, text, currency);
    return value === String(current[key as SettingKey]) ? [] : [{ key: key as SettingKey, value }];
  });
  const isWrong = changes.some((change) => change.value === null);
  const save = async () => {
    const before = changes.map(({ key }) => ({ key, value: String(current[key]) }));
    const reply = await command.run({ changes });
    if (reply.state === 'rejected') return;
    setTyped({});
    const [first] = changes;
    const name = first && changes.length === 1 ? t(nameKeyOf(first.key)) : String(changes.length);
    offerUndo({
      label: () => t('admin.company.saved', { section: t('admin.company.sections.settings'), name }),
      run: async () => void (await command.run({ changes: before })),
    });
  };
  return (
    <div className="company-main">
      <FilterBar
        end={
          mayEdit ? (
            <span className="company-actions">
              <ActionButton
                label={t('admin.company.settings.forget')}
                disabled={changes.length === 0}
                onRun={() => setTyped({})}
              />
              <ActionButton
                primary
                label={t('admin.company.save')}
                keys="mod+s"
                labelKey="admin.company.save"
                disabled={changes.length === 0 || isWrong}
                loading={command.running}
                onRun={() => void save()}
              />
            </span>
          ) : null
        }
      >
        <span className="text-3">
          {changes.length === 0
            ? t('admin.company.settings.note')
            : t('admin.company.settings.changed', { count: changes.length })}
        </span>
      </FilterBar>
      <div className="company-settings">
        {groups.map((group) => (
          <SettingGroup key={group} title={t(`admin.company.settings.groups.${group}`)}>
            {keys
              .filter((key) => key.startsWith(`${group}.`) && !hidden.includes(key))
              .map((key) => (
                <SettingLine
                  key={key}
                  name={key}
                  row={rows.get(key)}
                  value={typed[key] ?? typedOf(key, String(current[key]), currency)}
                  currency={currency}
                  isChanged={changes.some((change) => change.key === key)}
                  disabled={!mayEdit}
                  onChange={(value) => setTyped({ ...typed, [key]: value })}
                />
              ))}
          </SettingGroup>
        ))}
      </div>
    </div>
  );
}

function SettingGroup({ title, children }: { readonly title: string; readonly children: ReactNode }): ReactNode {
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  );
}

interface SettingLineProps {
  readonly name: SettingKey;
  readonly row: SettingRow | undefined;
  readonly value: string;
  /** The company's. */
  readonly currency: CurrencyCode;
  readonly isChanged: boolean;
  readonly disabled: boolean;
  readonly onChange: (value: string) => void;
}

function SettingLine({ name, row, value, currency, isChanged, disabled, onChange }: SettingLineProps): ReactNode {
  const { t } = useTranslation();
  const id = useId();
  const entry = settingEntries[name];
  const isWrong = isChanged && storedOf(name, value, currency) === null;
  const choices =
    name === OFFICE_TIME ? officeOffsets(Number(value)).map(String) : entry.kind === 'choice' ? entry.choices : null;
  const standing = String(defaults[name]);
  const unit = unitOf(name, currency).trim();
  return (
    <div className="company-setting">
      <span>
        <label htmlFor={id}>{t(nameKeyOf(name))}</label>
        {isWrong ? <p className="company-field-wrong">{t('admin.company.settings.wrong')}</p> : null}
      </span>
      <span className="company-setting-value">
        {choices ? (
          <Select<string>
            id={id}
            value={value}
            disabled={disabled}
            onChange={onChange}
            options={choices.map((choice) => ({ value: choice, label: settingText(name, choice, currency) }))}
          />
        ) : (
          <Input
            id={id}
            value={value}
            disabled={disabled || entry.kind === 'fixed'}
            maxLength={200}
            onChange={(event) => onChange(event.target.value)}
            {...(isWrong ? { status: 'error' as const, 'aria-invalid': true } : {})}
            {...(unit === '' ? {} : { suffix: unit })}
          />
        )}
      </span>
      <span className="small text-3">
        {row ? (
          <>
            {row.changedBy ?? t('admin.company.settings.byServer')} · <DateTime value={row.changedAt} />
          </>
        ) : (
          t('admin.company.settings.standing', { value: settingText(name, standing, currency) })
        )}
      </span>
    </div>
  );
}
