import { Input, Select } from 'antd';
import { type ReactNode, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ScrapSource } from '#shared/domains/inventory/queries/scrap-sources.ts';
import { formatDecimal, parseDecimal } from '#shared/kernel/money.ts';
import { bridge } from '../../../app/bridge.ts';
import { notify } from '../../../app/notices.ts';
import { nowAtOffice } from '../../../app/session.ts';
import { useCommand } from '../../../app/use-command.ts';
import { useQuery } from '../../../app/use-query.ts';
import { DialogField, FormDialog } from '../../../ui/form-dialog.tsx';
import { QueryFailed } from '../../../ui/query-failed.tsx';
import { useWarehouseName } from '../trace/use-warehouse-name.ts';
import '../documents/documents.css';
import '../way-out/shipment.css';

/** Of what something is thrown away: a product, one lot of it, or what lies at a place. */
export interface ScrapAsked {
  readonly productId: string | null;
  readonly lotId: string | null;
  readonly locationId: string | null;
}

interface ScrapDialogProps {
  readonly asked: ScrapAsked;
  readonly onClose: () => void;
}

const SCALE = 4;
/** A reason that says something. */
const REASON_LETTERS = 2;
const conditions = ['saleable', 'quarantine'] as const;

/** What is thrown away, how much of it and why; Enter in a field does it. It is a fact, and stands in the ledger. */
export function ScrapDialog({ asked, onClose }: ScrapDialogProps): ReactNode {
  const { t } = useTranslation();
  const id = useId();
  const nameOf = useWarehouseName();
  const { data, refusal, refetch } = useQuery<readonly ScrapSource[]>('inventory.scrapSources', { ...asked });
  const { run, running } = useCommand('inventory.scrapStock');
  const [chosen, setChosen] = useState<string | null>(null);
  const [said, setSaid] = useState<ScrapSource['condition'] | null>(null);
  const [typed, setTyped] = useState<string | null>(null);
  const [reason, setReason] = useState('');
  const source = data?.find((each) => each.id === chosen) ?? data?.[0];
  const isPiece = source?.serialId !== null;
  const quantity = isPiece ? (source?.onHand ?? null) : parseDecimal(typed ?? '', SCALE);
  const isTooMuch = source !== undefined && quantity !== null && quantity > source.onHand;
  const isWhole =
    source !== undefined && quantity !== null && quantity > 0 && !isTooMuch && reason.trim().length >= REASON_LETTERS;
  const textOf = (each: ScrapSource) =>
    [
      asked.productId === null ? each.productName : null,
      nameOf(each.warehouseId),
      each.locationCode ?? t('inventory.scrap.noPlace'),
      each.serialCode ?? each.lotCode,
      `${formatDecimal(each.onHand, SCALE)} ${each.unit}`,
    ]
      .filter(Boolean)
      .join(' · ');
  const scrap = async () => {
    if (!isWhole || running) return;
    const [scrapId, movementId] = await bridge().newIds(2);
    const { productId, productName: product, unit, warehouseId, lotId, serialId, locationId } = source;
    const condition = said ?? source.condition;
    const reply = await run({
      ...{ scrapId, number: null, warehouseId, reason: reason.trim() },
      scrappedAt: nowAtOffice(),
      lines: [{ movementId, productId, lotId, serialId, locationId, condition, quantity }],
    });
    if (reply.state === 'rejected') return;
    notify({ tone: 'done', title: () => t('inventory.scrap.done', { product, quantity, unit }) });
    onClose();
  };
  return (
    <FormDialog
      title={t('inventory.scrap.title')}
      okText={t('inventory.scrap.action')}
      isReady={isWhole}
      isBusy={running}
      danger
      onDone={() => void scrap()}
      onClose={onClose}
    >
      <QueryFailed refusal={refusal} onRetry={refetch} />
      <p className="text-2">{t(data?.length === 0 ? 'inventory.scrap.nothing' : 'inventory.scrap.text')}</p>
      <DialogField id={`${id}source`} label={t('inventory.scrap.source')}>
        <Select<string>
          id={`${id}source`}
          showSearch={{ optionFilterProp: 'label' }}
          {...(source ? { value: source.id } : {})}
          options={(data ?? []).map((each) => ({ value: each.id, label: textOf(each) }))}
          onChange={(next) => {
            setChosen(next);
            setSaid(null);
          }}
        />
      </DialogField>
      <DialogField id={`${id}condition`} label={t('inventory.scrap.condition')}>
        <Select<ScrapSource['condition']>
          id={`${id}condition`}
          value={said ?? source?.condition ?? 'saleable'}
          options={conditions.map((value) => ({ value, label: t(`inventory.scrap.conditions.${value}`) }))}
          onChange={setSaid}
        />
      </DialogField>
      <DialogField id={`${id}quantity`} label={t('inventory.scrap.quantity')}>
        <Input
          id={`${id}quantity`}
          autoFocus
          inputMode="decimal"
          disabled={isPiece}
          value={isPiece ? '1' : (typed ?? '')}
          status={isTooMuch ? 'error' : ''}
          suffix={source?.unit}
          onChange={(event) => setTyped(event.target.value)}
        />
      </DialogField>
      {isTooMuch ? (
        <p role="alert">{t('inventory.scrap.tooMuch', { quantity: source.onHand, unit: source.unit })}</p>
      ) : null}
      <DialogField id={`${id}reason`} label={t('inventory.documents.reason')}>
        <Input id={`${id}reason`} maxLength={200} value={reason} onChange={(event) => setReason(event.target.value)} />
      </DialogField>
    </FormDialog>
  );
}
