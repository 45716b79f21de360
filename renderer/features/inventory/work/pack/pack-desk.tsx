// Long because the keys of one packing table, what each of them does and what is drawn of it belong together.
import { type ReactNode, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PackLine, PackWork } from '#shared/domains/inventory/queries/pack-work.ts';
import {
  decidePackScan,
  foldPack,
  linesToShip,
  type PackEntry,
  type PackState,
  weightOf,
} from '#shared/domains/inventory/rules/pack-work.ts';
import type { Scanned } from '#shared/domains/inventory/rules/scanned.ts';
import { formatDecimal, parseDecimal } from '#shared/kernel/money.ts';
import type { Row } from '#shared/kernel/table.ts';
import { bridge } from '../../../../app/bridge.ts';
import { useSyncStatus } from '../../../../app/session.ts';
import { useShortcut } from '../../../../app/shortcuts.ts';
import { runQuery, useQuery } from '../../../../app/use-query.ts';
import { Quantity } from '../../../../ui/format.tsx';
import { KeyCap } from '../../../../ui/key-cap.tsx';
import { QueryFailed } from '../../../../ui/query-failed.tsx';
import { StateShape } from '../../../../ui/state-tag.tsx';
import { notYet, type WorkAnswer } from '../frame/answer.ts';
import { useAnswers, useQuestion, useScans } from '../frame/use-answers.ts';
import { useWorkSession } from '../frame/use-work-session.ts';
import { ChoiceDialog, NumberDialog } from '../frame/work-dialogs.tsx';
import { WorkFrame, type WorkKey } from '../frame/work-frame.tsx';
import type { Sent } from './pack-mode.tsx';
import { answerTo, finishFirst, nothingToUndo, notKept, undone } from './pack-words.ts';
import './pack.css';

interface PackDeskProps {
  readonly orderId: string;
  readonly pickListId: string;
  /** Back to the orders, with what is to be said there. */
  readonly onLeave: (said: WorkAnswer | null, sent: Sent | null) => void;
}

type Carrier = Row<'carriers'>;
/** Grams in a kilogram, as people type a weight. */
const KILO = 1_000;
const noLines: readonly PackLine[] = [];

