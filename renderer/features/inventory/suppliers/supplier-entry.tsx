import { Input, Select } from 'antd';
import { type ReactNode, useEffect, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SupplierPage } from '#shared/domains/inventory/queries/suppliers.ts';
import { amendedBy, useAmended } from '../../../app/amending.tsx';
import { bridge } from '../../../app/bridge.ts';
import type { ScreenProps } from '../../../app/feature.ts';
import { argsOf } from '../../../app/mending.ts';
import { sayDone } from '../../../app/notices.ts';
import { openTab, useTab } from '../../../app/tabs.ts';
import { useCommand } from '../../../app/use-command.ts';
import { useQuery } from '../../../app/use-query.ts';
import { ActionButton } from '../../../ui/action-button.tsx';
import { Page, PageHeader } from '../../../ui/page.tsx';
import { useCompany } from '../../../ui/use-company.ts';
import {
  changedSupplierFields,
  MOST,
  type SupplierDraft,
  type SupplierField,
  supplierDraftOf,
  supplierDraftWith,
  wrongSupplierFields,
} from './supplier-draft.ts';
import '../catalogue/catalogue.css';

/** Of a new supplier, until somebody says otherwise. */
const NEW_TERMS_DAYS = 30;
/** Offered beside the company's own and the one that stands. */
const commonCurrencies = ['CNY', 'USD', 'EUR', 'GBP', 'JPY', 'HKD'];
const groups = [
  { key: 'identity', fields: ['code', 'name', 'taxNumber'] },
  { key: 'contact', fields: ['contactName', 'phone', 'email', 'country', 'city', 'address'] },
  { key: 'terms', fields: ['paymentTermsDays', 'leadDays'] },
] as const satisfies readonly { readonly key: string; readonly fields: readonly SupplierField[] }[];

/** Makes a supplier, or changes one. */
export function SupplierEntry({ params }: ScreenProps): ReactNode {
  const id = typeof params.supplierId === 'string' ? params.supplierId : null;
  const amended = useAmended('inventory.saveSupplier');
  const company = useCompany();
  const { data, loading } = useQuery<SupplierPage | null>(
    'inventory.supplier',
    { id: id ?? '' },
    { enabled: id !== null },
  );
  // What was rejected is not there yet where it was to be made.
  const isAmended = amended !== null || amendedBy(params) !== null;
  const isNew = id === null || (isAmended && !loading && !data);
  if (!company || (!isNew && !data)) return null;
  const standing = supplierDraftOf(data?.supplier ?? null, {
    currency: company.settings['company.currency'],
    paymentTermsDays: NEW_TERMS_DAYS,
  });
  const typed = amended === null ? null : supplierDraftWith(standing, argsOf(amended).fields);
  return <Entry key={id ?? 'new'} supplierId={isNew ? null : id} given={standing} typed={typed} />;
}

interface EntryProps {
  /** Null: a new one. */
  readonly supplierId: string | null;
  readonly given: SupplierDraft;
  /** What was typed already; null: nothing. */
  readonly typed: SupplierDraft | null;
}

function Entry({ supplierId, given, typed }: EntryProps): ReactNode {
  const { t } = useTranslation();
  const tab = useTab();
  const id = useId();
  const command = useCommand('inventory.saveSupplier');
  const [standing] = useState(given);
  const [draft, setDraft] = useState(typed ?? standing);
  const [isTried, setTried] = useState(false);
  const wrong = wrongSupplierFields(draft);
  const isChanged = draft !== standing;
  const isNew = supplierId === null;
  useEffect(() => tab.setDirty(isChanged), [tab, isChanged]);
  useEffect(() => {
    tab.setTitle(draft.name.trim() === '' ? { key: 'inventory.suppliers.new' } : draft.name);
  }, [tab, draft.name]);
  const save = async () => {
    setTried(true);
    if (wrong.size > 0 || command.running) return;
    const [known = ''] = isNew ? await bridge().newIds(1) : [supplierId];
    const fields = changedSupplierFields(draft, standing, isNew);
    if (fields && (await command.run({ supplierId: known, fields })).state === 'rejected') return;
    tab.setDirty(false);
    sayDone(() => t('inventory.suppliers.saved', { supplier: draft.name.trim() }));
    openTab('supplier', { supplierId: known });
    void tab.close();
  };
  const field = (name: SupplierField) => {
    const isDays = name === 'paymentTermsDays' || name === 'leadDays';
    const isWrong = isTried && wrong.has(name);
    return (
      <div key={name} className="catalogue-field">
        <label htmlFor={`${id}-${name}`}>{t(`inventory.suppliers.${name}`)}</label>
        <Input
          id={`${id}-${name}`}
          autoFocus={name === 'code' && isNew}
          status={isWrong ? 'error' : ''}
          maxLength={isDays ? 5 : MOST[name]}
          value={draft[name]}
          {...(isDays ? { suffix: t('inventory.catalogue.days') } : {})}
          onChange={(event) => setDraft({ ...draft, [name]: event.target.value })}
        />
        {isWrong ? (
          <span className="catalogue-wrong" role="alert">
            {isDays ? t('inventory.suppliers.wrongDays', { most: MOST[name] }) : t('inventory.suppliers.missing')}
          </span>
        ) : null}
      </div>
    );
  };
  const currencies = [...new Set([draft.currency, standing.currency, ...commonCurrencies])];
  return (
    <Page
      header={
        <PageHeader title={isNew ? t('inventory.suppliers.new') : standing.name} note={isNew ? '' : standing.code}>
          <ActionButton
            primary
            label={t('inventory.places.save')}
            keys="mod+s"
            labelKey="inventory.places.save"
            disabled={!isChanged}
            loading={command.running}
            onRun={() => void save()}
          />
        </PageHeader>
      }
    >
      <div className="page-main catalogue-main">
        {groups.map(({ key, fields }) => (
          <section key={key} className="catalogue-section" aria-label={t(`inventory.suppliers.groups.${key}`)}>
            <h2>{t(`inventory.suppliers.groups.${key}`)}</h2>
            <div className="catalogue-grid">
              {fields.map(field)}
              {key === 'terms' ? (
                <div className="catalogue-field">
                  <label htmlFor={`${id}-currency`}>{t('inventory.suppliers.currency')}</label>
                  <Select<string>
                    id={`${id}-currency`}
                    value={draft.currency}
                    options={currencies.map((value) => ({ value, label: value }))}
                    onChange={(currency) => setDraft({ ...draft, currency })}
                  />
                </div>
              ) : null}
            </div>
          </section>
        ))}
      </div>
    </Page>
  );
}
