// Long because the keys of one desk, what each of them does and what is drawn of it belong together.
import type { TFunction } from 'i18next';
import { type ReactNode, useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { PlacedLot } from '#shared/domains/inventory/queries/lots-at-place.ts';
import type { PickListRow } from '#shared/domains/inventory/queries/pick-lists.ts';
import type { PickWork, PickWorkLine } from '#shared/domains/inventory/queries/pick-work.ts';
import type { Shelf } from '#shared/domains/inventory/rules/allocation.ts';
import { decidePickScan, decideTypedQuantity } from '#shared/domains/inventory/rules/pick-scan.ts';
import {
  foldPick,
  isLineDone,
  linesToRecord,
  type PickEntry,
  type PickLineState,
  type PickState,
  type ShortReason,
} from '#shared/domains/inventory/rules/pick-work.ts';
import { type Scanned, type ScannedLot, tellLot } from '#shared/domains/inventory/rules/scanned.ts';
import { bridge } from '../../../../app/bridge.ts';
import { nowAtOffice, useSignedIn } from '../../../../app/session.ts';
import { useShortcut } from '../../../../app/shortcuts.ts';
import { runQuery, useQuery } from '../../../../app/use-query.ts';
import { timeText } from '../../../../ui/format-text.ts';
import { QueryFailed } from '../../../../ui/query-failed.tsx';
import { useCompany, useToday } from '../../../../ui/use-company.ts';
import { finishFirst, nothingToUndo, notKept, notYet, type WorkAnswer } from '../frame/answer.ts';
import { quantityTyped } from '../frame/typed-quantity.ts';
import { useAnswers, useQuestion, useScans } from '../frame/use-answers.ts';
import { useWorkSession } from '../frame/use-work-session.ts';
import { askedLot, type LotQuestion, lotTold, notTold, WhichLotDialog } from '../frame/which-lot.tsx';
import { type SegmentState, WorkFrame, type WorkKey } from '../frame/work-frame.tsx';
import { claimOf, type Desk, releaseClaim } from './claim-list.ts';
import { LotDialog, QuantityDialog, ShortDialog } from './pick-dialogs.tsx';
import { NextLines, PickAtHand } from './pick-line.tsx';
import { PickSummary } from './pick-summary.tsx';
import { answerTo, lotAnswer, shortAnswer, skipAnswer, undone } from './pick-words.ts';
import './pick.css';
import './pick-lists.css';

type Question = 'short' | 'lot' | 'quantity' | LotQuestion;

interface PickDeskProps {
  readonly pickListId: string;
  /** Back to the lists, with what is to be said there. */
  readonly onLeave: (said: WorkAnswer | null) => void;
}

const nameOf = ({ line }: PickLineState) => ({ code: line.productCode, name: line.productName, unit: line.unit });

function segmentOf(state: PickLineState, at: PickLineState | undefined): SegmentState {
  if (state.shortReason !== null) return 'short';
  if (isLineDone(state)) return 'done';
  return state.line.id === at?.line.id ? 'now' : 'open';
}

/** One list, line by line. Everything that counts is kept first and shown then. */
export function PickDesk({ pickListId, onLeave }: PickDeskProps): ReactNode {
  const { t } = useTranslation();
  const { user, deviceCode } = useSignedIn();
  const company = useCompany();
  const today = useToday();
  const query = useQuery<PickWork | null>('inventory.pickWork', { pickListId });
  const work = query.data;
  const session = useWorkSession<PickEntry>(
    useMemo(() => ({ mode: 'pick', documentId: pickListId, documentNumber: null }), [pickListId]),
  );
  const answers = useAnswers();
  const desk = { userId: user.id, deviceCode };
  const { question, asked, ask, askInTurn } = useQuestion<Question>(answers);
  const isRecording = useRef(false);
  // What another desk told the office meanwhile is done, but for what was taken here too (R24).
  const lines = work?.lines.filter((line) => !line.isDone || has(session.entries, line.id)) ?? noLines;
  const state = foldPick(lines, session.entries);
  const [at] = state.way;
  const ready = work && company && session.state === 'open';
  const rules = {
    today,
    tolerance: company?.settings['inventory.pickTolerance'] ?? 0,
    warehouseId: work?.list.warehouseId ?? '',
  };
  /** As it is at this instant: the scan before may not be drawn yet. */
  const now = (): PickState => foldPick(lines, session.latest());

  const keep = async (entry: PickEntry, answer: WorkAnswer): Promise<WorkAnswer> => {
    const refused = await session.keep(entry);
    return refused ? notKept(refused) : answer;
  };
  /** A key that is about the line at hand. */
  const atHand = (act: (at: PickLineState) => Promise<WorkAnswer | null>) =>
    answers.inTurn(async () => {
      const [current] = now().way;
      return current && ready ? act(current) : null;
    });

  const decide = async (found: Scanned): Promise<WorkAnswer> => {
    const decision = decidePickScan(now(), found, rules);
    if (decision.kind === 'whichLot') return askLot(decision.at, found);
    const answer = answerTo(decision, found.reading.text);
    return decision.kind === 'taken' || decision.kind === 'moved' ? keep(decision.entry, answer) : answer;
  };
  /** R25, R29: where one lot alone lies, it is that one; else somebody looks at the label. */
  const askLot = async ({ line, source }: PickLineState, found: Scanned): Promise<WorkAnswer> => {
    const { productId, productCode, productName: name, unit } = line;
    const where = { productId, warehouseId: rules.warehouseId, locationId: source.locationId };
    const there = await runQuery<PlacedLot[]>('inventory.lotsAtPlace', where);
    const planned = {
      ...{ id: source.lotId ?? '', productId, productCode, productName: name, code: source.lotCode ?? '' },
      ...{ expiresOn: source.expiresOn, blocked: 0 as const, onHand: 0 },
    };
    const lots = there.some(({ id }) => id === planned.id) ? there : [planned, ...there];
    const [only, ...others] = lots;
    if (only && others.length === 0) return decide(tellLot(found, only));
    const asked = { productId, name, unit, found, lots: lots.map((lot) => ({ ...lot, amount: lot.onHand })) };
    ask(asked);
    return askedLot(asked);
  };
  const takeToldLot = (told: ScannedLot) => {
    const open = asked();
    ask(null);
    if (open !== null && typeof open === 'object') answers.inTurn(() => decide(tellLot(open.found, told)));
  };
  useScans(answers, async (text) => {
    if (!ready) return work === null ? null : notYet;
    const open = asked();
    if (open !== null && typeof open !== 'object') return finishFirst;
    const found = await runQuery<Scanned>('inventory.scanned', { text, warehouseId: rules.warehouseId });
    if (open === null) return decide(found);
    const told = lotTold(open, found);
    if (told === null) return notTold(open, found);
    ask(null);
    return decide(told === 'other' ? found : tellLot(open.found, told));
  });

  const takeShort = (reason: ShortReason) => {
    ask(null);
    atHand((current) => keep({ kind: 'short', lineId: current.line.id, reason }, shortAnswer(nameOf(current), reason)));
  };
  const takeLot = ({ lotId, lotCode, expiresOn, locationId, locationCode }: Shelf) => {
    ask(null);
    atHand((current) =>
      keep(
        { kind: 'lot', lineId: current.line.id, lotId, lotCode, expiresOn, locationId, locationCode },
        lotAnswer(lotCode ?? '', locationCode),
      ),
    );
  };
  const takeQuantity = (quantity: number) => {
    ask(null);
    atHand(async (current) => {
      const decision = decideTypedQuantity(current, quantity, rules);
      return 'entry' in decision ? keep(decision.entry, quantityTyped({ ...nameOf(current), quantity })) : null;
    });
  };
  const askQuantity = () =>
    atHand(async (current) => {
      const decision = decideTypedQuantity(current, current.line.quantity, rules);
      if ('entry' in decision) {
        ask('quantity');
        return null;
      }
      const key = `inventory.work.pick.refused.${decision.why}`;
      return {
        tone: 'look',
        word: { key: `${key}.word` },
        text: { key: `${key}.text`, values: { left: decision.left } },
      };
    });
  const skip = () => atHand((current) => keep({ kind: 'skip', lineId: current.line.id }, skipAnswer(nameOf(current))));
  const undo = () =>
    answers.inTurn(async () => {
      const taken = await session.undo();
      if ('reason' in taken) return taken.reason ? notKept(taken.reason) : nothingToUndo;
      const line = state.lines.find((each) => each.line.id === taken.entry.lineId);
      return line ? undone(taken.entry, nameOf(line)) : null;
    });
  const leave = () =>
    answers.inTurn(async () => {
      const isUnused = await session.closeUnused();
      if (isUnused && work?.list.state === 'claimed' && claimOf(work.list, desk) === 'own') {
        await releaseClaim(pickListId);
      }
      onLeave(null);
      return null;
    });
  const record = () =>
    answers.inTurn(async () => {
      const current = now();
      if (current.way.length > 0 || isRecording.current || !ready) return null;
      isRecording.current = true;
      const pickedAt = nowAtOffice();
      const args = { pickListId, pickedAt, lines: linesToRecord(current) };
      const reply = await bridge().command('inventory.recordPick', args);
      if (reply.state === 'rejected') {
        isRecording.current = false;
        return notKept(reply.reason);
      }
      await session.close();
      onLeave(recorded(work.list.number, current));
      return null;
    });
  useShortcut('enter', record, { labelKey: 'inventory.work.pick.record', enabled: question === null && !at });

  // Recorded before the session was forgotten (a crash between the two), cancelled, or done by others while nothing was
  // taken here: nothing is left to do. What was taken while another desk did the same is a fact too (R24).
  const isOver = work != null && !isOpenList(work) && !query.outdated;
  const isByOthers = isOver && work.list.state !== 'cancelled' && isElsewhere(work.list, desk);
  useEffect(() => {
    if (!isOver || session.state !== 'open' || isRecording.current) return;
    if (isByOthers && session.entries.length > 0) return;
    isRecording.current = true;
    void session.close().then(() => onLeave({ tone: 'look', ...overWords(work) }));
  }, [isOver, isByOthers, session, work, onLeave]);

  const keys: WorkKey[] = [
    { keys: 'f2', labelKey: 'inventory.work.pick.keys.short', run: () => askInTurn('short'), disabled: !at },
    {
      keys: 'f3',
      labelKey: 'inventory.work.pick.keys.lot',
      run: () => askInTurn('lot'),
      disabled: at?.source.lotId == null,
    },
    { keys: 'f4', labelKey: 'inventory.work.pick.keys.quantity', run: askQuantity, disabled: !at },
    { keys: 'f6', labelKey: 'inventory.work.pick.keys.skip', run: skip, disabled: state.way.length < 2 },
    {
      keys: 'mod+z',
      labelKey: 'inventory.work.undo',
      run: undo,
      disabled: session.entries.length === 0 || question !== null,
    },
  ];
  const closeQuestion = () => ask(null);
  const position = at ? state.lines.indexOf(at) + 1 : state.lines.length;
  return (
    <WorkFrame
      titleKey="inventory.work.pick.title"
      subject={work ? `${work.list.number} · ${work.list.warehouseName}` : ''}
      progress={
        work
          ? {
              segments: state.lines.map((each) => segmentOf(each, at)),
              countKey: 'inventory.work.ofLines',
              at: position,
            }
          : null
      }
      answer={answers.answer}
      ready={{
        key: !ready
          ? 'inventory.work.tally.opening'
          : session.entries.length > 0
            ? 'inventory.work.resumed'
            : 'inventory.work.pick.ready',
      }}
      notice={elsewhere(work, desk, t)}
      keys={keys}
      asks={question !== null}
      onLeave={leave}
      next={work && at ? <NextLines lines={state.way.slice(1, 3)} /> : null}
    >
      <QueryFailed refusal={query.refusal ?? session.reason} onRetry={query.refetch} />
      {ready && at ? <PickAtHand state={at} line={lineOf(lines, at)} hasPlaces={work.hasPlaces} /> : null}
      {ready && !at && lines.length > 0 ? <PickSummary state={state} onRecord={record} /> : null}
      {work === null ? <p className="work-empty">{t('inventory.work.pick.gone')}</p> : null}
      {at && question === 'short' ? <ShortDialog onTake={takeShort} onClose={closeQuestion} /> : null}
      {at && question === 'lot' ? (
        <LotDialog state={at} today={today} onTake={takeLot} onClose={closeQuestion} />
      ) : null}
      {question !== null && typeof question === 'object' ? (
        <WhichLotDialog question={question} onTake={takeToldLot} onClose={closeQuestion} />
      ) : null}
      {at && question === 'quantity' ? (
        <QuantityDialog
          state={at}
          rules={rules}
          onTake={takeQuantity}
          onRefused={answers.say}
          onClose={closeQuestion}
        />
      ) : null}
    </WorkFrame>
  );
}

const has = (entries: readonly PickEntry[], lineId: string): boolean =>
  entries.some((entry) => entry.lineId === lineId);

const noLines: readonly PickWorkLine[] = [];

function lineOf(lines: readonly PickWorkLine[], { line }: PickLineState): PickWorkLine | undefined {
  return lines.find(({ id }) => id === line.id);
}

const isOpenList = (work: PickWork | null): boolean =>
  work !== null && (work.list.state === 'released' || work.list.state === 'claimed');

function overWords(work: PickWork): Pick<WorkAnswer, 'word' | 'text'> {
  const { number, state } = work.list;
  const key = state === 'cancelled' ? 'cancelled' : 'over';
  return {
    word: { key: `inventory.work.pick.${key}` },
    text: { key: `inventory.work.pick.${key}Text`, values: { number } },
  };
}

function recorded(number: string, { lines }: PickState): WorkAnswer {
  const short = lines.filter(({ shortReason }) => shortReason !== null).length;
  return {
    tone: short > 0 ? 'look' : 'right',
    word: { key: 'inventory.work.pick.recorded' },
    text: {
      key: short > 0 ? 'inventory.work.pick.recordedShort' : 'inventory.work.pick.recordedText',
      values: { number, lines: lines.length, short },
    },
  };
}

const isElsewhere = (list: PickListRow, desk: Desk): boolean => !['free', 'own'].includes(claimOf(list, desk));

/** R24: two desks that took the same list without a network both go on; whoever sees it talks to the other one. */
function elsewhere(work: PickWork | null | undefined, desk: Desk, t: TFunction): string | null {
  if (!work) return null;
  const { claimedByName, claimedAt, number } = work.list;
  if (!isElsewhere(work.list, desk)) return null;
  return t(isOpenList(work) ? 'inventory.work.pick.elsewhere' : 'inventory.work.pick.elsewhereDone', {
    name: claimedByName ?? '',
    since: claimedAt === null ? '' : timeText(claimedAt),
    number,
  });
}
