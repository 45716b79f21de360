import { Input } from 'antd';
import { type ReactNode, useEffect, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Company } from '#shared/domains/admin/queries/company.ts';
import type { FamilyCard } from '#shared/domains/inventory/queries/families.ts';
import { formatDecimal, parseDecimal } from '#shared/kernel/money.ts';
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
import { type FamilyDraft, familyWithin, type FamilyHead as Head, type TypedVariant as Typed } from './family-draft.ts';
import { type Axis, combine, LIMIT_VARIANTS, variantCode } from './variants.ts';
import './catalogue.css';

const MOST_AXES = 3;
const SCALE = 4;

/** Makes products that differ in a few things only, all at once; those that the family has stay. */
export function FamilyEntry({ params }: ScreenProps): ReactNode {
  const id = typeof params.familyId === 'string' ? params.familyId : null;
  const company = useCompany();
  const amended = useAmended('inventory.saveFamily');
  const { data, loading } = useQuery<FamilyCard | null>(
    'inventory.familyCard',
    { id: id ?? '' },
    { enabled: id !== null },
  );
  // What was rejected is not there yet where it was to be made.
  const isAmended = amended !== null || amendedBy(params) !== null;
  const isNew = id === null || (isAmended && !loading && !data);
  if (!company || (!isNew && !data)) return null;
  const made = amended && familyWithin(argsOf(amended), listedAxes(data ?? null));
  return <Entry key={id ?? 'new'} card={data ?? null} company={company} made={made} />;
}

interface EntryProps {
  readonly card: FamilyCard | null;
  readonly company: Company;
  /** What was made and rejected; null: nothing. */
  readonly made: FamilyDraft | null;
}