/** One order at the packing table. Everything that counts is kept first and shown then. */
export function PackDesk({ orderId, pickListId, onLeave }: PackDeskProps): ReactNode {
  const { t } = useTranslation();
  const query = useQuery<PackWork | null>('inventory.packWork', { orderId, pickListId });
  const carriers = useQuery<Carrier[]>('inventory.carriers', {}).data ?? [];
  const work = query.data;
  const session = useWorkSession<PackEntry>(
    useMemo(
      () => ({ mode: 'pack', documentId: `${pickListId}:${orderId}`, documentNumber: null }),
      [pickListId, orderId],
    ),
  );
  const answers = useAnswers();
  const { question, asked, ask, askInTurn } = useQuestion<'carrier' | 'weight'>(answers);
  const [isWrongWeight, setWrongWeight] = useState(false);
  const isSending = useRef(false);
  const lines = work?.lines ?? noLines;
  const state = foldPack(lines, session.entries);
  const ready = work && session.state === 'open';
  /** As it is at this instant: the scan before may not be drawn yet. */
  const now = (): PackState<PackLine> => foldPack(lines, session.latest());

  const keep = async (entry: PackEntry, answer: WorkAnswer | null): Promise<WorkAnswer | null> => {
    const refused = await session.keep(entry);
    return refused ? notKept(refused) : answer;
  };
  useScans(answers, async (text) => {
    if (!ready) return work === null ? null : notYet;
    if (asked() !== null) return finishFirst;
    const found = await runQuery<Scanned>('inventory.scanned', { text, warehouseId: work.warehouseId });
    const current = now();
    const decision = decidePackScan(current, found);
    if (decision.kind === 'packed') {
      return keep(decision.entry, answerTo(decision, found.reading.text, current.parcel));
    }
    // Everything is packed: what is no goods of ours is the label that the carrier's box has.
    const isLabel = current.isWhole && (decision.why === 'unknown' || decision.why === 'foreign');
    if (!isLabel) return answerTo(decision, found.reading.text, current.parcel);
    return keep(
      { kind: 'tracking', text: found.reading.text.slice(0, 60) },
      {
        tone: 'right',
        word: { key: 'inventory.work.pack.tracking' },
        text: { key: 'inventory.work.pack.trackingText' },
        code: found.reading.text,
      },
    );
  });

  const nextParcel = () =>
    answers.inTurn(() =>
      keep(
        { kind: 'nextParcel' },
        {
          tone: 'look',
          word: { key: 'inventory.work.pack.nextParcel' },
          text: { key: 'inventory.work.pack.nextParcelText' },
        },
      ),
    );
  const takeCarrier = (carrier: Carrier | null) => {
    ask(null);
    answers.inTurn(() => keep({ kind: 'carrier', carrierId: carrier?.id ?? null, name: carrier?.name ?? null }, null));
  };
  const takeWeight = (typed: string) => {
    const grams = parseDecimal(typed, 3);
    if (grams === null || grams <= 0 || grams > 1e9) {
      setWrongWeight(true);
      return;
    }
    ask(null);
    setWrongWeight(false);
    answers.inTurn(() => keep({ kind: 'weight', grams }, null));
  };
  const undo = () =>
    answers.inTurn(async () => {
      const taken = await session.undo();
      if ('reason' in taken) return taken.reason ? notKept(taken.reason) : nothingToUndo;
      return undone(taken.entry);
    });
  const leave = () =>
    answers.inTurn(async () => {
      // Of an order that has left nothing is packed any more: the power went after it was told.
      const isOver = work === null || session.latest().length === 0;
      if (session.state === 'open' && isOver) await session.close();
      onLeave(null, null);
      return null;
    });
  const ship = () =>
    answers.inTurn(async () => {
      const current = now();
      if (!ready || !current.isWhole || isSending.current) return null;
      isSending.current = true;
      const sent = await send(work, current);
      if ('refused' in sent) {
        isSending.current = false;
        return sent.refused;
      }
      await session.close();
      onLeave(
        {
          tone: sent.isFlagged ? 'look' : 'right',
          word: { key: 'inventory.work.pack.shipped' },
          text: {
            key: sent.isFlagged ? 'inventory.work.pack.shippedFlagged' : 'inventory.work.pack.shippedText',
            values: { number: sent.number, customer: work.customerName },
          },
        },
        sent,
      );
      return null;
    });
  useShortcut('enter', ship, {
    labelKey: 'inventory.work.pack.ship',
    enabled: question === null && state.isWhole,
  });
  const keys: WorkKey[] = [
    { keys: 'f5', labelKey: 'inventory.work.pack.keys.parcel', run: nextParcel, disabled: !ready || state.isWhole },
    { keys: 'f6', labelKey: 'inventory.work.pack.keys.carrier', run: () => askInTurn('carrier'), disabled: !ready },
    { keys: 'f7', labelKey: 'inventory.work.pack.keys.weight', run: () => askInTurn('weight'), disabled: !ready },
    {
      keys: 'mod+z',
      labelKey: 'inventory.work.undo',
      run: undo,
      disabled: session.entries.length === 0 || question !== null,
    },
  ];
  const done = state.lines.filter(({ line, packed }) => packed >= line.quantity).length;
  const weight = state.weightGrams ?? weightOf(state);
  return (
    <WorkFrame
      titleKey="inventory.work.pack.title"
      subject={work ? `${work.orderNumber} · ${work.customerName}` : ''}
      progress={
        work
          ? {
              segments: state.lines.map(({ line, packed }) => (packed >= line.quantity ? 'done' : 'open')),
              countKey: 'inventory.work.ofLines',
              at: done,
            }
          : null
      }
      answer={answers.answer}
      ready={{
        key: !ready
          ? 'inventory.work.tally.opening'
          : session.entries.length > 0
            ? 'inventory.work.resumed'
            : 'inventory.work.pack.ready',
      }}
      keys={question === null ? keys : []}
      onLeave={leave}
    >
      <QueryFailed refusal={query.refusal ?? session.reason} onRetry={query.refetch} />
      {work === null ? <p className="pack-empty">{t('inventory.work.pack.gone')}</p> : null}
      {ready ? (
        <div className="pack-desk">
          <PackTable state={state} />
          <aside className="pack-side" aria-label={t('inventory.work.pack.parcelAtHand')}>
            <p className="pack-parcel">
              <span>{t('inventory.work.pack.parcelAtHand')}</span>
              <strong>{state.parcel}</strong>
            </p>
            <dl>
              <dt>{t('inventory.shipments.shipTo')}</dt>
              <dd>{work.shipTo ?? '—'}</dd>
              <dt>{t('inventory.shipments.carrier')}</dt>
              <dd>{state.carrier ? (state.carrier.name ?? t('inventory.work.pack.fetched')) : '—'}</dd>
              <dt>{t('inventory.work.pack.trackingNumber')}</dt>
              <dd>{state.trackingNumber ?? '—'}</dd>
              <dt>{t('inventory.work.pack.weight')}</dt>
              <dd>
                {weight === null ? '—' : t('inventory.work.pack.kilograms', { weight: formatDecimal(weight, 3) })}
              </dd>
            </dl>
            {state.isWhole ? (
              <button type="button" className="pack-ship" onClick={ship} aria-keyshortcuts="Enter">
                <KeyCap keys="enter" />
                {t('inventory.work.pack.ship')}
              </button>
            ) : null}
          </aside>
        </div>
      ) : null}
      {question === 'carrier' ? (
        <ChoiceDialog<Carrier | null>
          title={t('inventory.work.pack.askCarrier')}
          items={[null, ...carriers]}
          itemKey={(carrier) => carrier?.id ?? 'none'}
          render={(carrier) => <span>{carrier?.name ?? t('inventory.work.pack.fetched')}</span>}
          onTake={takeCarrier}
          onClose={() => ask(null)}
          none={t('inventory.work.pack.noCarrier')}
        />
      ) : null}
      {question === 'weight' ? (
        <NumberDialog
          title={t('inventory.work.pack.askWeight')}
          unit={t('inventory.work.pack.kilo')}
          proposal={weight === null ? '' : String(weight / KILO)}
          note={t(isWrongWeight ? 'inventory.work.pack.weightWrong' : 'inventory.work.pack.weightNote')}
          isWrong={isWrongWeight}
          onTake={takeWeight}
          onClose={() => ask(null)}
        />
      ) : null}
    </WorkFrame>
  );
}

