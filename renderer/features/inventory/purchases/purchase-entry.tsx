import { DatePicker, Input, Select } from 'antd';
import dayjs from 'dayjs';
import { type ReactNode, useEffect, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { permissions } from '#shared/domains/admin/model.ts';
import type { Purchase, SupplierRow } from '#shared/domains/inventory/queries/purchase-list.ts';
import { purchaseProgress } from '#shared/domains/inventory/rules/purchase-progress.ts';
import { addDays } from '#shared/kernel/instants.ts';
import { amendedBy } from '../../../app/amending.tsx';
import { bridge } from '../../../app/bridge.ts';
import type { ScreenProps } from '../../../app/feature.ts';
import { notify } from '../../../app/notices.ts';
import { usePermission } from '../../../app/session.ts';
import { openTab, useTab } from '../../../app/tabs.ts';
import { useCommand } from '../../../app/use-command.ts';
import { useQuery } from '../../../app/use-query.ts';
import { ActionButton } from '../../../ui/action-button.tsx';
import { Money } from '../../../ui/format.tsx';
import { Page, PageHeader } from '../../../ui/page.tsx';
import { useCompany, useToday } from '../../../ui/use-company.ts';
import { useDayFormats } from '../../../ui/use-day-formats.ts';
import { useWorkWarehouse } from '../../../ui/use-work-warehouse.ts';
import { GoodsEditor } from '../documents/goods-editor.tsx';
import { costOf, quantityOf, typedFigure, type WrittenLine } from '../documents/goods-lines.ts';
import { type AmendedDocument, textIn, useAmendedDocument } from '../documents/use-amended-lines.ts';
import '../documents/documents.css';

interface Head {
  readonly supplierId: string | null;
  readonly warehouseId: string | null;
  readonly dueOn: string | null;
  readonly note: string;
}

/** Writes a purchase order, or changes one that is a draft or open. */
export function PurchaseEntry({ params }: ScreenProps): ReactNode {
  const { purchaseOrderId, supplierId } = params;
  const id = typeof purchaseOrderId === 'string' ? purchaseOrderId : null;
  const amended = useAmendedDocument('inventory.writePurchase', 'warehouseId');
  const { data, loading } = useQuery<Purchase | null>('inventory.purchase', { id: id ?? '' }, { enabled: id !== null });
  // What was rejected is not there yet where it was to be made.
  const isAmended = amended !== null || amendedBy(params) !== null;
  const isNew = id === null || (isAmended && !loading && !data);
  if (amended === undefined || (!isNew && !data)) return null;
  const given = typeof supplierId === 'string' ? supplierId : null;
  return <Entry key={id ?? 'new'} standing={data ?? null} givenSupplierId={given} amended={amended} />;
}

function linesOf(standing: Purchase | null): readonly WrittenLine[] {
  return (standing?.lines ?? []).map((line) => ({
    ...{ id: line.id, productId: line.productId, code: line.productCode, name: line.productName },
    ...{ baseUnit: line.baseUnit, unitId: null, ratio: 1, quantity: typedFigure(line.quantity) },
    cost: line.unitCost === null ? '' : typedFigure(line.unitCost),
  }));
}

interface EntryProps {
  readonly standing: Purchase | null;
  /** Whose page a new one was begun on. */
  readonly givenSupplierId: string | null;
  /** What was written and rejected; null: nothing. */
  readonly amended: AmendedDocument | null;
}

function Entry({ standing, givenSupplierId, amended }: EntryProps): ReactNode {
  const { t } = useTranslation();
  const dayFormats = useDayFormats();
  const id = useId();
  const tab = useTab();
  const company = useCompany();
  const today = useToday();
  const seesCost = usePermission(permissions.seeCost);
  const suppliers = useQuery<SupplierRow[]>('inventory.supplierList', {});
  const command = useCommand('inventory.writePurchase');
  const [head, setHead] = useState<Head>({
    supplierId: textIn(amended?.args, 'supplierId') ?? standing?.head.supplierId ?? givenSupplierId,
    warehouseId: textIn(amended?.args, 'warehouseId') ?? standing?.head.warehouseId ?? null,
    dueOn: amended ? textIn(amended.args, 'dueOn') : (standing?.head.dueOn ?? null),
    note: (amended ? textIn(amended.args, 'note') : standing?.head.note) ?? '',
  });
  const [lines, setLines] = useState(() => amended?.lines ?? linesOf(standing));
  const [isChanged, setChanged] = useState(amended !== null);
  useEffect(() => tab.setDirty(isChanged), [tab, isChanged]);
  const work = useWorkWarehouse();
  const warehouseId = head.warehouseId ?? work.warehouseId;
  const isOpen = standing?.head.state === 'open';
  const figures = lines.map((line) => ({ line, quantity: quantityOf(line), cost: costOf(line) }));
  const isWhole =
    head.supplierId !== null &&
    warehouseId !== null &&
    lines.length > 0 &&
    figures.every(({ quantity, cost }) => quantity !== null && cost !== undefined);
  const currency =
    suppliers.data?.find((each) => each.id === head.supplierId)?.currency ??
    company?.settings['company.currency'] ??
    '';
  const known = figures.map(({ quantity, cost }) => ({ quantity: quantity ?? 0, received: 0, unitCost: cost ?? null }));
  const { valueMinor } = purchaseProgress(known, currency);
  const put = (change: Partial<Head>) => {
    setHead({ ...head, ...change });
    setChanged(true);
  };
  const chooseSupplier = (supplierId: string) => {
    const leadDays = suppliers.data?.find((each) => each.id === supplierId)?.leadDays ?? null;
    put({ supplierId, ...(head.dueOn === null && leadDays !== null ? { dueOn: addDays(today, leadDays) } : {}) });
  };
  const save = async (isOrdered: boolean) => {
    if (!isWhole) return;
    const [fresh = ''] = standing ? [standing.head.id] : await bridge().newIds(1);
    const number = standing?.head.number ?? (await bridge().nextNumber('purchaseOrder'));
    const reply = await command.run({
      ...{ purchaseOrderId: fresh, number, supplierId: head.supplierId, warehouseId, dueOn: head.dueOn },
      ...{ note: head.note.trim() === '' ? null : head.note.trim(), isOrdered },
      lines: figures.map(({ line, quantity, cost }) => ({
        ...{ id: line.id, productId: line.productId, unitId: line.unitId, quantity, dueOn: null },
        unitCost: seesCost ? cost : null,
      })),
    });
    if (reply.state === 'rejected') return;
    tab.setDirty(false);
    const said = isOrdered || isOpen ? 'inventory.purchases.ordered' : 'inventory.purchases.saved';
    notify({ tone: 'done', title: t(said, { number }) });
    openTab('purchase', { purchaseOrderId: fresh });
    void tab.close();
  };
  return (
    <Page
      header={
        <PageHeader
          title={
            standing ? t('inventory.purchases.one', { number: standing.head.number }) : t('inventory.purchases.new')
          }
          note={
            seesCost && valueMinor !== null && currency !== '' ? (
              <>
                {t('inventory.purchases.value')} <Money minor={valueMinor} currency={currency} />
              </>
            ) : undefined
          }
        >
          {isOpen ? null : (
            <ActionButton
              label={t('inventory.purchases.save')}
              keys="mod+s"
              labelKey="inventory.purchases.save"
              disabled={!isWhole}
              loading={command.running}
              onRun={() => void save(false)}
            />
          )}
          <ActionButton
            primary
            label={t(isOpen ? 'inventory.purchases.saveChange' : 'inventory.purchases.order')}
            keys="mod+enter"
            labelKey="inventory.purchases.order"
            disabled={!isWhole}
            loading={command.running}
            onRun={() => void save(true)}
          />
        </PageHeader>
      }
    >
      <div className="page-main document-lines">
        <div className="document-fields">
          <span className="document-field">
            <label htmlFor={`${id}-supplier`}>{t('inventory.purchases.supplier')}</label>
            <Select<string>
              id={`${id}-supplier`}
              showSearch={{ optionFilterProp: 'label' }}
              popupMatchSelectWidth={false}
              disabled={isOpen}
              {...(head.supplierId === null ? {} : { value: head.supplierId })}
              placeholder={t('inventory.purchases.chooseSupplier')}
              options={(suppliers.data ?? []).map(({ id: value, code, name }) => ({ value, label: `${code} ${name}` }))}
              onChange={chooseSupplier}
            />
          </span>
          <span className="document-field">
            <label htmlFor={`${id}-warehouse`}>{t('inventory.stock.warehouse')}</label>
            <Select<string>
              id={`${id}-warehouse`}
              popupMatchSelectWidth={false}
              disabled={isOpen}
              {...(warehouseId === null ? {} : { value: warehouseId })}
              options={(company?.warehouses ?? []).map(({ id: value, name }) => ({ value, label: name }))}
              onChange={(value) => put({ warehouseId: value })}
            />
          </span>
          <span className="document-field">
            <label htmlFor={`${id}-due`}>{t('inventory.purchases.dueOn')}</label>
            <DatePicker
              format={dayFormats}
              id={`${id}-due`}
              value={head.dueOn === null ? null : dayjs(head.dueOn)}
              onChange={(day) => put({ dueOn: day ? day.format('YYYY-MM-DD') : null })}
            />
          </span>
          <span className="document-field">
            <label htmlFor={`${id}-note`}>{t('inventory.documents.note')}</label>
            <Input
              id={`${id}-note`}
              maxLength={500}
              value={head.note}
              onChange={(event) => put({ note: event.target.value })}
            />
          </span>
        </div>
        <GoodsEditor
          lines={lines}
          onChange={(next) => {
            setLines(next);
            setChanged(true);
          }}
          warehouseId={warehouseId}
          withCost={seesCost}
          withUnits
        />
      </div>
    </Page>
  );
}
