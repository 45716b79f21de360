// Long because the keys of one desk, what each of them does and what is drawn of it belong together.
import { type ReactNode, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Workplace } from '#shared/domains/inventory/queries/put-away.ts';
import type { ShipmentDocument } from '#shared/domains/inventory/queries/shipments.ts';
import {
  conditionOf,
  decideReturnQuantity,
  decideReturnScan,
  foldReturn,
  lastGoods,
  partsToTakeBack,
  type ReturnEntry,
  type ReturnReason,
  returnReasons,
} from '#shared/domains/inventory/rules/return-work.ts';
import type { Scanned } from '#shared/domains/inventory/rules/scanned.ts';
import { parseDecimal } from '#shared/kernel/money.ts';
import type { Row } from '#shared/kernel/table.ts';
import { usePreferences } from '../../../../app/preferences.ts';
import { nowAtOffice } from '../../../../app/session.ts';
import { runQuery, useQuery } from '../../../../app/use-query.ts';
import { quantityText } from '../../../../ui/format-text.ts';
import { QueryFailed } from '../../../../ui/query-failed.tsx';
import { StateShape } from '../../../../ui/state-tag.tsx';
import { finishFirst, notKept, notYet, type WorkAnswer } from '../frame/answer.ts';
import { undoScan } from '../frame/settle-bookings.ts';
import { quantityNote, quantityRefused, quantityTyped, quantityWrong } from '../frame/typed-quantity.ts';
import { useAnswers, useQuestion, useScans } from '../frame/use-answers.ts';
import { useWorkSession } from '../frame/use-work-session.ts';
import { ChoiceDialog, NumberDialog } from '../frame/work-dialogs.tsx';
import { WorkFrame, type WorkKey } from '../frame/work-frame.tsx';
import { recordReturn } from './record-return.ts';
import { ReturnFinish, ReturnSide, ReturnTable } from './return-lines.tsx';
import type { TakenBack } from './take-back-mode.tsx';
import { answerTo, undone } from './take-back-words.ts';
import './take-back.css';

interface TakeBackDeskProps {
  readonly shipmentId: string;
  /** Back to the deliveries, with what is to be said there. */
  readonly onLeave: (said: WorkAnswer | null, taken: TakenBack | null) => void;
}

const noLines: readonly Row<'shipmentLines'>[] = [];

