import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PackQueueRow } from '#shared/domains/inventory/queries/pack-work.ts';
import type { Scanned } from '#shared/domains/inventory/rules/scanned.ts';
import { useShortcut } from '../../../../app/shortcuts.ts';
import { openTab, useTab } from '../../../../app/tabs.ts';
import { runQuery, useQuery } from '../../../../app/use-query.ts';
import { QueryFailed } from '../../../../ui/query-failed.tsx';
import { ParcelLabels } from '../../labels/goods-label-dialogs.tsx';
import type { WorkAnswer } from '../frame/answer.ts';
import { useAnswers, useQuestion, useScans } from '../frame/use-answers.ts';
import { WorkFrame } from '../frame/work-frame.tsx';
import type { Sent } from './pack-mode.tsx';
import { finishFirst } from './pack-words.ts';
import './pack.css';

interface PackChooserProps {
  readonly said: WorkAnswer | null;
  readonly sent: Sent | null;
  readonly onChoose: (row: PackQueueRow) => void;
}

/** Which order is packed next: by arrows and Enter, or by scanning its number or the pick list's. */
export function PackChooser({ said, sent, onChoose }: PackChooserProps): ReactNode {
  const { t } = useTranslation();
  const tab = useTab();
  const { data, refusal, refetch } = useQuery<PackQueueRow[]>('inventory.packQueue', {});
  const answers = useAnswers();
  const [at, setAt] = useState(0);
  const labels = useQuestion<'labels'>(answers);
  const rows = data ?? [];
  const cursor = Math.min(at, Math.max(0, rows.length - 1));
  const { say } = answers;
  useEffect(() => {
    if (said) say(said);
  }, [said, say]);
  const chooseAt = () => {
    const row = rows[cursor];
    if (row) onChoose(row);
  };
  useShortcut('arrowdown', () => setAt(Math.min(rows.length - 1, cursor + 1)));
  useShortcut('arrowup', () => setAt(Math.max(0, cursor - 1)));
  useShortcut('enter', chooseAt, { labelKey: 'inventory.work.pack.begin' });
  useScans(answers, async (text) => {
    if (labels.asked() !== null) return finishFirst;
    const scan = await runQuery<Scanned>('inventory.scanned', { text, warehouseId: null });
    const ids = scan.documents.map(({ id }) => id);
    const row = rows.find(({ id, pickListId }) => ids.includes(id) || ids.includes(pickListId));
    if (row) {
      onChoose(row);
      return null;
    }
    const isPaper = ids.length > 0;
    return {
      tone: 'wrong',
      word: { key: `inventory.work.pack.${isPaper ? 'notPicked' : 'notAPaper'}` },
      text: { key: `inventory.work.pack.${isPaper ? 'notPickedText' : 'notAPaperText'}` },
      code: scan.reading.text,
    };
  });
  return (
    <WorkFrame
      titleKey="inventory.work.pack.title"
      subject={t('inventory.work.pack.chooseSubject')}
      answer={answers.answer}
      ready={{ key: 'inventory.work.pack.chooseReady' }}
      keys={
        labels.question !== null
          ? []
          : [
              { keys: 'f5', labelKey: 'inventory.work.pack.begin', run: chooseAt, disabled: rows.length === 0 },
              {
                keys: 'f9',
                labelKey: 'inventory.work.pack.openNote',
                run: () => {
                  if (sent) openTab('shipment', { shipmentId: sent.shipmentId });
                },
                disabled: sent === null,
              },
              {
                keys: 'f6',
                labelKey: 'inventory.labels.printParcels',
                run: () => labels.askInTurn('labels'),
                disabled: sent === null,
              },
            ]
      }
      onLeave={() => void tab.close()}
    >
      <div className="pack-queue">
        <QueryFailed refusal={refusal} onRetry={refetch} />
        {data && rows.length === 0 ? (
          <div className="pack-empty">
            <p className="pack-empty-title">{t('inventory.work.pack.none')}</p>
            <p>{t('inventory.work.pack.noneText')}</p>
          </div>
        ) : null}
        <div role="listbox" aria-label={t('inventory.work.pack.orders')}>
          {rows.map((row, index) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the frame has the keys
            // biome-ignore lint/a11y/useFocusableInteractive: the frame has the focus
            <div
              key={`${row.pickListId} ${row.id}`}
              className="pack-order"
              role="option"
              aria-selected={index === cursor}
              onClick={() => onChoose(row)}
            >
              <strong>{row.orderNumber}</strong>
              <span className="ellipsis">{row.customerName}</span>
              <span>{row.pickListNumber}</span>
              <span>{t('inventory.work.pack.linesOf', { count: row.lineCount })}</span>
            </div>
          ))}
        </div>
      </div>
      {labels.question !== null && sent ? (
        <ParcelLabels shipmentId={sent.shipmentId} onClose={() => labels.ask(null)} />
      ) : null}
    </WorkFrame>
  );
}
