import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReturnableShipment } from '#shared/domains/inventory/queries/goods-returns.ts';
import type { Scanned } from '#shared/domains/inventory/rules/scanned.ts';
import type { WorkSession } from '#shared/protocol/work-bridge.ts';
import { bridge } from '../../../../app/bridge.ts';
import { openTab, useTab } from '../../../../app/tabs.ts';
import { runQuery, useQuery } from '../../../../app/use-query.ts';
import { DateTime } from '../../../../ui/format.tsx';
import { StateShape } from '../../../../ui/state-tag.tsx';
import type { WorkAnswer } from '../frame/answer.ts';
import { useAnswers, useScans } from '../frame/use-answers.ts';
import { WorkFrame } from '../frame/work-frame.tsx';
import { useQueueCursor, WorkQueue } from '../frame/work-queue.tsx';
import type { TakenBack } from './take-back-mode.tsx';
import './take-back.css';

interface TakeBackChooserProps {
  readonly said: WorkAnswer | null;
  readonly taken: TakenBack | null;
  readonly onChoose: (shipmentId: string) => void;
}

const LONGEST_CODE = 200;
const keyOf = ({ id }: ReturnableShipment) => id;

/** Which delivery the goods left with: by scanning its note, a parcel, the carrier's label or the order, or by arrows. */
export function TakeBackChooser({ said, taken, onChoose }: TakeBackChooserProps): ReactNode {
  const { t } = useTranslation();
  const tab = useTab();
  /** Deliveries of an order that was scanned; null: the latest of all. */
  const [found, setFound] = useState<readonly ReturnableShipment[] | null>(null);
  const { data, refusal, refetch } = useQuery<ReturnableShipment[]>('inventory.returnableShipments', { code: null });
  const begun = useBegun();
  const answers = useAnswers();
  const { say } = answers;
  const rows = found ?? [...(data ?? [])].sort((a, b) => Number(begun.has(b.id)) - Number(begun.has(a.id)));
  const cursor = useQueueCursor(rows, keyOf);
  useEffect(() => {
    if (said) say(said);
  }, [said, say]);
  const chooseAt = () => {
    if (cursor.row) onChoose(cursor.row.id);
  };
  useScans(answers, async (text) => {
    const code = text.trim().slice(0, LONGEST_CODE);
    const hits = code === '' ? [] : await runQuery<ReturnableShipment[]>('inventory.returnableShipments', { code });
    const [only] = hits;
    if (only && hits.length === 1) {
      onChoose(only.id);
      return null;
    }
    if (only) {
      setFound(hits);
      cursor.reset();
      return {
        tone: 'look',
        word: { key: 'inventory.work.takeBack.severalSent' },
        text: { key: 'inventory.work.takeBack.severalSentText', values: { count: hits.length } },
        code,
      };
    }
    return refuse(code);
  });
  return (
    <WorkFrame
      titleKey="inventory.work.takeBack.title"
      subject={t('inventory.work.takeBack.chooseSubject')}
      answer={answers.answer}
      ready={{ key: 'inventory.work.takeBack.chooseReady' }}
      keys={[
        { keys: 'enter', labelKey: 'inventory.work.takeBack.begin', run: chooseAt, disabled: cursor.row === null },
        {
          keys: 'f6',
          labelKey: 'inventory.work.takeBack.all',
          run: () => setFound(null),
          disabled: found === null,
        },
        {
          keys: 'f9',
          labelKey: 'inventory.work.takeBack.openPaper',
          run: () => {
            if (taken) openTab('goodsReturn', { goodsReturnId: taken.goodsReturnId });
          },
          disabled: taken === null,
        },
      ]}
      onLeave={() => void tab.close()}
    >
      <WorkQueue
        label={t('inventory.work.takeBack.deliveries')}
        rows={found || data ? rows : undefined}
        keyOf={keyOf}
        cursor={cursor}
        columns="take-back-delivery"
        render={(row) => (
          <>
            <strong>{row.number}</strong>
            <span className="ellipsis">{row.customerName}</span>
            <span className="work-quiet">{row.orderNumber}</span>
            <span className="work-quiet">
              <DateTime value={row.shippedAt} />
            </span>
            <Standing row={row} scans={begun.get(row.id) ?? 0} />
          </>
        )}
        onTake={({ id }) => onChoose(id)}
        none={t('inventory.work.takeBack.none')}
        noneText={t('inventory.work.takeBack.noneText')}
        failed={{ refusal, onRetry: refetch }}
      />
    </WorkFrame>
  );
}

function Standing({ row, scans }: { readonly row: ReturnableShipment; readonly scans: number }): ReactNode {
  const { t } = useTranslation();
  if (scans > 0) {
    return (
      <span className="state-open">
        <StateShape state="open" /> {t('inventory.work.takeBack.begun', { count: scans })}
      </span>
    );
  }
  const shape = row.state === 'refused' ? 'late' : row.state === 'delivered' ? 'done' : 'open';
  return (
    <span className={`state-${shape}`}>
      <StateShape state={shape} /> {t(`inventory.shipments.states.${row.state}`)}
    </span>
  );
}

/** What was scanned bears no delivery: what it is instead is said. */
async function refuse(code: string): Promise<WorkAnswer> {
  const scan = code === '' ? null : await runQuery<Scanned>('inventory.scanned', { text: code, warehouseId: null });
  const isPaper = (scan?.documents.length ?? 0) > 0;
  const isGoods = scan !== null && scan.products.length + scan.lots.length + scan.serials.length > 0;
  const why = isPaper ? 'nothingSent' : isGoods ? 'paperFirst' : 'notADelivery';
  return {
    tone: isGoods ? 'look' : 'wrong',
    word: { key: `inventory.work.takeBack.${why}` },
    text: { key: `inventory.work.takeBack.${why}Text` },
    code,
  };
}

/** What this computer keeps of returns that are not booked: scans by shipment. */
function useBegun(): ReadonlyMap<string, number> {
  const [begun, setBegun] = useState<ReadonlyMap<string, number>>(new Map());
  useEffect(() => {
    let isGone = false;
    const show = (sessions: readonly WorkSession[]) => {
      const own = sessions.filter(({ scanCount }) => scanCount > 0);
      if (!isGone) setBegun(new Map(own.map(({ documentId, scanCount }) => [documentId ?? '', scanCount])));
    };
    void bridge()
      .work.sessions('takeBack')
      .then(show)
      .catch(() => {});
    return () => {
      isGone = true;
    };
  }, []);
  return begun;
}
