// Long because the keys of one packing table, what each of them does and what is drawn of it belong together.
import { type ReactNode, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PackLine, PackWork } from '#shared/domains/inventory/queries/pack-work.ts';
import {
  decidePackQuantity,
  decidePackScan,
  foldPack,
  mostUnpacked,
  type PackEntry,
  type PackedGoods,
  type PackState,
  weightOf,
} from '#shared/domains/inventory/rules/pack-work.ts';
import { type Scanned, type ScannedLot, tellLot } from '#shared/domains/inventory/rules/scanned.ts';
import { AMOUNT_LIMIT, currencyDecimals, formatDecimal, parseDecimal } from '#shared/kernel/money.ts';
import type { Row } from '#shared/kernel/table.ts';
import { runQuery, useQuery } from '../../../../app/use-query.ts';
import { QueryFailed } from '../../../../ui/query-failed.tsx';
import { useCompany } from '../../../../ui/use-company.ts';
import { finishFirst, nothingToUndo, notKept, notYet, type WorkAnswer } from '../frame/answer.ts';
import { quantityNote, quantityRefused, quantityTyped, quantityWrong } from '../frame/typed-quantity.ts';
import { useAnswers, useQuestion, useScans } from '../frame/use-answers.ts';
import { useWorkSession } from '../frame/use-work-session.ts';
import { askedLot, type LotQuestion, lotTold, notTold, WhichLotDialog } from '../frame/which-lot.tsx';
import { ChoiceDialog, NumberDialog } from '../frame/work-dialogs.tsx';
import { WorkFrame, type WorkKey } from '../frame/work-frame.tsx';
import { PackFinish } from './pack-finish.tsx';
import type { Sent } from './pack-mode.tsx';
import { PackSide } from './pack-side.tsx';
import { PackTable } from './pack-table.tsx';
import { answerTo, notWhole, undone } from './pack-words.ts';
import { sendOrder } from './send-order.ts';
import { ShortDialogs } from './short-dialogs.tsx';
import { takeBackUnpacked, tellUnpacked, type Unpackable, unpackedTold } from './tell-unpacked.ts';
import './pack.css';

interface PackDeskProps {
  readonly orderId: string;
  readonly pickListId: string;
  /** Back to the orders, with what is to be said there. */
  readonly onLeave: (said: WorkAnswer | null, sent: Sent | null) => void;
}

