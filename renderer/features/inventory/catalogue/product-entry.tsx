import { AutoComplete, Input, Select } from 'antd';
import { type ReactNode, useEffect, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { permissions } from '#shared/domains/admin/model.ts';
import type { Company } from '#shared/domains/admin/queries/company.ts';
import type { ProductCard } from '#shared/domains/inventory/queries/product-card.ts';
import { amendedBy, useAmended } from '../../../app/amending.tsx';
import { bridge } from '../../../app/bridge.ts';
import type { ScreenProps } from '../../../app/feature.ts';
import { argsOf } from '../../../app/mending.ts';
import { sayDone } from '../../../app/notices.ts';
import { usePermission } from '../../../app/session.ts';
import { openTab, useTab } from '../../../app/tabs.ts';
import { useCommand } from '../../../app/use-command.ts';
import { runQuery, useQuery } from '../../../app/use-query.ts';
import { ActionButton } from '../../../ui/action-button.tsx';
import { Page, PageHeader } from '../../../ui/page.tsx';
import { useCompany } from '../../../ui/use-company.ts';
import { BarcodesEditor, UnitsEditor } from './codes-editors.tsx';
import { PictureChooser } from './picture-chooser.tsx';
import {
  type FieldName,
  productArgs,
  productDraftOf,
  productDraftWith,
  type ReorderDraft,
  reorderDraftOf,
  ruleOf,
  type Tracking,
  wrongFields,
} from './product-draft.ts';
import { ReorderEditor } from './reorder-editor.tsx';
import { type Substitute, SubstitutesEditor } from './substitutes-editor.tsx';
import './catalogue.css';
import { taxCodeText } from '../../../ui/tax-code-text.ts';

const trackings: readonly Tracking[] = ['none', 'lot', 'serial'];

/** Makes a product, or changes one: what it is, how it is counted and scanned, when it is ordered, what stands in for it. */
export function ProductEntry({ params }: ScreenProps): ReactNode {
  const id = typeof params.productId === 'string' ? params.productId : null;
  const company = useCompany();
  const amended = useAmended('inventory.saveProduct');
  const { data, loading } = useQuery<ProductCard | null>(
    'inventory.productCard',
    { id: id ?? '' },
    { enabled: id !== null },
  );
  // What was rejected is not there yet where it was to be made.
  const isAmended = amended !== null || amendedBy(params) !== null;
  const isNew = id === null || (isAmended && !loading && !data);
  if (!company || (!isNew && !data)) return null;
  return <Entry key={id ?? 'new'} card={data ?? null} company={company} typed={amended && argsOf(amended)} />;
}

interface EntryProps {
  readonly card: ProductCard | null;
  readonly company: Company;
  /** Arguments that were typed already; null: none. */
  readonly typed: unknown;
}

/** A rule as it is sent: of one that is computed the point that demand gives now, so that it holds at once. */
async function withPoint(productId: string, draft: ReorderDraft) {
  const rule = ruleOf(draft);
  if (!rule?.isComputed) return rule;
  const { warehouseId, supplierId } = draft;
  const { leadDays, safetyStock } = rule;
  const asked = { productId, warehouseId, leadDays, supplierId, safetyStock };
  const reorderPoint = await runQuery<number | null>('inventory.computedPoint', asked);
  return { ...rule, reorderPoint: reorderPoint ?? rule.reorderPoint };
}

function Entry({ card, company, typed }: EntryProps): ReactNode {
  const { t } = useTranslation();
  const tab = useTab();
  const id = useId();
  const mayPrice = usePermission('inventory.saveProduct#price');
  const seesSuppliers = usePermission(permissions.seeSuppliers);
  const categories = useQuery<string[]>('inventory.productCategories', {});
  const save = useCommand('inventory.saveProduct');
  const setSubstitutes = useCommand('inventory.setSubstitutes');
  const setRule = useCommand('inventory.setReorderRule');
  const isNew = card === null;
  const { settings, warehouses, taxRates } = company;
  const currency = card?.product.currency ?? settings['company.currency'];
  const defaults = { unit: settings['inventory.unit'], taxCode: settings['billing.taxCode'], currency };
  const [standing] = useState(() => productDraftOf(card, defaults));
  const [draft, setDraft] = useState(() => (typed === null ? standing : productDraftWith(standing, typed)));
  const [rulesBefore] = useState(() => warehouses.map(({ id: warehouseId }) => reorderDraftOf(card, warehouseId)));
  const [rules, setRules] = useState<readonly ReorderDraft[]>(rulesBefore);
  const [standIns, setStandIns] = useState<readonly Substitute[]>(card?.substitutes ?? []);
  const [isTried, setTried] = useState(false);
  const wrong = wrongFields(draft, standing);
  const changedRules = rules.filter((rule, at) => JSON.stringify(rule) !== JSON.stringify(rulesBefore[at]));
  const sameIds = (a: readonly Substitute[], b: readonly Substitute[]) =>
    a.map((each) => each.substituteId).join() === b.map((each) => each.substituteId).join();
  const hasNewSubstitutes = !sameIds(standIns, card?.substitutes ?? []);
  const isChanged = draft !== standing || changedRules.length > 0 || hasNewSubstitutes;
  useEffect(() => tab.setDirty(isChanged), [tab, isChanged]);
  useEffect(() => {
    const name = draft.name.trim();
    const title = isNew ? name : { key: 'inventory.catalogue.changing', values: { name } };
    tab.setTitle(name === '' ? { key: 'inventory.catalogue.new' } : title);
  }, [tab, draft.name, isNew]);
  const put = (change: Partial<typeof draft>) => setDraft({ ...draft, ...change });
  const isRunning = save.running || setSubstitutes.running || setRule.running;

  const done = async () => {
    setTried(true);
    if (wrong.size > 0 || changedRules.some((rule) => ruleOf(rule) === undefined) || isRunning) return;
    const [productId = ''] = card ? [card.product.id] : await bridge().newIds(1);
    const args = productArgs(productId, draft, { standing, isNew, currency });
    if (args && (await save.run(args)).state === 'rejected') return;
    if (hasNewSubstitutes) {
      const substitutes = standIns.map(({ id: row, substituteId }) => ({ id: row, substituteId }));
      if ((await setSubstitutes.run({ productId, substitutes })).state === 'rejected') return;
    }
    const ruleIds = changedRules.length === 0 ? [] : await bridge().newIds(changedRules.length);
    for (const [at, rule] of changedRules.entries()) {
      const given = {
        ruleId: ruleIds[at],
        productId,
        warehouseId: rule.warehouseId,
        rule: await withPoint(productId, rule),
      };
      if ((await setRule.run(given)).state === 'rejected') return;
    }
    tab.setDirty(false);
    sayDone(() => t('inventory.catalogue.saved', { product: draft.name.trim() }));
    openTab('product', { productId });
    void tab.close();
  };

  const field = (name: FieldName, options: { readonly unit?: string; readonly locked?: boolean } = {}) => (
    <div className="catalogue-field">
      <label htmlFor={`${id}-${name}`}>{t(`inventory.catalogue.fields.${name}`)}</label>
      <Input
        id={`${id}-${name}`}
        autoFocus={name === 'code' && card === null}
        disabled={options.locked === true}
        status={isTried && wrong.has(name) ? 'error' : ''}
        value={draft[name]}
        {...(options.unit === undefined ? {} : { suffix: options.unit })}
        onChange={(event) => put({ [name]: event.target.value })}
      />
      {isTried && wrong.has(name) ? (
        <span className="catalogue-wrong">{t(`inventory.catalogue.wrong.${name}`)}</span>
      ) : null}
    </div>
  );
  const taxCodes = [...new Set([draft.taxCode, ...taxRates.map(({ code }) => code)])];
  return (
    <Page
      header={
        <PageHeader title={card ? card.product.name : t('inventory.catalogue.new')} note={card?.product.code ?? ''}>
          <ActionButton
            primary
            label={t('inventory.places.save')}
            keys="mod+s"
            labelKey="inventory.places.save"
            disabled={!isChanged}
            loading={isRunning}
            onRun={() => void done()}
          />
        </PageHeader>
      }
    >
      <div className="page-main catalogue-main">
        <section className="catalogue-section" aria-label={t('inventory.product.facts')}>
          <h2>{t('inventory.product.facts')}</h2>
          <div className="catalogue-grid">
            {field('code')}
            {field('name')}
            {field('otherName')}
            {field('brand')}
            <div className="catalogue-field">
              <label htmlFor={`${id}-category`}>{t('inventory.catalogue.fields.category')}</label>
              <AutoComplete
                id={`${id}-category`}
                value={draft.category}
                options={(categories.data ?? [])
                  .filter((name) => name.toLowerCase().includes(draft.category.toLowerCase()))
                  .map((value) => ({ value }))}
                onChange={(category) => put({ category })}
              />
            </div>
            {field('packaging')}
            {field('basePrice', { unit: currency, locked: !mayPrice })}
            {field('floorPrice', { unit: currency, locked: !mayPrice })}
            <div className="catalogue-field">
              <label htmlFor={`${id}-tax`}>{t('inventory.catalogue.fields.taxCode')}</label>
              <Select<string>
                id={`${id}-tax`}
                value={draft.taxCode}
                options={taxCodes.map((value) => ({
                  value,
                  label: taxCodeText(value),
                }))}
                onChange={(taxCode) => put({ taxCode })}
              />
            </div>
            {field('weightGrams', { unit: t('inventory.catalogue.gram') })}
            <div className="catalogue-field">
              <label htmlFor={`${id}-tracking`}>{t('inventory.catalogue.fields.tracking')}</label>
              <Select<Tracking>
                id={`${id}-tracking`}
                value={draft.tracking}
                options={trackings.map((value) => ({ value, label: t(`inventory.catalogue.trackings.${value}`) }))}
                onChange={(tracking) => put({ tracking })}
              />
            </div>
            {field('shelfLifeDays', { unit: t('inventory.catalogue.days') })}
          </div>
          <PictureChooser hash={draft.pictureHash} name={draft.name} onChange={(pictureHash) => put({ pictureHash })} />
        </section>
        <section className="catalogue-section" aria-label={t('inventory.catalogue.units')}>
          <h2>{t('inventory.catalogue.units')}</h2>
          <div className="catalogue-grid">
            {field('unit')}
            {field('barcode')}
          </div>
          <UnitsEditor
            baseUnit={draft.unit}
            units={draft.units}
            wrong={isTried ? wrong : new Set()}
            onChange={(units) => {
              const kept = new Set(units.map((unit) => unit.id));
              const barcodes = draft.barcodes.filter(({ unitId }) => unitId === null || kept.has(unitId));
              put({ units, barcodes: barcodes.length === draft.barcodes.length ? draft.barcodes : barcodes });
            }}
          />
          <BarcodesEditor
            baseUnit={draft.unit}
            units={draft.units}
            barcodes={draft.barcodes}
            wrong={wrong}
            onChange={(barcodes) => put({ barcodes })}
          />
        </section>
        <section className="catalogue-section" aria-label={t('inventory.catalogue.reorder')}>
          <h2>{t('inventory.catalogue.reorder')}</h2>
          <div className="catalogue-grid">{field('reorderPoint', { unit: draft.unit })}</div>
          <ReorderEditor
            rules={rules}
            warehouses={warehouses}
            withSuppliers={seesSuppliers}
            onChange={setRules}
            isTried={isTried}
          />
        </section>
        <section className="catalogue-section" aria-label={t('inventory.catalogue.substitutes')}>
          <h2>{t('inventory.catalogue.substitutes')}</h2>
          <SubstitutesEditor productId={card?.product.id ?? null} substitutes={standIns} onChange={setStandIns} />
        </section>
      </div>
    </Page>
  );
}
