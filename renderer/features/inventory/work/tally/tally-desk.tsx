// Long because the keys of one desk, what each of them does and what is drawn of it belong together.
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { permissions } from '#shared/domains/admin/model.ts';
import type { PutAwayAdvice } from '#shared/domains/inventory/queries/put-away.ts';
import type { LotChoice } from '#shared/domains/inventory/rules/lot-code.ts';
import { settleDay } from '#shared/domains/inventory/rules/lot-day.ts';
import type { Scanned } from '#shared/domains/inventory/rules/scanned.ts';
import {
  foldTally,
  isInHand,
  lineAtHand,
  needsDay,
  type TallyEntry,
  type TallyLine,
  type TallyMode,
  type TallySupplier,
  tallyLineKey,
} from '#shared/domains/inventory/rules/tally.ts';
import type { TallyDecision, TallyRules } from '#shared/domains/inventory/rules/tally-decision.ts';
import { decideTallyQuantity, mostTallied } from '#shared/domains/inventory/rules/tally-quantity.ts';
import { decideRead, decideTallyScan } from '#shared/domains/inventory/rules/tally-scan.ts';
import { parseDecimal } from '#shared/kernel/money.ts';
import { nowAtOffice, usePermission } from '../../../../app/session.ts';
import { runQuery } from '../../../../app/use-query.ts';
import { quantityText } from '../../../../ui/format-text.ts';
import { QueryFailed } from '../../../../ui/query-failed.tsx';
import { useToday } from '../../../../ui/use-company.ts';
import { finishFirst, isBookedAlready, notKept, notYet, type Sentence, type WorkAnswer } from '../frame/answer.ts';
import { openBookings, settleBookings, undoScan } from '../frame/settle-bookings.ts';
import { quantityNote, quantityRefused, quantityTyped, quantityWrong } from '../frame/typed-quantity.ts';
import { useAnswers, useQuestion, useScans } from '../frame/use-answers.ts';
import { useWorkSession } from '../frame/use-work-session.ts';
import { NumberDialog } from '../frame/work-dialogs.tsx';
import { WorkFrame, type WorkKey } from '../frame/work-frame.tsx';
import { emptyShelvesAt } from './empty-shelves.ts';
import { recordTally } from './record-tally.ts';
import { SupplierDialog } from './supplier-dialog.tsx';
import { TallyAtHand } from './tally-at-hand.tsx';
import { TallyFinish } from './tally-finish.tsx';
import { TallyNext } from './tally-next.tsx';
import { subjectOf, useTallyPaper } from './tally-paper.ts';
import { progressOf } from './tally-progress.ts';
import { type DayChoice, type TallyQuestion, TallyQuestions } from './tally-questions.tsx';
import { answerTo, supplierAnswer, undoneAnswer } from './tally-words.ts';
import { type JustBooked, useUndoBooked } from './undo-booked.ts';
import './tally.css';

