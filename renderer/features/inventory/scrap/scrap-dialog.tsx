import { Select } from 'antd';
import { type ReactNode, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ScrapSource } from '#shared/domains/inventory/queries/scrap-sources.ts';
import { bridge } from '../../../app/bridge.ts';
import { notify } from '../../../app/notices.ts';
import { nowAtOffice } from '../../../app/session.ts';
import { useCommand } from '../../../app/use-command.ts';
import { DialogField, FormDialog } from '../../../ui/form-dialog.tsx';
import { HeapFields, type HeapsAsked, useHeapChoice } from '../documents/choose-heap.tsx';
import '../documents/documents.css';
import '../way-out/shipment.css';

interface ScrapDialogProps {
  readonly asked: HeapsAsked;
  readonly onClose: () => void;
}

const conditions = ['saleable', 'quarantine'] as const;

/** What is thrown away, how much of it and why; Enter in a field does it. It is a fact, and stands in the ledger. */
export function ScrapDialog({ asked, onClose }: ScrapDialogProps): ReactNode {
  const { t } = useTranslation();
  const id = useId();
  const choice = useHeapChoice<ScrapSource>('inventory.scrapSources', asked, ({ onHand }) => onHand);
  const { run, running } = useCommand('inventory.scrapStock');
  const [said, setSaid] = useState<ScrapSource['condition'] | null>(null);
  const { heap: source, whole } = choice;
  const scrap = async () => {
    if (!whole || running) return;
    const { heap, quantity, reason } = whole;
    const [scrapId, movementId] = await bridge().newIds(2);
    const { productId, productName: product, unit, warehouseId, lotId, serialId, locationId } = heap;
    const condition = said ?? heap.condition;
    const reply = await run({
      ...{ scrapId, number: null, warehouseId, reason },
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
      isReady={whole !== null}
      isBusy={running}
      danger
      onDone={() => void scrap()}
      onClose={onClose}
    >
      {choice.failed}
      <p className="text-2">{t(choice.heaps?.length === 0 ? 'inventory.scrap.nothing' : 'inventory.scrap.text')}</p>
      <HeapFields<ScrapSource>
        choice={choice}
        sourceLabel={t('inventory.scrap.source')}
        tooMuchKey="inventory.scrap.tooMuch"
        onChoose={() => setSaid(null)}
        aboutIt={
          <DialogField id={`${id}condition`} label={t('inventory.scrap.condition')}>
            <Select<ScrapSource['condition']>
              id={`${id}condition`}
              value={said ?? source?.condition ?? 'saleable'}
              options={conditions.map((value) => ({ value, label: t(`inventory.scrap.conditions.${value}`) }))}
              onChange={setSaid}
            />
          </DialogField>
        }
      />
    </FormDialog>
  );
}
