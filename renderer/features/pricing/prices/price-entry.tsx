import { Select } from 'antd';
import { type ReactNode, useEffect, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProductListRow } from '#shared/domains/inventory/queries/product-list.ts';
import type { PurchaseUnitRow } from '#shared/domains/inventory/queries/purchase-list.ts';
import type { PriceListRow } from '#shared/domains/sales/queries/price-lists.ts';
import type { Row } from '#shared/kernel/table.ts';
import { bridge } from '../../../app/bridge.ts';
import type { ScreenProps } from '../../../app/feature.ts';
import { notify } from '../../../app/notices.ts';
import { openTab, useTab } from '../../../app/tabs.ts';
import { useCommand } from '../../../app/use-command.ts';
import { runQuery, useQuery } from '../../../app/use-query.ts';
import { ActionButton } from '../../../ui/action-button.tsx';
import { FilterBar, Note, Page, PageHeader } from '../../../ui/page.tsx';
import { useToday } from '../../../ui/use-company.ts';
import { useCurrencies } from '../use-currencies.ts';
import { PriceEditor } from './price-editor.tsx';
import { doubles, newPrice, PRICES_AT_ONCE, readPaste, type TypedPrice, toArgs, unitNamed } from './price-rows.ts';

/** Codes that are looked up at once. */
const CODES_AT_ONCE = 300;

/** Sets many prices at once, of a list or of a customer: typed, scanned, or pasted from a sheet. */
export function PriceEntry({ params }: ScreenProps): ReactNode {
  const listId = typeof params.priceListId === 'string' ? params.priceListId : null;
  const customerId = typeof params.customerId === 'string' ? params.customerId : null;
  const lists = useQuery<PriceListRow[]>('sales.priceLists', {}, { enabled: listId !== null });
  const customer = useQuery<Row<'customers'> | null>(
    'crm.customer',
    { id: customerId ?? '' },
    { enabled: customerId !== null },
  );
  const list = lists.data?.find(({ id }) => id === listId);
  if (list) return <Entry name={list.name} currency={list.currency} owner={{ priceListId: list.id }} />;
  const known = customer.data;
  if (!known) return null;
  return <Entry name={known.name} currency={known.currency} owner={{ customerId: known.id }} />;
}

interface EntryProps {
  readonly name: string;
  readonly currency: string;
  readonly owner: { readonly priceListId: string } | { readonly customerId: string };
}

function Entry({ name, currency: ownCurrency, owner }: EntryProps): ReactNode {
  const { t } = useTranslation();
  const field = useId();
  const tab = useTab();
  const today = useToday();
  const currencies = useCurrencies();
  const isOfCustomer = 'customerId' in owner;
  const command = useCommand(isOfCustomer ? 'sales.setCustomerPrices' : 'sales.setPrices');
  const [rows, setRows] = useState<readonly TypedPrice[]>([]);
  const [currency, setCurrency] = useState(ownCurrency);
  const [unread, setUnread] = useState<readonly string[]>([]);
  useEffect(() => tab.setDirty(rows.length > 0), [tab, rows.length]);
  useEffect(() => tab.setTitle(t('pricing.prices.of', { name })), [tab, t, name]);
  const args = rows.map(toArgs);
  const isWhole = rows.length > 0 && args.every((each) => each !== null) && doubles(rows).size === 0;
  const paste = async (text: string) => {
    const { prices, unread: lost } = readPaste(text);
    const codes = [...new Set(prices.map(({ code }) => code))].slice(0, CODES_AT_ONCE);
    if (codes.length === 0) return setUnread([t('pricing.prices.unread', { count: Math.max(lost, 1) })]);
    const asked = { codes, warehouseId: null };
    const found = await runQuery<ProductListRow[]>('inventory.productsByCodes', asked);
    const productIds = found.map(({ id }) => id);
    const units =
      productIds.length === 0 ? [] : await runQuery<PurchaseUnitRow[]>('inventory.purchaseUnits', { productIds });
    const ids = await bridge().newIds(prices.length);
    const missing: string[] = lost > 0 ? [t('pricing.prices.unread', { count: lost })] : [];
    const fresh = prices.flatMap((price, at): TypedPrice[] => {
      const sameCode = (product: ProductListRow) => product.code.toLowerCase() === price.code.toLowerCase();
      const product = found.find(sameCode) ?? found.find(({ barcode }) => barcode === price.code);
      const unit = product && unitNamed(price.unit, product, units);
      if (!product) missing.push(t('pricing.prices.unknownCode', { code: price.code }));
      else if (!unit) missing.push(t('pricing.prices.unknownUnit', { code: price.code, unit: price.unit ?? '' }));
      if (!product || !unit) return [];
      const { from, price: typed, validUntil } = price;
      const days = { validFrom: price.validFrom ?? today, validUntil };
      return [{ ...newPrice(product, ids[at] ?? '', today), ...unit, from, price: typed, ...days }];
    });
    setUnread(missing);
    setRows([...rows, ...fresh]);
  };
  const save = async () => {
    const prices = args.flatMap((each) => each ?? []);
    for (let from = 0; from < prices.length; from += PRICES_AT_ONCE) {
      const part = prices.slice(from, from + PRICES_AT_ONCE);
      const sent = isOfCustomer ? part.map((price) => ({ ...price, currency, note: null })) : part;
      const reply = await command.run({ ...owner, prices: sent });
      // What is saved is not typed again.
      if (reply.state === 'rejected') return setRows(rows.slice(from));
    }
    tab.setDirty(false);
    notify({ tone: 'done', title: () => t('pricing.prices.saved', { count: prices.length, name }) });
    if (isOfCustomer) openTab('customer', owner);
    else openTab('priceList', owner);
    void tab.close();
  };
  return (
    <Page
      header={
        <PageHeader title={t('pricing.prices.of', { name })} note={isOfCustomer ? undefined : currency}>
          <ActionButton
            primary
            label={t('pricing.prices.saveAll', { count: rows.length })}
            keys="mod+enter"
            labelKey="pricing.prices.save"
            disabled={!isWhole}
            loading={command.running}
            onRun={() => void save()}
          />
        </PageHeader>
      }
    >
      <div className="page-main">
        {isOfCustomer ? (
          <FilterBar>
            <label htmlFor={`${field}currency`}>{t('pricing.currency')}</label>
            <Select<string>
              id={`${field}currency`}
              value={currency}
              options={[...new Set([ownCurrency, ...currencies])].map((value) => ({ value, label: value }))}
              onChange={setCurrency}
            />
          </FilterBar>
        ) : null}
        {unread.length === 0 ? null : (
          <div className="price-note">
            <Note tone="wait" title={t('pricing.prices.notTaken', { count: unread.length })}>
              {unread.slice(0, 5).join(' · ')}
            </Note>
          </div>
        )}
        {rows.length === 0 ? <p className="price-grid-help text-2">{t('pricing.prices.pasteHelp')}</p> : null}
        <PriceEditor rows={rows} onChange={setRows} today={today} onPaste={(text) => void paste(text)} />
      </div>
    </Page>
  );
}