interface TallyDeskProps {
  readonly mode: TallyMode;
  readonly documentId: string;
  /** Goods that came without an order of ours. */
  readonly isBlind: boolean;
  /** What is told at the beginning: what was booked before. */
  readonly said?: WorkAnswer | null;
  /** Put away: what was booked before, which one key takes back. */
  readonly booked?: JustBooked | null;
  /** Back to the papers, with what is to be said there, what was booked, and the numbers of receipts. */
  readonly onLeave: (
    said: WorkAnswer | null,
    made?: { readonly received: readonly string[]; readonly booked: JustBooked },
  ) => void;
  /** F9, where the person works in more warehouses than one. */
  readonly onOtherWarehouse?: (() => void) | undefined;
}

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
  booked = null,
  onLeave,
  onOtherWarehouse,
}: TallyDeskProps): ReactNode {
  const { t } = useTranslation();
  const today = useToday();
  const seesSuppliers = usePermission(permissions.seeSuppliers);
  const { paper, refusal } = useTallyPaper(mode, documentId, isBlind);
  const session = useWorkSession<TallyEntry>(
    useMemo(() => ({ mode, documentId, documentNumber: null }), [mode, documentId]),
  );
  const answers = useAnswers();
  const { say: tell } = answers;
  useEffect(() => {
    if (said) tell(said);
  }, [said, tell]);
  const { question, asked, ask, askInTurn } = useQuestion<TallyQuestion>(answers);
  const [wrong, setWrong] = useState<Sentence | null>(null);
  const isRecording = useRef(false);
  const ready = paper != null && today !== '' && session.state === 'open';
  const state = foldTally(session.entries, mode);
  const now = () => foldTally(session.latest(), mode);
  const rules = (): TallyRules => ({
    ...{ mode, today, now: nowAtOffice(), warehouseId: paper?.warehouseId ?? '', allowed: paper?.allowed ?? null },
    ...{ hasPlaces: paper?.hasPlaces ?? false, placeExample: paper?.placeExample ?? null },
    ...{ zoneIds: paper?.zoneIds ?? null, countedIds: paper?.countedIds ?? null },
    ...(paper ? { ownRecounts: paper.ownRecounts, underWay: paper.underWay } : {}),
  });
  const keep = async (entry: TallyEntry, answer: WorkAnswer): Promise<WorkAnswer> => {
    const refused = await session.keep(entry);
    return refused ? notKept(refused) : answer;
  };
  /** What of products waits to be put away: asked with each scan. */
  const withShelves = async (productIds: readonly string[]): Promise<TallyRules> => {
    const base = rules();
    if (mode !== 'putAway' || !base.hasPlaces || productIds.length === 0) return base;
    const waiting = [...new Set(productIds)].map(async (productId) => {
      const wanted = { warehouseId: base.warehouseId, productId, lotId: null };
      const { shelves } = await runQuery<PutAwayAdvice>('inventory.putAwayAdvice', wanted);
      return shelves.map((shelf) => ({ ...shelf, productId }));
    });
    return { ...base, shelves: (await Promise.all(waiting)).flat() };
  };
  /** What a decision asks is asked, what it takes is kept. */
  const act = async (decision: TallyDecision, found: Scanned): Promise<WorkAnswer> => {
    const answer = answerTo(decision, found.reading.text, mode);
    if (decision.kind === 'refused') return answer;
    if (decision.kind === 'dayDiffers' || decision.kind === 'asksApart' || decision.kind === 'asksLot') {
      ask(decision);
      return answer;
    }
    const kept = await keep(decision.entry, answer);
    const { last } = now();
    if (mode === 'receive' && decision.kind === 'taken' && last && needsDay(last)) ask({ kind: 'day', line: last });
    return kept;
  };
  useScans(answers, async (text) => {
    if (!ready) return notYet;
    if (asked() !== null) return finishFirst;
    const found = await runQuery<Scanned>('inventory.scanned', { text, warehouseId: paper.warehouseId });
    const current = now();
    const [goods] = [current.waiting?.productId, found.products[0]?.id, found.lots[0]?.productId]
      .concat(found.serials[0]?.productId)
      .filter((id) => id !== undefined);
    const inHand = current.lines.filter(isInHand).map(({ productId }) => productId);
    const decision = decideTallyScan(current, found, await withShelves(goods === undefined ? inHand : [goods]));
    return act(decision, found);
  });
  const takeQuantity = (typed: string) =>
    answers.inTurn(async () => {
      const quantity = parseDecimal(typed, 4);
      const current = now();
      const line = lineAtHand(current);
      if (!line) return null;
      const { code, name, unit } = line;
      const decision = decideTallyQuantity(current, quantity, await withShelves([line.productId]));
      if ('most' in decision) {
        const limits = { ...decision, unit };
        setWrong(quantityWrong(mode, limits));
        return quantityRefused(mode, limits);
      }
      ask(null);
      return keep(decision.entry, quantityTyped({ code, name, unit, quantity: quantity ?? 0 }));
    });
  const takeDay = ({ productId, lotCode, rejectReason }: TallyLine, expiresOn: string) => {
    ask(null);
    if (expiresOn < today && rejectReason === null) tell(say('wrong', 'dayPast', { expiresOn }));
    else {
      const entry = { kind: 'expiry', expiresOn, lot: { productId, lotCode } } as const;
      answers.inTurn(() => keep(entry, say('right', 'dayTyped', { expiresOn })));
    }
  };
  /** The label says another last day than the lot has. */
  const settleDiffering = (decision: Extract<TallyQuestion, { kind: 'dayDiffers' }>, choice: DayChoice) => {
    ask(null);
    answers.inTurn(async () => {
      const rejectReason = t('inventory.work.tally.reasons.wrongDay');
      const settled = settleDay(decision, choice === 'reject' ? { rejectReason } : { day: choice }, rules());
      if ('why' in settled) return answerTo(settled, '', mode);
      for (const entry of settled.entries) {
        const refused = await session.keep(entry);
        if (refused) return notKept(refused);
      }
      const { code, name } = decision.line;
      const expiresOn = choice === 'label' ? decision.said : decision.known;
      return say(choice === 'reject' ? 'look' : 'right', `taken.${choice}`, { code, name, expiresOn });
    });
  };
  /** Good goods were brought to quarantine: they are those that were rejected, or are set apart from now on. */
  const settleApart = (
    { entry, place, lines }: Extract<TallyQuestion, { kind: 'asksApart' }>,
    takesRejected: boolean,
  ) => {
    ask(null);
    const answer = answerTo({ kind: 'placed', entry, place, lines }, place, mode);
    answers.inTurn(() => keep(takesRejected ? { ...entry, takesRejected } : entry, answer));
  };
  /** The code reads in several ways: it was said which. */
  const settleLot = ({ found }: LotChoice) => {
    ask(null);
    answers.inTurn(() => act(decideRead(now(), found, rules()), found));
  };
  const leaveOut = () => {
    ask(null);
    tell(say('look', 'leftOut'));
  };
  /** What was scanned is no lot: goods that wait for theirs still do. */
  const noLot = () => {
    const { waiting } = now();
    if (!waiting) return leaveOut();
    ask(null);
    tell(say('look', 'lotNext', { code: waiting.code, name: waiting.name }));
  };
  const judge = (reason: string | null) => {
    ask(null);
    const key = reason === null ? 'good' : 'rejecting';
    answers.inTurn(() => keep({ kind: 'quality', reason }, say('look', key, { reason: reason ?? '' })));
  };
  /** F6 of goods that nobody ordered: who brought them stands on their receipt and with their lots. */
  const nameSupplier = (supplier: TallySupplier | null) => {
    ask(null);
    answers.inTurn(() => keep({ kind: 'supplier', supplier }, supplierAnswer(supplier)));
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
        if (refused) return notKept(refused);
      }
      return say('look', 'nothingElse', { count: shelves.flat().length, place: current.place?.code ?? '' });
    });
  const bookedUndo = useUndoBooked(booked);
  const isUndoingBooked = bookedUndo.isOffered && session.entries.length === 0;
  const undo = () =>
    answers.inTurn(() =>
      bookedUndo.isOffered && session.latest().length === 0 ? bookedUndo.run('') : undoScan(session, undoneAnswer),
    );
  /** A line that was told by mistake; what of it is in the ledger by now stays there. */
  const takeOut = (line: TallyLine) =>
    answers.inTurn(async () => {
      const settled = await settleBookings({ entries: session.latest(), keep: session.keep });
      if ('refused' in settled) return notKept(settled.refused);
      const key = tallyLineKey(line);
      const { code, name } = line;
      const found = now().lines.find((each) => tallyLineKey(each) === key);
      if (!found) return settled.booked ? isBookedAlready : null;
      const { quantity, unit } = found;
      const answer = await keep(
        { kind: 'takeOut', key, code, name },
        {
          ...say('look', 'takenOut', { code, name }),
          figure: { key: 'inventory.work.taken', values: { quantity, unit } },
        },
      );
      if (now().lines.length === 0) ask(null);
      return answer;
    });
  /** What keeps it from being booked is said, and not only a key grey. */
  const finish = () =>
    answers.inTurn(async () => {
      const current = now();
      if (!ready || current.lines.length === 0) return null;
      const { waiting } = current;
      if (waiting) {
        const next = waiting.tracking === 'serial' ? 'serialNext' : 'lotNext';
        return say('look', next, { code: waiting.code, name: waiting.name });
      }
      const undated = mode === 'receive' ? current.lines.find(needsDay) : undefined;
      if (undated) {
        ask({ kind: 'day', line: undated });
        return null;
      }
      if (mode === 'putAway' && current.lines.some(isInHand)) return say('look', 'stillInHand');
      ask({ kind: 'finish' });
      return null;
    });
  const record = () =>
    answers.inTurn(async () => {
      if (!ready || !paper || isRecording.current) return null;
      isRecording.current = true;
      const current = now();
      const entries = session.latest();
      const told = await recordTally({
        ...{ mode, documentId, paper, entries, at: nowAtOffice(), keep: session.keep },
      });
      if ('refused' in told) {
        isRecording.current = false;
        ask(null);
        return notKept(told.refused);
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
        {
          received: mode === 'receive' ? told.numbers : [],
          booked: { at: Date.now(), moves: told.moves, receiptIds: told.receiptIds },
        },
      );
      return null;
    });
  /** What was taken out to the last line is nothing to go on with. */
  const leave = () =>
    answers.inTurn(async () => {
      const { lines, waiting } = now();
      const isEmpty = lines.length === 0 && waiting === null && openBookings(session.latest()).length === 0;
      if (session.state === 'open' && isEmpty) await session.close();
      else await session.closeUnused();
      onLeave(null);
      return null;
    });
  const isRejecting = state.rejectReason !== null;
  const isByPlace = paper?.hasPlaces === true;
  const { last } = state;
  const askFor = (next: TallyQuestion) => () => {
    setWrong(null);
    askInTurn(next);
  };
  const isDayOfBooks = last?.dayFrom === 'books' || (last?.dayFrom === undefined && last?.lotId !== null);
  const atHand = lineAtHand(state);
  const note = wrong ?? (atHand && quantityNote({ most: mostTallied(state, rules()), unit: atHand.unit }));
  const offered: readonly (WorkKey & { readonly isFor: boolean })[] = [
    {
      ...{ keys: 'f3', labelKey: 'inventory.work.tally.keys.noPlace', run: noPlace, disabled: !ready },
      isFor: isByPlace && (mode === 'count' || mode === 'send'),
    },
    {
      ...{
        keys: 'f4',
        labelKey: 'inventory.work.tally.keys.quantity',
        run: askFor({ kind: 'quantity' }),
        disabled: atHand === null,
      },
      isFor: true,
    },
    {
      ...{ keys: 'f5', labelKey: 'inventory.work.tally.keys.day' },
      run: last ? askFor({ kind: 'day', line: last }) : () => {},
      disabled: last === null || last.tracking !== 'lot' || isDayOfBooks,
      isFor: mode === 'receive',
    },
    {
      ...{ keys: 'f6', labelKey: 'inventory.work.tally.keys.nothingElse', run: nothingElse },
      disabled: state.place === null,
      isFor: isByPlace && mode === 'count',
    },
    {
      ...{ keys: 'f6', labelKey: 'inventory.work.tally.keys.supplier', run: askFor({ kind: 'supplier' }) },
      disabled: !ready,
      isFor: isBlind && mode === 'receive' && seesSuppliers,
    },
    {
      keys: 'f7',
      labelKey: isRejecting ? 'inventory.work.tally.keys.good' : 'inventory.work.tally.keys.reject',
      run: () => (isRejecting ? judge(null) : askInTurn({ kind: 'reject' })),
      isFor: mode === 'receive' || mode === 'takeIn',
    },
    {
      ...{ keys: 'f9', labelKey: 'inventory.work.tally.keys.warehouse', run: () => onOtherWarehouse?.() },
      disabled: session.entries.length > 0,
      isFor: onOtherWarehouse !== undefined,
    },
    {
      ...{ keys: 'mod+z', run: undo, disabled: session.entries.length === 0 && !isUndoingBooked },
      labelKey: isUndoingBooked ? 'inventory.work.tally.keys.bringBackBooked' : 'inventory.work.undo',
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
      subject={paper ? subjectOf(paper, state) : ''}
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
      keys={keys}
      asks={question !== null}
      onLeave={leave}
      next={ready && paper ? <TallyNext mode={mode} paper={paper} state={state} /> : null}
    >
      <QueryFailed refusal={refusal ?? session.reason} onRetry={() => {}} />
      {paper === null ? <p className="work-empty">{t('inventory.work.tally.gone')}</p> : null}
      {ready && paper ? <TallyAtHand mode={mode} paper={paper} state={state} today={today} /> : null}
      {question?.kind === 'quantity' && atHand && note ? (
        <NumberDialog
          title={t(`inventory.work.quantity.${atHand.rejectReason === null ? 'ask' : 'askRejected'}`, {
            name: atHand.name,
          })}
          unit={atHand.unit}
          proposal={quantityText(atHand.quantity).replaceAll(',', '')}
          note={t(note.key, note.values ?? {})}
          isWrong={wrong !== null}
          onTake={takeQuantity}
          onClose={close}
        />
      ) : null}
      {question?.kind === 'supplier' ? (
        <SupplierDialog chosen={state.supplier} onTake={nameSupplier} onClose={close} />
      ) : null}
      <TallyQuestions
        question={question}
        inHand={state.lines.filter(isInHand)}
        onDay={takeDay}
        onDiffering={settleDiffering}
        onLeaveOut={leaveOut}
        onLot={settleLot}
        onNoLot={noLot}
        onApart={settleApart}
        onReject={judge}
        onClose={close}
      />
      {question?.kind === 'finish' && paper ? (
        <TallyFinish
          {...{ mode, paper, state }}
          onTake={record}
          onTakeOut={takeOut}
          onUndo={session.entries.at(-1)?.kind === 'takeOut' ? undo : null}
          onClose={close}
        />
      ) : null}
    </WorkFrame>
  );
}
