// Long because the keys of one desk, what each of them does and what is drawn of it belong together.
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PutAwayAdvice } from '#shared/domains/inventory/queries/put-away.ts';
import type { Scanned } from '#shared/domains/inventory/rules/scanned.ts';
import { foldTally, isInHand, type TallyEntry, type TallyMode } from '#shared/domains/inventory/rules/tally.ts';
import { decideTallyQuantity, decideTallyScan, type TallyRules } from '#shared/domains/inventory/rules/tally-scan.ts';
import { parseDecimal } from '#shared/kernel/money.ts';
import { useSyncStatus } from '../../../../app/session.ts';
import { runQuery } from '../../../../app/use-query.ts';
import { quantityText } from '../../../../ui/format-text.ts';
import { QueryFailed } from '../../../../ui/query-failed.tsx';
import { useToday } from '../../../../ui/use-company.ts';
import { notYet, type WorkAnswer } from '../frame/answer.ts';
import { useAnswers, useQuestion, useScans } from '../frame/use-answers.ts';
import { useWorkSession } from '../frame/use-work-session.ts';
import { ChoiceDialog, NumberDialog } from '../frame/work-dialogs.tsx';
import { WorkFrame, type WorkKey } from '../frame/work-frame.tsx';
import { DayDialog } from './day-dialog.tsx';
import { emptyShelvesAt } from './empty-shelves.ts';
import { recordTally } from './record-tally.ts';
import { TallyAtHand } from './tally-at-hand.tsx';
import { TallyFinish } from './tally-finish.tsx';
import { TallyNext } from './tally-next.tsx';
import { useTallyPaper } from './tally-paper.ts';
import { progressOf } from './tally-progress.ts';
import { answerTo, finishFirst, refusedAnswer, undoneAnswer } from './tally-words.ts';
import './tally.css';

interface TallyDeskProps {
  readonly mode: TallyMode;
  readonly documentId: string;
  /** Goods that came without an order of ours. */
  readonly isBlind: boolean;
  /** What is told at the beginning: what was booked before. */
  readonly said?: WorkAnswer | null;
  /** Back to the papers, with what is to be said there, and the receipts that were made. */
  readonly onLeave: (said: WorkAnswer | null, received?: readonly string[]) => void;
  /** F9, where the person works in more warehouses than one. */
  readonly onOtherWarehouse?: (() => void) | undefined;
}

const rejectReasons = ['damaged', 'expired', 'wrongGoods', 'dirty'] as const;
const nowAtOffice = () => Date.now() + (useSyncStatus.getState().status?.clockOffsetMs ?? 0);
const say = (tone: WorkAnswer['tone'], key: string, values: WorkAnswer['text']['values'] = {}): WorkAnswer => ({
  tone,
  word: { key: `inventory.work.tally.${key}` },
  text: { key: `inventory.work.tally.${key}Text`, values },
});