/** Goods of one delivery that came back. Every scan is kept first and shown then; Enter shows what would be booked. */
export function TakeBackDesk({ shipmentId, onLeave }: TakeBackDeskProps): ReactNode {
  const { t } = useTranslation();
  const query = useQuery<ShipmentDocument | null>('inventory.shipment', { id: shipmentId });
  const workplaces = useQuery<readonly Workplace[]>('inventory.workplaces', {}).data;
  const own = usePreferences((preferences) => preferences.workWarehouseId);
  const session = useWorkSession<ReturnEntry>(
    useMemo(() => ({ mode: 'takeBack', documentId: shipmentId, documentNumber: null }), [shipmentId]),
  );
  const answers = useAnswers();
  const { question, asked, ask, askInTurn } = useQuestion<'reason' | 'quantity' | 'finish'>(answers);
  const [isWrong, setWrong] = useState(false);
  const isRecording = useRef(false);
  const head = query.data?.head;
  const lines = query.data?.lines ?? noLines;
  // Where it left, if that is the person's; else where the person stands.
  const at =
    workplaces?.find(({ id }) => id === head?.warehouseId) ??
    workplaces?.find(({ id }) => id === own) ??
    workplaces?.[0];
  const isGone = query.data === null || head?.state === 'reversed' || (workplaces !== undefined && at === undefined);
  const ready = head && at && !isGone && session.state === 'open' ? { head, at } : null;
  const first: ReturnReason = head?.state === 'refused' ? 'refused' : 'unwanted';
  const state = foldReturn(lines, session.entries, first);
  /** As it is at this instant: the scan before may not be drawn yet. */
  const now = () => foldReturn(lines, session.latest(), first);
  const keep = async (entry: ReturnEntry, answer: WorkAnswer): Promise<WorkAnswer> => {
    const refused = await session.keep(entry);
    return refused ? notKept(refused) : answer;
  };
  useScans(answers, async (text) => {
    if (!ready) return isGone ? null : notYet;
    if (asked() !== null) return finishFirst;
    const found = await runQuery<Scanned>('inventory.scanned', { text, warehouseId: ready.at.id });
    const current = now();
    const decision = decideReturnScan(current, found);
    const answer = answerTo(decision, found.reading.text, conditionOf(current.reason) === 'quarantine');
    return decision.kind === 'refused' ? answer : keep(decision.entry, answer);
  });
  const takeReason = (reason: ReturnReason) => {
    ask(null);
    const tone = conditionOf(reason) === 'quarantine' ? 'look' : 'right';
    answers.inTurn(() =>
      keep(
        { kind: 'reason', reason },
        {
          tone,
          word: { key: `inventory.returns.reasons.${reason}` },
          text: { key: `inventory.work.takeBack.goesTo.${conditionOf(reason)}` },
        },
      ),
    );
  };
  const takeQuantity = (typed: string) =>
    answers.inTurn(async () => {
      const quantity = parseDecimal(typed, 4);
      const current = now();
      const goods = lastGoods(current);
      if (!goods) return null;
      const { productCode: code, productName: name, unit } = goods.line;
      const entry = quantity === null ? null : decideReturnQuantity(current, quantity);
      if (!entry) {
        setWrong(true);
        return quantityRefused('takeBack', { most: goods.most, unit });
      }
      ask(null);
      return keep(entry, quantityTyped({ code, name, unit, quantity: quantity ?? 0 }));
    });
  const undo = () => answers.inTurn(() => undoScan(session, undone));
  const finish = () =>
    answers.inTurn(async () => {
      if (ready && partsToTakeBack(now()).length > 0) ask('finish');
      return null;
    });
  const record = () =>
    answers.inTurn(async () => {
      if (!ready || isRecording.current) return null;
      isRecording.current = true;
      const told = await recordReturn({
        ...{ shipmentId, warehouseId: ready.at.id, lines, first, entries: session.latest(), at: nowAtOffice() },
        keep: session.keep,
      });
      if ('refused' in told) {
        isRecording.current = false;
        ask(null);
        return notKept(told.refused);
      }
      await session.close();
      onLeave(
        {
          tone: told.isFlagged ? 'look' : 'right',
          word: { key: 'inventory.work.takeBack.recorded' },
          text: {
            key: `inventory.work.takeBack.${told.isFlagged ? 'recordedFlagged' : 'recordedText'}`,
            values: { number: told.number, customer: ready.head.customerName },
          },
        },
        told,
      );
      return null;
    });
  const leave = () =>
    answers.inTurn(async () => {
      if (isGone && session.state === 'open') await session.close();
      else await session.closeUnused();
      onLeave(null, null);
      return null;
    });
  const goods = lastGoods(state);
  const limits = { most: goods?.most ?? null, unit: goods?.line.unit ?? '' };
  const note = isWrong ? quantityWrong('takeBack', limits) : quantityNote(limits);
  const isEmpty = partsToTakeBack(state).length === 0;
  const keys: WorkKey[] = [
    {
      keys: 'f4',
      labelKey: 'inventory.work.tally.keys.quantity',
      run: () => {
        setWrong(false);
        askInTurn('quantity');
      },
      disabled: !ready || goods === null || goods.line.serialId !== null,
    },
    { keys: 'f7', labelKey: 'inventory.work.takeBack.keys.reason', run: () => askInTurn('reason'), disabled: !ready },
    { keys: 'mod+z', labelKey: 'inventory.work.undo', run: undo, disabled: session.entries.length === 0 },
    { keys: 'enter', labelKey: 'inventory.work.takeBack.record', run: finish, disabled: !ready || isEmpty },
  ];
  const close = () => ask(null);
  const isAside = conditionOf(state.reason) === 'quarantine';
  return (
    <WorkFrame
      titleKey="inventory.work.takeBack.title"
      subject={head ? `${head.number} · ${head.customerName}` : ''}
      answer={answers.answer}
      ready={{
        key: !ready
          ? 'inventory.work.tally.opening'
          : session.entries.length > 0
            ? 'inventory.work.takeBack.resumed'
            : 'inventory.work.takeBack.ready',
      }}
      notice={
        isAside
          ? t('inventory.work.takeBack.asideNotice', { reason: t(`inventory.returns.reasons.${state.reason}`) })
          : null
      }
      keys={keys}
      asks={question !== null}
      onLeave={leave}
    >
      <QueryFailed refusal={query.refusal ?? session.reason} onRetry={query.refetch} />
      {isGone ? <p className="work-empty">{t('inventory.work.takeBack.gone')}</p> : null}
      {ready ? (
        <div className="take-back-desk">
          <ReturnTable state={state} />
          <ReturnSide head={ready.head} warehouseName={ready.at.name} reason={state.reason} />
        </div>
      ) : null}
      {question === 'reason' ? (
        <ChoiceDialog
          title={t('inventory.work.takeBack.askReason')}
          items={returnReasons}
          itemKey={({ reason }) => reason}
          render={({ reason, condition }) => (
            <span className="take-back-choice">
              <span>{t(`inventory.returns.reasons.${reason}`)}</span>
              <span className={condition === 'saleable' ? 'state-done' : 'state-wait'}>
                <StateShape state={condition === 'saleable' ? 'done' : 'wait'} />{' '}
                {t(`inventory.receipts.conditions.${condition}`)}
              </span>
            </span>
          )}
          onTake={({ reason }) => takeReason(reason)}
          onClose={close}
          none=""
        />
      ) : null}
      {question === 'quantity' && goods ? (
        <NumberDialog
          title={t('inventory.work.quantity.ask', { name: goods.line.productName })}
          unit={goods.line.unit}
          proposal={quantityText(goods.quantity).replaceAll(',', '')}
          note={t(note.key, note.values ?? {})}
          isWrong={isWrong}
          onTake={takeQuantity}
          onClose={close}
        />
      ) : null}
      {question === 'finish' ? <ReturnFinish state={state} onTake={record} onClose={close} /> : null}
    </WorkFrame>
  );
}