type Question = 'carrier' | 'weight' | 'freight' | 'quantity' | 'short' | 'ship' | LotQuestion;
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
  const { question, asked, ask, askInTurn } = useQuestion<Question>(answers);
  const [isWrong, setWrong] = useState(false);
  // What carrying costs is paid in the company's own money, whatever the order is in.
  const currency = useCompany()?.settings['company.currency'] ?? 'CNY';
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
    const open = asked();
    if (open !== null && typeof open !== 'object') return finishFirst;
    const found = await runQuery<Scanned>('inventory.scanned', { text, warehouseId: work.warehouseId });
    if (open === null) return decide(found);
    const told = lotTold(open, found);
    if (told === null) return notTold(open, found);
    ask(null);
    return decide(told === 'other' ? found : tellLot(open.found, told));
  });
  const takeToldLot = (told: ScannedLot) => {
    const open = asked();
    ask(null);
    if (open !== null && typeof open === 'object') answers.inTurn(() => decide(tellLot(open.found, told)));
  };
  const decide = async (found: Scanned): Promise<WorkAnswer | null> => {
    const current = now();
    const decision = decidePackScan(current, found);
    if (decision.kind === 'whichLot') {
      const question = lotQuestion(decision.lines, current, found);
      ask(question);
      return askedLot(question);
    }
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
  };

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
    const name = carrier?.name ?? t('inventory.work.pack.fetched');
    const said: WorkAnswer = {
      tone: 'right',
      word: { key: 'inventory.shipments.carrier' },
      text: {
        key: `inventory.work.pack.${givesNumber(carrier) ? 'carrierNumbered' : 'carrierText'}`,
        values: { name },
      },
    };
    answers.inTurn(() => keep({ kind: 'carrier', carrierId: carrier?.id ?? null, name: carrier?.name ?? null }, said));
  };
  const takeWeight = (typed: string) => {
    const grams = parseDecimal(typed, 3);
    if (grams === null || grams <= 0 || grams > 1e9) {
      setWrong(true);
      return;
    }
    ask(null);
    setWrong(false);
    answers.inTurn(() => keep({ kind: 'weight', grams }, null));
  };
  const takeFreight = (typed: string) => {
    const minor = parseDecimal(typed, currencyDecimals(currency));
    if (minor === null || minor < 0 || minor > AMOUNT_LIMIT) {
      setWrong(true);
      return;
    }
    ask(null);
    setWrong(false);
    answers.inTurn(() => keep({ kind: 'freight', minor }, null));
  };
  /** F4: one scan and a figure stand for a pallet. */
  const takeQuantity = (typed: string) =>
    answers.inTurn(async () => {
      const quantity = parseDecimal(typed, 4);
      const { last } = now();
      if (!last) return null;
      const entry = quantity === null ? null : decidePackQuantity(now(), quantity);
      if (!entry) {
        setWrong(true);
        return quantityRefused('pack', limitsOf(last));
      }
      closeQuestion();
      const { productCode: code, productName: name, unit } = last.line;
      return keep(entry, quantityTyped({ code, name, unit, quantity: quantity ?? 0 }));
    });
  const askShort = () =>
    answers.inTurn(async () => {
      if (now().lines.every((each) => mostUnpacked(each) === 0)) {
        return {
          tone: 'look',
          word: { key: 'inventory.work.pack.nothingOut' },
          text: { key: 'inventory.work.pack.nothingOutText' },
        };
      }
      ask('short');
      return null;
    });
  /** What was found damaged, or is missing: it is a fact at once, and less is sent. */
  const takeShort = ({ line, quantity, reason }: Unpackable) => {
    ask(null);
    answers.inTurn(async () => {
      const told = await tellUnpacked({ line, quantity, reason }, t(`inventory.work.pack.whys.${reason}`));
      if ('refused' in told) return notKept(told.refused);
      query.refetch();
      // It is booked, whatever becomes of the step: without it no key of this desk takes it back.
      await session.keep(told.done);
      return unpackedTold(told.done);
    });
  };
  const closeQuestion = () => {
    ask(null);
    setWrong(false);
  };
  const undo = () =>
    answers.inTurn(async () => {
      const last = session.latest().at(-1);
      // What stays booked is no step of the desk any more: the next stroke takes back what was done before it.
      const stays = last?.kind === 'unpacked' ? await takeBackUnpacked(last, t('inventory.work.pack.whys.good')) : null;
      const taken = await session.undo();
      if (last?.kind === 'unpacked') query.refetch();
      if (stays) return stays;
      if ('reason' in taken) return taken.reason ? notKept(taken.reason) : nothingToUndo;
      return undone(taken.entry);
    });
  const leave = () =>
    answers.inTurn(async () => {
      // Of an order that has left nothing is packed any more: the power went after it was told.
      if (work === null && session.state === 'open') await session.close();
      else await session.closeUnused();
      onLeave(null, null);
      return null;
    });
  /** What leaves the house is seen first. */
  const askShip = () =>
    answers.inTurn(async () => {
      if (!ready || asked() !== null) return null;
      if (!now().isWhole) return notWhole(now());
      ask('ship');
      return null;
    });
  const ship = () => {
    ask(null);
    answers.inTurn(async () => {
      const current = now();
      if (!ready || !current.isWhole || isSending.current) return null;
      isSending.current = true;
      const sent = await sendOrder(work, current, t('inventory.work.pack.fetched'));
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
  };
  const keys: WorkKey[] = [
    { keys: 'f2', labelKey: 'inventory.work.pack.keys.short', run: askShort, disabled: !ready },
    { keys: 'f3', labelKey: 'inventory.work.pack.keys.freight', run: () => askInTurn('freight'), disabled: !ready },
    {
      ...{ keys: 'f4', labelKey: 'inventory.work.pack.keys.quantity', run: () => askInTurn('quantity') },
      disabled: !ready || !state.last,
    },
    { keys: 'f5', labelKey: 'inventory.work.pack.keys.parcel', run: nextParcel, disabled: !ready || state.isWhole },
    { keys: 'f6', labelKey: 'inventory.work.pack.keys.carrier', run: () => askInTurn('carrier'), disabled: !ready },
    { keys: 'f7', labelKey: 'inventory.work.pack.keys.weight', run: () => askInTurn('weight'), disabled: !ready },
    {
      keys: 'mod+z',
      labelKey: 'inventory.work.undo',
      run: undo,
      disabled: session.entries.length === 0 || question !== null,
    },
    { keys: 'enter', labelKey: 'inventory.work.pack.ship', run: askShip, disabled: !ready },
  ];
  const done = state.lines.filter(({ line, packed }) => packed >= line.quantity).length;
  const weight = state.weightGrams ?? weightOf(state);
  const limits = limitsOf(state.last);
  const note = isWrong ? quantityWrong('pack', limits) : quantityNote(limits);
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
      keys={keys}
      asks={question !== null}
      onLeave={leave}
    >
      <QueryFailed refusal={query.refusal ?? session.reason} onRetry={query.refetch} />
      {work === null ? <p className="work-empty">{t('inventory.work.pack.gone')}</p> : null}
      {ready ? (
        <div className="pack-desk">
          <PackTable state={state} />
          <PackSide work={work} state={state} currency={currency} onShip={askShip} />
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
          note={t(isWrong ? 'inventory.work.pack.weightWrong' : 'inventory.work.pack.weightNote')}
          isWrong={isWrong}
          onTake={takeWeight}
          onClose={closeQuestion}
        />
      ) : null}
      {question === 'quantity' && state.last ? (
        <NumberDialog
          title={t('inventory.work.quantity.ask', { name: state.last.line.productName })}
          unit={state.last.line.unit}
          proposal={formatDecimal(state.last.quantity + state.last.left, 4)}
          note={t(note.key, note.values ?? {})}
          isWrong={isWrong}
          onTake={takeQuantity}
          onClose={closeQuestion}
        />
      ) : null}
      {question !== null && typeof question === 'object' ? (
        <WhichLotDialog question={question} onTake={takeToldLot} onClose={closeQuestion} />
      ) : null}
      {question === 'ship' && work && state.isWhole ? (
        <PackFinish
          {...{ work, state, currency }}
          lacksNumber={
            state.trackingNumber === null && givesNumber(carriers.find(({ id }) => id === state.carrier?.id))
          }
          onTake={ship}
          onClose={closeQuestion}
        />
      ) : null}
      {question === 'short' ? <ShortDialogs lines={state.lines} onTake={takeShort} onClose={closeQuestion} /> : null}
      {question === 'freight' ? (
        <NumberDialog
          title={t('inventory.work.pack.askFreight')}
          unit={currency}
          proposal={state.freightMinor === null ? '' : formatDecimal(state.freightMinor, currencyDecimals(currency))}
          note={t(isWrong ? 'inventory.work.pack.freightWrong' : 'inventory.work.pack.freightNote')}
          isWrong={isWrong}
          onTake={takeFreight}
          onClose={closeQuestion}
        />
      ) : null}
    </WorkFrame>
  );
}

