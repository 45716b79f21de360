// Long because the keys of one desk, what each of them does and what is drawn of it belong together.
import { type ReactNode, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Scanned } from '#shared/domains/inventory/rules/scanned.ts';
import {
  decideTallyQuantity,
  decideTallyScan,
  foldTally,
  type TallyEntry,
  type TallyMode,
  type TallyRules,
  tallied,
} from '#shared/domains/inventory/rules/tally.ts';
import { parseDecimal } from '#shared/kernel/money.ts';
import { useSyncStatus } from '../../../../app/session.ts';
import { useShortcut } from '../../../../app/shortcuts.ts';
import { runQuery, useQuery } from '../../../../app/use-query.ts';
import { DateOnly, Quantity } from '../../../../ui/format.tsx';
import { quantityText } from '../../../../ui/format-text.ts';
import { QueryFailed } from '../../../../ui/query-failed.tsx';
import { useToday } from '../../../../ui/use-company.ts';
import type { WorkAnswer } from '../frame/answer.ts';
import { useAnswers, useScans } from '../frame/use-answers.ts';
import { useWorkSession } from '../frame/use-work-session.ts';
import { ChoiceDialog, NumberDialog } from '../frame/work-dialogs.tsx';
import { WorkFrame, type WorkKey } from '../frame/work-frame.tsx';
import { recordTally } from './record-tally.ts';
import { useTallyPaper } from './tally-paper.ts';
import { answerTo, finishFirst, refusedAnswer, undoneAnswer } from './tally-words.ts';
import './tally.css';

interface TallyDeskProps {
  readonly mode: TallyMode;
  readonly documentId: string;
  /** Goods that came without an order of ours. */
  readonly isBlind: boolean;
  /** Back to the papers, with what is to be said there, and the receipts that were made. */
  readonly onLeave: (said: WorkAnswer | null, received?: readonly string[]) => void;
}

const rejectReasons = ['damaged', 'expired', 'wrongGoods', 'dirty'] as const;
/** Nothing is known yet of what may be scanned: the operator hears that this scan did not count. */
const notYet: WorkAnswer = {
  tone: 'look',
  word: { key: 'inventory.work.tally.notYet' },
  text: { key: 'inventory.work.tally.opening' },
};
const nowAtOffice = () => Date.now() + (useSyncStatus.getState().status?.clockOffsetMs ?? 0);