type Result = (Sent & { readonly isFlagged: boolean }) | { readonly refused: WorkAnswer };

/** R25 holds: it becomes a delivery note. */
async function send(work: PackWork, state: PackState<PackLine>): Promise<Result> {
  const packed = linesToShip(state);
  const parcelCount = Math.max(...packed.map(({ parcel }) => parcel));
  const ids = await bridge().newIds(1 + packed.length + parcelCount);
  const number = await bridge().nextNumber('shipment');
  const [shipmentId = '', ...others] = ids;
  const weightGrams = state.weightGrams ?? weightOf(state);
  const reply = await bridge().command('inventory.shipOrder', {
    shipmentId,
    number,
    orderId: work.orderId,
    pickListId: work.pickListId,
    warehouseId: work.warehouseId,
    shippedAt: Date.now() + (useSyncStatus.getState().status?.clockOffsetMs ?? 0),
    carrierId: state.carrier?.id ?? null,
    trackingNumber: state.trackingNumber,
    freightMinor: null,
    weightGrams,
    note: null,
    parcels: Array.from({ length: parcelCount }, (_, index) => ({
      id: others[packed.length + index] ?? '',
      position: index + 1,
      weightGrams: parcelCount === 1 ? weightGrams : null,
    })),
    lines: packed.map(({ line, parcel, quantity }, index) => ({
      id: others[index] ?? '',
      orderLineId: line.orderLineId,
      productId: line.productId,
      pickLineId: line.id,
      lotId: line.lotId,
      serialId: line.serialId,
      locationId: line.locationId,
      parcel,
      quantity,
    })),
  });
  if (reply.state === 'rejected') return { refused: notKept(reply.reason) };
  return { shipmentId, number, isFlagged: reply.state === 'adjusted' };
}

/** What was picked and what of it lies in the parcels. */
function PackTable({ state }: { readonly state: PackState<PackLine> }): ReactNode {
  const { t } = useTranslation();
  return (
    <div className="pack-lines" role="list" aria-label={t('inventory.work.pack.goods')}>
      {state.lines.map(({ line, packed, parts }) => {
        const isDone = packed >= line.quantity;
        return (
          <div key={line.id} className={`pack-line ${isDone ? 'pack-line-done' : ''}`} role="listitem">
            <StateShape state={isDone ? 'done' : packed > 0 ? 'open' : 'draft'} />
            <span>{line.productCode}</span>
            <span className="ellipsis">
              {line.productName}
              {(line.serialCode ?? line.lotCode) ? <small>{line.serialCode ?? line.lotCode}</small> : null}
            </span>
            <span className="pack-parts">{parts.map(({ parcel }) => parcel).join(' ')}</span>
            <strong className="pack-figure">
              <Quantity value={packed} />
            </strong>
            <span className="pack-of">
              / <Quantity value={line.quantity} unit={line.unit} />
            </span>
          </div>
        );
      })}
    </div>
  );
}