/** Who has a page for them gives parcels a number, by which everybody asks later. */
const givesNumber = (carrier: Carrier | null | undefined): boolean => (carrier?.trackingUrl ?? null) !== null;

/** F4: what lies in the open parcel stays there, and what was picked may come to it. */
const limitsOf = (last: PackState<PackLine>['last']) => ({
  ...{ most: last ? last.quantity + last.left : null, least: last?.quantity ?? 0, unit: last?.line.unit ?? '' },
});

/** The lots that were picked, and what of each is not in a parcel. */
function lotQuestion(lines: readonly PackedGoods[], state: PackState, found: Scanned): LotQuestion {
  const [first] = lines;
  const lots = lines.flatMap(({ lotId, lotCode, productId, productCode, productName }) => {
    if (lotId === null) return [];
    const ofIt = state.lines.filter(({ line }) => line.productId === productId && line.lotId === lotId);
    const amount = ofIt.reduce((sum, { line, packed }) => sum + Math.max(0, line.quantity - packed), 0);
    const named = { id: lotId, productId, productCode, productName, code: lotCode ?? '' };
    return [{ ...named, expiresOn: null, blocked: 0 as const, amount }];
  });
  lots.sort((left, right) => (left.code < right.code ? -1 : 1));
  return { productId: first?.productId ?? '', name: first?.productName ?? '', unit: first?.unit ?? '', found, lots };
}