/** One tally: every scan is kept first and shown then; Enter makes it a paper. */
export function TallyDesk({ mode, documentId, isBlind, onLeave }: TallyDeskProps): ReactNode {
  const { t } = useTranslation();
  const today = useToday();
  const { paper, refusal } = useTallyPaper(mode, documentId, isBlind);
  const zones = useQuery<readonly unknown[]>(
    'inventory.zonesToCount',
    { warehouseId: paper?.warehouseId ?? '' },
    { enabled: paper != null },
  );
  const session = useWorkSession<TallyEntry>(
    useMemo(() => ({ mode, documentId, documentNumber: null }), [mode, documentId]),
  );
  const answers = useAnswers();
  const [question, setQuestion] = useState<'quantity' | 'reject' | null>(null);
  const [isWrong, setWrong] = useState(false);
  const isRecording = useRef(false);
  const ready = paper != null && zones.data !== undefined && today !== '' && session.state === 'open';
  const state = foldTally(session.entries, mode);
  const now = () => foldTally(session.latest(), mode);
  const rules = (): TallyRules => ({
    ...{ mode, today, now: nowAtOffice(), warehouseId: paper?.warehouseId ?? '', allowed: paper?.allowed ?? null },
    hasPlaces: (zones.data ?? []).length > 0,
  });
  const keep = async (entry: TallyEntry, answer: WorkAnswer): Promise<WorkAnswer> => {
    const refused = await session.keep(entry);
    return refused ? refusedAnswer(refused) : answer;
  };
  useScans(answers, async (text) => {
    if (!ready) return notYet;
    if (question !== null) return finishFirst;
    const args = { text, warehouseId: rules().warehouseId };
    const decision = decideTallyScan(now(), await runQuery<Scanned>('inventory.scanned', args), rules());
    const answer = answerTo(decision, text);
    return decision.kind === 'refused' ? answer : keep(decision.entry, answer);
  });
  const takeQuantity = (typed: string) => {
    const quantity = parseDecimal(typed, 4);
    const entry = quantity === null ? null : decideTallyQuantity(now(), quantity, rules());
    const { last } = now();
    if (!entry || !last) {
      setWrong(true);
      return;
    }
    setQuestion(null);
    const { code, name, unit } = last;
    answers.inTurn(() =>
      keep(entry, {
        tone: 'right',
        word: { key: 'inventory.work.tally.typed' },
        text: { key: 'inventory.work.product', values: { code, name } },
        figure: { key: 'inventory.work.tally.are', values: { quantity: quantity ?? 0, unit } },
      }),
    );
  };
  const judge = (reason: string | null) => {
    setQuestion(null);
    const key = reason === null ? 'good' : 'rejecting';
    answers.inTurn(() =>
      keep(
        { kind: 'quality', reason },
        {
          tone: 'look',
          word: { key: `inventory.work.tally.${key}` },
          text: { key: `inventory.work.tally.${key}Text`, values: { reason: reason ?? '' } },
        },
      ),
    );
  };
  const undo = () =>
    answers.inTurn(async () => {
      const taken = await session.undo();
      if (!('reason' in taken)) return undoneAnswer(taken.entry);
      if (taken.reason) return refusedAnswer(taken.reason);
      return {
        tone: 'look',
        word: { key: 'inventory.work.nothingToUndo' },
        text: { key: 'inventory.work.nothingToUndoText' },
      };
    });
  const isLoose = mode === 'putAway' && state.lines.some(({ locationId }) => locationId === null);
  const isDone = ready && state.lines.length > 0 && state.waiting === null && !isLoose;
  const record = () =>
    answers.inTurn(async () => {
      if (!ready || !paper || isRecording.current) return null;
      isRecording.current = true;
      const current = now();
      const told = await recordTally({ mode, documentId, paper, state: current, at: nowAtOffice() });
      if ('state' in told) {
        isRecording.current = false;
        return refusedAnswer(told.state === 'rejected' ? told.reason : { code: 'unexpected', params: {} });
      }
      await session.close();
      onLeave(
        {
          tone: 'right',
          word: { key: 'inventory.work.tally.recorded' },
          text: {
            key: `inventory.work.tally.done.${mode}`,
            values: { number: told.numbers.join(', '), lines: current.lines.length },
          },
        },
        mode === 'receive' ? told.numbers : undefined,
      );
      return null;
    });
  useShortcut('enter', record, { labelKey: 'inventory.work.tally.record', enabled: isDone && question === null });
  const leave = () =>
    answers.inTurn(async () => {
      if (session.state === 'open' && session.latest().length === 0) await session.close();
      onLeave(null);
      return null;
    });
  const isRejecting = state.rejectReason !== null;
  const keys: WorkKey[] = [
    {
      keys: 'f4',
      labelKey: 'inventory.work.tally.keys.quantity',
      run: () => {
        setWrong(false);
        setQuestion('quantity');
      },
      disabled: state.last === null || state.waiting !== null || state.last.tracking === 'serial',
    },
    ...(mode === 'receive' || mode === 'takeIn'
      ? [
          {
            keys: 'f7',
            labelKey: isRejecting ? 'inventory.work.tally.keys.good' : 'inventory.work.tally.keys.reject',
            run: () => (isRejecting ? judge(null) : setQuestion('reject')),
          },
        ]
      : []),
    { keys: 'mod+z', labelKey: 'inventory.work.undo', run: undo, disabled: session.entries.length === 0 },
  ];
  const { last, waiting } = state;
  const shown = waiting ?? last;
  return (
    <WorkFrame
      titleKey={`inventory.work.tally.titles.${mode}`}
      subject={paper ? [paper.number, paper.warehouseName].filter((word) => word !== '').join(' · ') : ''}
      progress={progressOf(paper?.allowed ?? null, paper?.lines ?? [], state)}
      answer={answers.answer}
      ready={{
        key: !ready
          ? 'inventory.work.tally.opening'
          : session.entries.length > 0
            ? 'inventory.work.resumed'
            : `inventory.work.tally.ready.${mode}`,
      }}
      notice={isRejecting ? t('inventory.work.tally.rejectingText', { reason: state.rejectReason }) : null}
      keys={question === null ? keys : []}
      onLeave={leave}
    >
      <QueryFailed refusal={refusal ?? session.reason} onRetry={() => {}} />
      <div className="tally">
        <section className="tally-last" aria-label={t('inventory.work.tally.last')}>
          {shown ? (
            <>
              <p className="tally-name">{shown.name}</p>
              <p className="tally-more">
                {shown.code}
                {waiting ? <strong>{t('inventory.work.tally.lotNext')}</strong> : null}
                {shown.lotCode === null ? null : <span>{t('inventory.work.tally.lot', { lot: shown.lotCode })}</span>}
                {shown.expiresOn === null ? null : <DateOnly value={shown.expiresOn} />}
                {shown.serialCode === null ? null : <span>{shown.serialCode}</span>}
              </p>
              <p className="tally-amount">
                <Quantity value={tallied(state, shown.productId)} unit={shown.unit} />
              </p>
            </>
          ) : (
            <p className="tally-more">
              {t(ready ? `inventory.work.tally.ready.${mode}` : 'inventory.work.tally.opening')}
            </p>
          )}
          {state.place ? <p className="tally-place">{state.place.code}</p> : null}
          {isDone ? (
            <button type="button" className="work-key tally-record" onClick={record} aria-keyshortcuts="Enter">
              {t('inventory.work.tally.record')}
            </button>
          ) : null}
        </section>
        <ol className="tally-lines" aria-label={t('inventory.documents.lines')}>
          {[...state.lines].reverse().map((line) => (
            <li key={`${line.productId} ${line.lotCode} ${line.serialCode} ${line.locationId} ${line.rejectReason}`}>
              <span>{line.code}</span>
              <strong className="ellipsis">{line.name}</strong>
              <span className="text-3">
                {[line.locationCode, line.lotCode, line.serialCode].filter((word) => word !== null).join(' · ')}
              </span>
              {line.rejectReason === null ? null : (
                <span className="tally-rejected">{t('inventory.work.tally.keys.reject')}</span>
              )}
              <Quantity value={line.quantity} unit={line.unit} />
            </li>
          ))}
        </ol>
      </div>
      {question === 'quantity' && last ? (
        <NumberDialog
          title={t('inventory.work.tally.askQuantity', { name: last.name })}
          unit={last.unit}
          proposal={quantityText(last.quantity).replaceAll(',', '')}
          note={t(isWrong ? 'inventory.work.tally.quantityWrong' : 'inventory.work.tally.quantityNote')}
          isWrong={isWrong}
          onTake={takeQuantity}
          onClose={() => setQuestion(null)}
        />
      ) : null}
      {question === 'reject' ? (
        <ChoiceDialog
          title={t('inventory.work.tally.askReject')}
          items={rejectReasons}
          itemKey={(reason) => reason}
          render={(reason) => <span>{t(`inventory.work.tally.reasons.${reason}`)}</span>}
          onTake={(reason) => judge(t(`inventory.work.tally.reasons.${reason}`))}
          onClose={() => setQuestion(null)}
          none=""
        />
      ) : null}
    </WorkFrame>
  );
}

/** One step for each product of the paper. */
function progressOf(
  allowed: ReadonlyMap<string, number> | null,
  lines: readonly { readonly productId: string; readonly open: number }[],
  state: ReturnType<typeof foldTally>,
) {
  if (!allowed || allowed.size === 0) return null;
  const products = [...allowed.keys()];
  const segments = products.map((id) => {
    const open = lines.reduce((sum, line) => (line.productId === id ? sum + line.open : sum), 0);
    if (tallied(state, id) >= open) return 'done' as const;
    return state.last?.productId === id ? ('now' as const) : ('open' as const);
  });
  const at = segments.filter((segment) => segment === 'done').length;
  return { segments, countKey: 'inventory.work.ofLines', at };
}