/** One tally: every scan is kept first and shown then; Enter shows what would be booked, and once more books it. */
export function TallyDesk({
  mode,
  documentId,
  isBlind,
  said = null,
  onLeave,
  onOtherWarehouse,
}: TallyDeskProps): ReactNode {
  const { t } = useTranslation();
  const today = useToday();
  const { paper, refusal } = useTallyPaper(mode, documentId, isBlind);
  const session = useWorkSession<TallyEntry>(
    useMemo(() => ({ mode, documentId, documentNumber: null }), [mode, documentId]),
  );
  const answers = useAnswers();
  const { say: tell } = answers;
  useEffect(() => {
    if (said) tell(said);
  }, [said, tell]);
  const { question, asked, ask, askInTurn } = useQuestion<'quantity' | 'reject' | 'day' | 'finish'>(answers);
  const [isWrong, setWrong] = useState(false);
  const isRecording = useRef(false);
  const ready = paper != null && today !== '' && session.state === 'open';
  const state = foldTally(session.entries, mode);
  const now = () => foldTally(session.latest(), mode);
  const rules = (): TallyRules => ({
    ...{ mode, today, now: nowAtOffice(), warehouseId: paper?.warehouseId ?? '', allowed: paper?.allowed ?? null },
    ...{ hasPlaces: paper?.hasPlaces ?? false, zoneIds: paper?.zoneIds ?? null },
    ...(paper ? { ownRecounts: paper.ownRecounts } : {}),
  });
  const keep = async (entry: TallyEntry, answer: WorkAnswer): Promise<WorkAnswer> => {
    const refused = await session.keep(entry);
    return refused ? refusedAnswer(refused) : answer;
  };
  /** What of a product waits to be put away: asked with each scan of it. */
  const withShelves = async (productId: string | undefined): Promise<TallyRules> => {
    const base = rules();
    if (mode !== 'putAway' || !base.hasPlaces || productId === undefined) return base;
    const asked = { warehouseId: base.warehouseId, productId, lotId: null };
    return { ...base, shelves: (await runQuery<PutAwayAdvice>('inventory.putAwayAdvice', asked)).shelves };
  };
  useScans(answers, async (text) => {
    if (!ready) return notYet;
    if (asked() !== null) return finishFirst;
    const found = await runQuery<Scanned>('inventory.scanned', { text, warehouseId: paper.warehouseId });
    const current = now();
    const goods = current.waiting?.productId ?? found.products[0]?.id ?? found.lots[0]?.productId;
    const decision = decideTallyScan(current, found, await withShelves(goods ?? found.serials[0]?.productId));
    const answer = answerTo(decision, found.reading.text, mode);
    return decision.kind === 'refused' ? answer : keep(decision.entry, answer);
  });
  const takeQuantity = (typed: string) =>
    answers.inTurn(async () => {
      const quantity = parseDecimal(typed, 4);
      const current = now();
      const { last } = current;
      const entry =
        quantity === null ? null : decideTallyQuantity(current, quantity, await withShelves(last?.productId));
      if (!entry || !last) {
        setWrong(true);
        return null;
      }
      ask(null);
      const { code, name, unit } = last;
      return keep(entry, {
        tone: 'right',
        word: { key: 'inventory.work.tally.typed' },
        text: { key: 'inventory.work.product', values: { code, name } },
        figure: { key: 'inventory.work.tally.are', values: { quantity: quantity ?? 0, unit } },
      });
    });
  const takeDay = (expiresOn: string) => {
    ask(null);
    answers.inTurn(() => keep({ kind: 'expiry', expiresOn }, say('right', 'dayTyped', { expiresOn })));
  };
  const judge = (reason: string | null) => {
    ask(null);
    const key = reason === null ? 'good' : 'rejecting';
    answers.inTurn(() => keep({ kind: 'quality', reason }, say('look', key, { reason: reason ?? '' })));
  };
  /** F3: the goods lie at no place. */
  const noPlace = () =>
    answers.inTurn(() => keep({ kind: 'place', locationId: null, code: null }, say('look', 'noPlace')));
  /** F6: what the books hold here and nobody scanned is not here. */
  const nothingElse = () =>
    answers.inTurn(async () => {
      const current = now();
      if (!paper || current.waiting) return null;
      const shelves = emptyShelvesAt(paper, current);
      if (shelves.length === 0) return say('right', 'placeDone', { place: current.place?.code ?? '' });
      for (const part of shelves) {
        const refused = await session.keep({ kind: 'nothingElse', shelves: part, at: nowAtOffice() });
        if (refused) return refusedAnswer(refused);
      }
      return say('look', 'nothingElse', { count: shelves.flat().length, place: current.place?.code ?? '' });
    });
  const undo = () =>
    answers.inTurn(async () => {
      let taken = await session.undo();
      while ('entry' in taken && taken.entry.kind === 'booking') taken = await session.undo();
      if (!('reason' in taken)) return undoneAnswer(taken.entry);
      if (taken.reason) return refusedAnswer(taken.reason);
      return {
        tone: 'look',
        word: { key: 'inventory.work.nothingToUndo' },
        text: { key: 'inventory.work.nothingToUndoText' },
      };
    });
  /** What keeps it from being booked is said, and not only a key grey. */
  const finish = () =>
    answers.inTurn(async () => {
      const current = now();
      if (!ready || current.lines.length === 0) return null;
      const { waiting } = current;
      if (waiting) return say('look', 'lotNext', { code: waiting.code, name: waiting.name });
      if (mode === 'putAway' && current.lines.some(isInHand)) return say('look', 'stillInHand');
      ask('finish');
      return null;
    });
  const record = () =>
    answers.inTurn(async () => {
      if (!ready || !paper || isRecording.current) return null;
      isRecording.current = true;
      const current = now();
      const entries = session.latest();
      const told = await recordTally({
        ...{ mode, documentId, paper, state: current, entries, at: nowAtOffice(), keep: session.keep },
      });
      if ('refused' in told) {
        isRecording.current = false;
        ask(null);
        return refusedAnswer(told.refused);
      }
      await session.close();
      const key = told.isFlagged ? 'flagged' : `done.${mode}`;
      onLeave(
        {
          tone: told.isFlagged ? 'look' : 'right',
          word: { key: 'inventory.work.tally.recorded' },
          text: {
            key: `inventory.work.tally.${key}`,
            values: { number: told.numbers.join(', '), count: current.lines.length },
          },
        },
        mode === 'receive' ? told.numbers : undefined,
      );
      return null;
    });
  const leave = () =>
    answers.inTurn(async () => {
      if (session.state === 'open' && session.latest().length === 0) await session.close();
      onLeave(null);
      return null;
    });
  const isRejecting = state.rejectReason !== null;
  const isByPlace = paper?.hasPlaces === true;
  const { last } = state;
  const askFor = (next: 'quantity' | 'day') => () => {
    setWrong(false);
    askInTurn(next);
  };
  const mayType = last !== null && state.waiting === null && last.tracking !== 'serial' && last.quantity > 0;
  const offered: readonly (WorkKey & { readonly isFor: boolean })[] = [
    {
      ...{ keys: 'f3', labelKey: 'inventory.work.tally.keys.noPlace', run: noPlace, disabled: !ready },
      isFor: isByPlace && (mode === 'count' || mode === 'send'),
    },
    {
      ...{ keys: 'f4', labelKey: 'inventory.work.tally.keys.quantity', run: askFor('quantity'), disabled: !mayType },
      isFor: true,
    },
    {
      ...{ keys: 'f5', labelKey: 'inventory.work.tally.keys.day', run: askFor('day') },
      disabled: last === null || last.tracking !== 'lot' || last.lotId !== null,
      isFor: mode === 'receive',
    },
    {
      ...{ keys: 'f6', labelKey: 'inventory.work.tally.keys.nothingElse', run: nothingElse },
      disabled: state.place === null,
      isFor: isByPlace && mode === 'count',
    },
    {
      keys: 'f7',
      labelKey: isRejecting ? 'inventory.work.tally.keys.good' : 'inventory.work.tally.keys.reject',
      run: () => (isRejecting ? judge(null) : askInTurn('reject')),
      isFor: mode === 'receive' || mode === 'takeIn',
    },
    {
      ...{ keys: 'f9', labelKey: 'inventory.work.tally.keys.warehouse', run: () => onOtherWarehouse?.() },
      disabled: session.entries.length > 0,
      isFor: onOtherWarehouse !== undefined,
    },
    {
      ...{ keys: 'mod+z', labelKey: 'inventory.work.undo', run: undo, disabled: session.entries.length === 0 },
      isFor: true,
    },
    {
      ...{ keys: 'enter', labelKey: 'inventory.work.tally.record', run: finish },
      disabled: !ready || state.lines.length === 0,
      isFor: true,
    },
  ];
  const keys = offered.filter(({ isFor }) => isFor).map(({ isFor: _, ...key }) => key);
  const close = () => ask(null);
  return (
    <WorkFrame
      titleKey={`inventory.work.tally.titles.${mode}`}
      subject={paper ? [paper.number, paper.warehouseName].filter((word) => word !== '').join(' · ') : ''}
      progress={paper ? progressOf(mode, paper, state) : null}
      answer={answers.answer}
      ready={{
        key: !ready
          ? 'inventory.work.tally.opening'
          : session.entries.length > 0
            ? 'inventory.work.resumed'
            : `inventory.work.tally.ready.${mode}${isByPlace ? 'ByPlace' : ''}`,
      }}
      notice={isRejecting ? t('inventory.work.tally.rejectingText', { reason: state.rejectReason }) : null}
      keys={question === null ? keys : []}
      onLeave={leave}
      next={ready && paper ? <TallyNext mode={mode} paper={paper} state={state} /> : null}
    >
      <QueryFailed refusal={refusal ?? session.reason} onRetry={() => {}} />
      {paper === null ? <p className="pick-gone">{t('inventory.work.tally.gone')}</p> : null}
      {ready && paper ? <TallyAtHand mode={mode} paper={paper} state={state} today={today} /> : null}
      {question === 'quantity' && last ? (
        <NumberDialog
          title={t('inventory.work.tally.askQuantity', { name: last.name })}
          unit={last.unit}
          proposal={quantityText(last.quantity).replaceAll(',', '')}
          note={t(isWrong ? 'inventory.work.tally.quantityWrong' : 'inventory.work.tally.quantityNote')}
          isWrong={isWrong}
          onTake={takeQuantity}
          onClose={close}
        />
      ) : null}
      {question === 'day' && last ? (
        <DayDialog name={last.name} proposal={last.expiresOn} onTake={takeDay} onClose={close} />
      ) : null}
      {question === 'reject' ? (
        <ChoiceDialog
          title={t('inventory.work.tally.askReject')}
          items={rejectReasons}
          itemKey={(reason) => reason}
          render={(reason) => <span>{t(`inventory.work.tally.reasons.${reason}`)}</span>}
          onTake={(reason) => judge(t(`inventory.work.tally.reasons.${reason}`))}
          onClose={close}
          none=""
        />
      ) : null}
      {question === 'finish' && paper ? (
        <TallyFinish mode={mode} paper={paper} state={state} onTake={record} onClose={close} />
      ) : null}
    </WorkFrame>
  );
}
