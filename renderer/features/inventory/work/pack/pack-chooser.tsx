import { type ReactNode, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { PackQueueRow } from '#shared/domains/inventory/queries/pack-work.ts';
import type { Scanned } from '#shared/domains/inventory/rules/scanned.ts';
import { openTab, useTab } from '../../../../app/tabs.ts';
import { runQuery, useQuery } from '../../../../app/use-query.ts';
import { StateShape } from '../../../../ui/state-tag.tsx';
import { ParcelLabels } from '../../labels/goods-label-dialogs.tsx';
import { finishFirst, type WorkAnswer } from '../frame/answer.ts';
import { useAnswers, useQuestion, useScans } from '../frame/use-answers.ts';
import { WorkFrame } from '../frame/work-frame.tsx';
import { useQueueCursor, useRead, WorkQueue } from '../frame/work-queue.tsx';
import { useSessions } from '../tally/tally-papers.ts';
import type { Sent } from './pack-mode.tsx';
import './pack.css';

interface PackChooserProps {
  readonly said: WorkAnswer | null;
  readonly sent: Sent | null;
  readonly onChoose: (row: PackQueueRow) => void;
}

const keyOf = ({ pickListId, id }: PackQueueRow) => `${pickListId} ${id}`;

/** Which order is packed next: by arrows and Enter, or by scanning its number or the pick list's. */
export function PackChooser({ said, sent, onChoose }: PackChooserProps): ReactNode {
  const { t } = useTranslation();
  const tab = useTab();
  const { data, refusal, refetch } = useQuery<PackQueueRow[]>('inventory.packQueue', {});
  const answers = useAnswers();
  const labels = useQuestion<'labels'>(answers);
  const rows = data ?? [];
  const read = useRead(refusal ? [] : data);
  const sessions = useSessions();
  const scansOf = ({ pickListId, id }: PackQueueRow) =>
    sessions.find((session) => session.id === `pack:${pickListId}:${id}`)?.scanCount ?? 0;
  const cursor = useQueueCursor(rows, keyOf, { enabled: labels.question === null });
  const { say } = answers;
  useEffect(() => {
    if (said) say(said);
  }, [said, say]);
  const chooseAt = () => {
    if (cursor.row) onChoose(cursor.row);
  };
  useScans(answers, async (text) => {
    if (labels.asked() !== null) return finishFirst;
    const scan = await runQuery<Scanned>('inventory.scanned', { text, warehouseId: null });
    const ids = scan.documents.map(({ id }) => id);
    const row = (await read()).find(({ id, pickListId }) => ids.includes(id) || ids.includes(pickListId));
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
      keys={[
        { keys: 'enter', labelKey: 'inventory.work.pack.begin', run: chooseAt, disabled: cursor.row === null },
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
      ]}
      asks={labels.question !== null}
      onLeave={() => void tab.close()}
    >
      <WorkQueue
        label={t('inventory.work.pack.orders')}
        rows={data}
        keyOf={keyOf}
        cursor={cursor}
        columns="pack-order"
        render={(row) => (
          <>
            <strong>{row.orderNumber}</strong>
            <span className="ellipsis">{row.customerName}</span>
            <span>{row.pickListNumber}</span>
            <PackState row={row} scans={scansOf(row)} />
          </>
        )}
        onTake={onChoose}
        none={t('inventory.work.pack.none')}
        noneText={t('inventory.work.pack.noneText')}
        failed={{ refusal, onRetry: refetch }}
      />
      {labels.question !== null && sent ? (
        <ParcelLabels shipmentId={sent.shipmentId} onClose={() => labels.ask(null)} />
      ) : null}
    </WorkFrame>
  );
}

/** Begun at this computer, or how much there is of it. */
function PackState({ row, scans }: { readonly row: PackQueueRow; readonly scans: number }): ReactNode {
  const { t } = useTranslation();
  if (scans === 0) return <span>{t('inventory.work.pack.linesOf', { count: row.lineCount })}</span>;
  return (
    <span className="work-state state-done">
      <StateShape state="done" />
      {t('inventory.work.tally.goOn', { count: scans })}
    </span>
  );
}