function Entry({ card, company, made: before }: EntryProps): ReactNode {
  const { t } = useTranslation();
  const tab = useTab();
  const id = useId();
  const command = useCommand('inventory.saveFamily');
  const [model] = card?.variants ?? [];
  const { settings } = company;
  const [head, setHead] = useState<Head>({
    code: card?.family.code ?? '',
    name: card?.family.name ?? '',
    unit: model?.unit ?? settings['inventory.unit'],
    category: model?.category ?? '',
    price: model ? formatDecimal(model.basePrice, SCALE) : '',
    ...before?.head,
  });
  const [axes, setAxes] = useState<readonly Axis[]>(() => before?.axes ?? listedAxes(card));
  const [typed, setTyped] = useState<Readonly<Record<string, Typed>>>(before?.typed ?? {});
  const [isChanged, setChanged] = useState(before !== null);
  useEffect(() => tab.setDirty(isChanged), [tab, isChanged]);
  const combined = combine(axes);
  const standing = new Map((card?.variants ?? []).map((variant) => [variant.variant ?? '', variant]));
  const offered = (combined ?? []).map((values, at) => {
    const key = JSON.stringify(values);
    const own = typed[key] ?? {};
    return {
      ...{ key, values, known: standing.get(key) },
      code: own.code ?? variantCode(head.code, at),
      price: own.price ?? head.price,
      barcode: own.barcode ?? '',
      isLeftOut: own.isLeftOut === true,
    };
  });
  const made = offered.filter(({ known, isLeftOut }) => !known && !isLeftOut);
  const priceOf = (text: string) => parseDecimal(text, SCALE);
  const isWhole =
    head.code.trim() !== '' &&
    head.name.trim() !== '' &&
    head.unit.trim() !== '' &&
    axes.length > 0 &&
    axes.every(({ name }) => name.trim() !== '') &&
    made.every(({ price, code }) => (priceOf(price) ?? -1) >= 0 && code.trim() !== '');
  const change = (next: Partial<Head>) => {
    setHead({ ...head, ...next });
    setChanged(true);
  };
  const changeAxis = (at: number, next: Partial<Axis>) => {
    setAxes(axes.map((axis, place) => (place === at ? { ...axis, ...next } : axis)));
    setChanged(true);
  };
  const put = (key: string, next: Typed) => {
    setTyped({ ...typed, [key]: { ...typed[key], ...next } });
    setChanged(true);
  };
  const save = async () => {
    if (!isWhole || command.running) return;
    const [familyId = '', ...ids] = await bridge().newIds(made.length + 1);
    const goods = {
      ...{ unit: head.unit.trim(), category: head.category.trim() === '' ? null : head.category.trim() },
      ...{ packaging: model?.packaging ?? null, basePrice: priceOf(head.price) ?? 0, floorPrice: null },
      ...{ currency: model?.currency ?? settings['company.currency'], reorderPoint: model?.reorderPoint ?? 0 },
      ...{ taxCode: model?.taxCode ?? settings['billing.taxCode'], tracking: model?.tracking ?? 'none' },
      ...{ weightGrams: model?.weightGrams ?? null, shelfLifeDays: model?.shelfLifeDays ?? null },
    };
    const variants = made.map(({ values, code, price, barcode }, at) => ({
      ...{ productId: ids[at], code: code.trim(), values, barcode: barcode.trim() === '' ? null : barcode.trim() },
      ...{ name: `${head.name.trim()} ${values.join(' ')}`, basePrice: priceOf(price) ?? 0 },
    }));
    const reply = await command.run({
      familyId: card?.family.id ?? familyId,
      code: head.code.trim(),
      name: head.name.trim(),
      axes: axes.map(({ name }) => name.trim()),
      goods,
      variants,
    });
    if (reply.state === 'rejected') return;
    tab.setDirty(false);
    sayDone(() => t('inventory.catalogue.familySaved', { family: head.name.trim(), count: variants.length }));
    openTab('families');
    void tab.close();
  };
  const text = (name: keyof Head, autoFocus = false) => (
    <div className="catalogue-field">
      <label htmlFor={`${id}-${name}`}>{t(`inventory.catalogue.family.${name}`)}</label>
      <Input
        id={`${id}-${name}`}
        autoFocus={autoFocus}
        value={head[name]}
        onChange={(event) => change({ [name]: event.target.value })}
      />
    </div>
  );
  return (
    <Page
      header={
        <PageHeader title={card ? card.family.name : t('inventory.catalogue.newFamily')}>
          <ActionButton
            primary
            label={t('inventory.catalogue.saveFamily', { count: made.length })}
            keys="mod+s"
            labelKey="inventory.places.save"
            disabled={!isWhole}
            loading={command.running}
            onRun={() => void save()}
          />
        </PageHeader>
      }
    >
      <div className="page-main catalogue-main">
        <section className="catalogue-section">
          <div className="catalogue-grid">
            {text('code', true)}
            {text('name')}
            {text('category')}
            {text('unit')}
            {text('price')}
          </div>
        </section>
        <section className="catalogue-section" aria-label={t('inventory.catalogue.axes')}>
          <h2>{t('inventory.catalogue.axes')}</h2>
          <p className="text-3">{t('inventory.catalogue.axesText')}</p>
          {axes.map((axis, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: an axis is known by its place
            <div key={at} className="catalogue-axis">
              <Input
                aria-label={t('inventory.catalogue.axisName')}
                placeholder={t('inventory.catalogue.axisName')}
                value={axis.name}
                onChange={(event) => changeAxis(at, { name: event.target.value })}
              />
              <Input
                aria-label={t('inventory.catalogue.axisValues')}
                placeholder={t('inventory.catalogue.axisValues')}
                value={axis.values}
                onChange={(event) => changeAxis(at, { values: event.target.value })}
              />
              {standing.size > 0 || axes.length === 1 ? null : (
                <ActionButton
                  label={t('inventory.documents.remove')}
                  onRun={() => setAxes(axes.filter((_, place) => place !== at))}
                />
              )}
            </div>
          ))}
          {standing.size > 0 || axes.length >= MOST_AXES ? null : (
            <span>
              <ActionButton
                label={t('inventory.catalogue.addAxis')}
                keys="alt+a"
                labelKey="inventory.catalogue.addAxis"
                onRun={() => setAxes([...axes, { name: '', values: '' }])}
              />
            </span>
          )}
        </section>
        <section className="catalogue-section" aria-label={t('inventory.catalogue.variants')}>
          <h2>{t('inventory.catalogue.variants')}</h2>
          {combined === null ? (
            <p className="catalogue-wrong">{t('inventory.catalogue.tooMany', { count: LIMIT_VARIANTS })}</p>
          ) : (
            <table className="ledger-table catalogue-rules">
              <thead>
                <tr>
                  {axes.map((axis, at) => (
                    // biome-ignore lint/suspicious/noArrayIndexKey: an axis is known by its place
                    <th key={at} scope="col">
                      {axis.name}
                    </th>
                  ))}
                  <th scope="col">{t('inventory.stock.code')}</th>
                  <th scope="col">{t('inventory.product.price')}</th>
                  <th scope="col">{t('inventory.product.barcode')}</th>
                  <th scope="col">{t('inventory.lots.state')}</th>
                </tr>
              </thead>
              <tbody>
                {offered.map((row) => (
                  <tr key={row.key}>
                    {row.values.map((value, at) => (
                      // biome-ignore lint/suspicious/noArrayIndexKey: an axis is known by its place
                      <td key={at}>{value}</td>
                    ))}
                    {row.known ? (
                      <>
                        <td>{row.known.code}</td>
                        <td>{formatDecimal(row.known.basePrice, SCALE)}</td>
                        <td>{row.known.barcode}</td>
                        <td className="text-3">{t('inventory.catalogue.there')}</td>
                      </>
                    ) : (
                      <>
                        <td>
                          <Input
                            aria-label={`${t('inventory.stock.code')} ${row.values.join(' ')}`}
                            disabled={row.isLeftOut}
                            value={row.code}
                            onChange={(event) => put(row.key, { code: event.target.value })}
                          />
                        </td>
                        <td>
                          <Input
                            aria-label={`${t('inventory.product.price')} ${row.values.join(' ')}`}
                            disabled={row.isLeftOut}
                            status={(priceOf(row.price) ?? -1) < 0 ? 'error' : ''}
                            value={row.price}
                            onChange={(event) => put(row.key, { price: event.target.value })}
                          />
                        </td>
                        <td>
                          <Input
                            aria-label={`${t('inventory.product.barcode')} ${row.values.join(' ')}`}
                            disabled={row.isLeftOut}
                            value={row.barcode}
                            onChange={(event) => put(row.key, { barcode: event.target.value })}
                          />
                        </td>
                        <td>
                          <ActionButton
                            label={t(row.isLeftOut ? 'inventory.catalogue.takeIn' : 'inventory.catalogue.leaveOut')}
                            onRun={() => put(row.key, { isLeftOut: !row.isLeftOut })}
                          />
                        </td>
                      </>
                    )}
                  </tr>
                ))}
              </tbody>
            </table>
          )}
        </section>
      </div>
    </Page>
  );
}

const listOf = (text: string | null): string[] => {
  const read: unknown = text === null ? [] : JSON.parse(text);
  return Array.isArray(read) ? read.map(String) : [];
};

/** The axes with every value that the family's products have. */
function listedAxes(card: FamilyCard | null): Axis[] {
  if (!card) return [{ name: '', values: '' }];
  return listOf(card.family.axes).map((name, at) => {
    const values = card.variants.map(({ variant }) => listOf(variant)[at] ?? '').filter((value) => value !== '');
    return { name, values: [...new Set(values)].join(', ') };
  });
}
