import { DatePicker, Input, Select } from 'antd';
import dayjs from 'dayjs';
import { type ReactNode, useEffect, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { bridge } from '../../../app/bridge.ts';
import { notify } from '../../../app/notices.ts';
import { openTab, useTab } from '../../../app/tabs.ts';
import { useCommand } from '../../../app/use-command.ts';
import { ActionButton } from '../../../ui/action-button.tsx';
import { Page, PageHeader } from '../../../ui/page.tsx';
import { useCompany } from '../../../ui/use-company.ts';
import { useDayFormats } from '../../../ui/use-day-formats.ts';
import { useWorkWarehouse } from '../../../ui/use-work-warehouse.ts';
import { GoodsEditor } from '../documents/goods-editor.tsx';
import { quantityOf, type WrittenLine } from '../documents/goods-lines.ts';
import { type AmendedDocument, textIn, useAmendedDocument } from '../documents/use-amended-lines.ts';
import '../documents/documents.css';

/** One warehouse asks another for goods; nothing moves before they are sent. */
export function TransferEntry(): ReactNode {
  const amended = useAmendedDocument('inventory.askTransfer', 'fromWarehouseId');
  return amended === undefined ? null : <Entry amended={amended} />;
}

/** @param amended what was asked for and rejected; null: nothing */
function Entry({ amended }: { readonly amended: AmendedDocument | null }): ReactNode {
  const { t } = useTranslation();
  const dayFormats = useDayFormats();
  const id = useId();
  const tab = useTab();
  const company = useCompany();
  const command = useCommand('inventory.askTransfer');
  const given = (name: string) => textIn(amended?.args, name);
  const [from, setFrom] = useState(() => given('fromWarehouseId'));
  const [to, setTo] = useState(() => given('toWarehouseId'));
  const [dueOn, setDueOn] = useState(() => given('dueOn'));
  const [note, setNote] = useState(() => given('note') ?? '');
  const [lines, setLines] = useState<readonly WrittenLine[]>(amended?.lines ?? []);
  const isChanged = lines.length > 0 || note !== '';
  useEffect(() => tab.setDirty(isChanged), [tab, isChanged]);
  const warehouses = company?.warehouses ?? [];
  // Whoever asks for goods asks for those of another warehouse, for the own one.
  const { warehouseId: own } = useWorkWarehouse();
  const other = (id: string | null) => warehouses.find((each) => each.id !== id)?.id ?? null;
  const toWarehouseId = to ?? (own !== null && own === from ? other(from) : own);
  const fromWarehouseId = from ?? other(toWarehouseId);
  const isWhole =
    fromWarehouseId !== null &&
    toWarehouseId !== null &&
    fromWarehouseId !== toWarehouseId &&
    lines.length > 0 &&
    lines.every((line) => quantityOf(line) !== null);
  const ask = async () => {
    const [transferId = ''] = await bridge().newIds(1);
    const number = await bridge().nextNumber('transfer');
    const reply = await command.run({
      ...{ transferId, number, fromWarehouseId, toWarehouseId, dueOn, note: note.trim() === '' ? null : note.trim() },
      lines: lines.map((line) => ({ id: line.id, productId: line.productId, lotId: null, quantity: quantityOf(line) })),
    });
    if (reply.state === 'rejected') return;
    tab.setDirty(false);
    notify({ tone: 'done', title: t('inventory.transfers.asked', { number }) });
    openTab('transfer', { transferId });
    void tab.close();
  };
  const choose = (label: string, field: string, value: string | null, set: (id: string) => void) => (
    <span className="document-field">
      <label htmlFor={`${id}-${field}`}>{label}</label>
      <Select<string>
        id={`${id}-${field}`}
        popupMatchSelectWidth={false}
        {...(value === null ? {} : { value })}
        options={warehouses.map((each) => ({ value: each.id, label: each.name }))}
        onChange={set}
      />
    </span>
  );
  return (
    <Page
      header={
        <PageHeader title={t('inventory.transfers.new')}>
          <ActionButton
            primary
            label={t('inventory.transfers.ask')}
            keys="mod+enter"
            labelKey="inventory.transfers.ask"
            disabled={!isWhole}
            loading={command.running}
            onRun={() => void ask()}
          />
        </PageHeader>
      }
    >
      <div className="page-main document-lines">
        <div className="document-fields">
          {choose(t('inventory.transfers.from'), 'from', fromWarehouseId, setFrom)}
          {choose(t('inventory.transfers.to'), 'to', toWarehouseId, setTo)}
          <span className="document-field">
            <label htmlFor={`${id}-due`}>{t('inventory.transfers.dueOn')}</label>
            <DatePicker
              format={dayFormats}
              id={`${id}-due`}
              value={dueOn === null ? null : dayjs(dueOn)}
              onChange={(day) => setDueOn(day ? day.format('YYYY-MM-DD') : null)}
            />
          </span>
          <span className="document-field">
            <label htmlFor={`${id}-note`}>{t('inventory.documents.note')}</label>
            <Input id={`${id}-note`} maxLength={500} value={note} onChange={(event) => setNote(event.target.value)} />
          </span>
        </div>
        <GoodsEditor lines={lines} onChange={setLines} warehouseId={fromWarehouseId} withCost={false} withUnits />
      </div>
    </Page>
  );
}
