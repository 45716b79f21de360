/** What a tally's operator looks at: where, or which lot; what; how many. */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { PutAwayAdvice } from '#shared/domains/inventory/queries/put-away.ts';
import {
  isInHand,
  type TallyLine,
  type TallyMode,
  type TallyState,
  tallied,
} from '#shared/domains/inventory/rules/tally.ts';
import { useQuery } from '../../../../app/use-query.ts';
import { DateOnly } from '../../../../ui/format.tsx';
import { quantityText } from '../../../../ui/format-text.ts';
import { StateShape } from '../../../../ui/state-tag.tsx';
import { figureClass, LONG_NAME, lotClass, PlaceCode, widthOf } from '../pick/pick-line.tsx';
import { AlsoInHand } from './also-in-hand.tsx';
import { shelvesToCount } from './tally-next.tsx';
import type { TallyPaper } from './tally-paper.ts';
import '../pick/pick.css';

interface TallyAtHandProps {
  readonly mode: TallyMode;
  readonly paper: TallyPaper;
  readonly state: TallyState;
  readonly today: string;
}

const isByLot = (mode: TallyMode) => mode === 'receive' || mode === 'takeIn';

/** The three big things, as in pick mode. */
export function TallyAtHand(props: TallyAtHandProps): ReactNode {
  const { mode, state } = props;
  const line = state.waiting ?? state.last;
  return (
    <div className="pick-at-hand tally">
      {isByLot(mode) ? <LotPart {...props} line={line} /> : <PlacePart {...props} line={line} />}
      <ProductPart {...props} line={line} />
      <AmountPart {...props} line={line} />
    </div>
  );
}

interface PartProps extends TallyAtHandProps {
  readonly line: TallyLine | null;
}

/** Goods that come in: their lot and its last day. */
function LotPart({ state, line, today }: PartProps): ReactNode {
  const { t } = useTranslation();
  const { waiting, place } = state;
  return (
    <section className="pick-place" aria-label={t('inventory.work.pick.lot')}>
      <h2>{t('inventory.work.pick.lot')}</h2>
      <p className="pick-big">
        {waiting ? (
          <span className="tally-call state-wait">
            <StateShape state="wait" />
            {t(`inventory.work.tally.${waiting.tracking === 'serial' ? 'serialNext' : 'lotNext'}`)}
          </span>
        ) : line?.lotCode ? (
          <span className={lotClass(line.lotCode)}>{line.lotCode}</span>
        ) : (
          <span className="pick-no-place">{t(`inventory.work.tally.${line ? 'withoutLot' : 'lotComes'}`)}</span>
        )}
      </p>
      <dl className="tally-facts">
        {line?.expiresOn ? (
          <>
            <dt>{t('inventory.work.pick.until')}</dt>
            <dd className={line.expiresOn < today ? 'state-late' : undefined}>
              <DateOnly value={line.expiresOn} />
            </dd>
          </>
        ) : null}
        {line?.serialCode ? (
          <>
            <dt>{t('inventory.work.tally.serial')}</dt>
            <dd>{line.serialCode}</dd>
          </>
        ) : null}
        {place?.code ? (
          <>
            <dt>{t('inventory.work.pick.place')}</dt>
            <dd>{place.code}</dd>
          </>
        ) : null}
      </dl>
    </section>
  );
}

/** Where it is put, taken or counted. */
function PlacePart({ mode, paper, state, line }: PartProps): ReactNode {
  const { t } = useTranslation();
  if (mode === 'putAway') return <TargetPart paper={paper} state={state} line={line} />;
  const { place } = state;
  // Where to go first: along the way, where somebody has to count again too.
  const next = mode === 'count' && !place ? shelvesToCount(paper, state).find((shelf) => shelf.place !== null) : null;
  const says = place ? 'atNoPlace' : paper.hasPlaces ? 'scanPlace' : 'withoutPlaces';
  return (
    <section className="pick-place" aria-label={t('inventory.work.pick.place')}>
      <h2>{t(`inventory.work.${next ? 'tally.beginAt' : 'pick.place'}`)}</h2>
      <p className={next ? 'pick-big tally-ahead' : 'pick-big'}>
        {next || place?.code ? (
          <PlaceCode code={next?.place ?? place?.code ?? null} />
        ) : (
          <span className="pick-no-place">{t(`inventory.work.tally.${says}`)}</span>
        )}
      </p>
      {next ? <p className="tally-hint">{t('inventory.work.tally.scanPlace')}</p> : null}
    </section>
  );
}

/** Where goods in the hand go: to their like, or to an empty place. */
function TargetPart({ paper, state, line }: Omit<PartProps, 'mode' | 'today'>): ReactNode {
  const { t } = useTranslation();
  const inHand = state.lines.filter(isInHand);
  const goods = inHand.at(-1) ?? null;
  const { data } = useQuery<PutAwayAdvice>(
    'inventory.putAwayAdvice',
    { warehouseId: paper.warehouseId, productId: goods?.productId ?? '', lotId: goods?.lotId ?? null },
    { enabled: goods !== null && paper.hasPlaces },
  );
  const [best, ...others] = goods ? (data?.suggestions ?? []) : [];
  const done = goods === null && line !== null ? line.locationCode : null;
  const dock = data?.shelves.reduce((sum, { quantity }) => sum + quantity, 0) ?? 0;
  return (
    <section className="pick-place" aria-label={t('inventory.work.tally.target')}>
      <h2>{t(`inventory.work.tally.${done === null ? 'target' : 'putAt'}`)}</h2>
      <p className="pick-big">
        {best || done ? (
          <PlaceCode code={best?.code ?? done} />
        ) : (
          <span className="pick-no-place">
            {t(`inventory.work.tally.${goods ? (data ? 'noneEmpty' : 'anyPlace') : 'goodsFirst'}`)}
          </span>
        )}
      </p>
      {best?.rack && best.bay !== null && best.level !== null ? (
        <p className="tally-hint">
          {t('inventory.work.pick.rack', { rack: best.rack })}{' '}
          {t('inventory.work.pick.hole', { bay: best.bay, level: best.level })}
        </p>
      ) : null}
      {best ? (
        <p className="tally-hint">
          {t(`inventory.work.tally.why.${best.why}`, { quantity: best.onHand, unit: goods?.unit ?? '' })}
        </p>
      ) : null}
      {others.length > 0 ? (
        <p className="tally-hint text-3">
          {t('inventory.work.tally.orAt', { places: others.map(({ code }) => code).join('  ') })}
        </p>
      ) : null}
      {goods && dock > 0 ? (
        <p className="tally-hint">{t('inventory.work.tally.atDock', { quantity: dock, unit: goods.unit })}</p>
      ) : null}
      {state.source ? (
        <p className="tally-hint state-wait">
          {t('inventory.work.tally.takenFromText', { place: state.source.code ?? '' })}
        </p>
      ) : null}
    </section>
  );
}

function ProductPart({ mode, paper, state, line }: PartProps): ReactNode {
  const { t } = useTranslation();
  const isBlind = mode === 'receive' && paper.purchaseOrderId === null;
  return (
    <section className="pick-product" aria-label={t('inventory.work.pick.product')}>
      <h2>
        {t('inventory.work.pick.product')} {line?.code}
      </h2>
      {line ? (
        <p className={`pick-big pick-name${widthOf(line.name) > LONG_NAME ? ' pick-name-long' : ''}`}>{line.name}</p>
      ) : (
        <p className="pick-big pick-no-place">
          {t(`inventory.work.tally.ready.${mode}${paper.hasPlaces && !state.place ? 'ByPlace' : ''}`)}
        </p>
      )}
      <dl>
        {line?.lotCode && !isByLot(mode) ? (
          <>
            <dt>{t('inventory.work.pick.lot')}</dt>
            <dd>
              {line.lotCode}
              {line.expiresOn ? (
                <span className="text-3">
                  {' '}
                  {t('inventory.work.pick.until')} <DateOnly value={line.expiresOn} />
                </span>
              ) : null}
            </dd>
          </>
        ) : null}
        {state.waiting && !isByLot(mode) ? (
          <>
            <dt>{t('inventory.work.pick.lot')}</dt>
            <dd className="state-wait tally-lot-next">{t('inventory.work.tally.lotNext')}</dd>
          </>
        ) : null}
        {line?.serialCode && !isByLot(mode) ? (
          <>
            <dt>{t('inventory.work.tally.serial')}</dt>
            <dd>{line.serialCode}</dd>
          </>
        ) : null}
        {paper.party || isBlind ? (
          <>
            <dt>{t(`inventory.work.tally.party.${mode}`)}</dt>
            <dd className="ellipsis">{paper.party ?? t('inventory.work.tally.blind')}</dd>
          </>
        ) : null}
        {mode === 'putAway' && line ? <AlsoInHand state={state} line={line} /> : null}
        {line?.rejectReason ? (
          <>
            <dt>{t('inventory.work.tally.keys.reject')}</dt>
            <dd className="state-wait tally-lot-next">{line.rejectReason}</dd>
          </>
        ) : null}
      </dl>
    </section>
  );
}

/** How many so far: of this lot, in the hand, or on the shelf; and of all its goods, of which the paper wants so many. */
function AmountPart({ mode, paper, state, line }: PartProps): ReactNode {
  const { t } = useTranslation();
  const amount = line === null ? 0 : amountOf(state, line);
  const figure = quantityText(amount);
  const total = line === null ? 0 : tallied(state, line.productId);
  const wanted =
    line === null || paper.allowed === null
      ? null
      : paper.lines.reduce((sum, each) => (each.productId === line.productId ? sum + each.open : sum), 0);
  // What was put away is in nobody's hand any more.
  const isPut = mode === 'putAway' && line !== null && !isInHand(line);
  const name = isPut
    ? t('inventory.work.tally.nowAt', { place: line.locationCode ?? '' })
    : t(`inventory.work.tally.amount.${mode}`);
  return (
    <section className="pick-amount" aria-label={name}>
      <h2>{name}</h2>
      <p className="pick-big" data-testid="tally-amount">
        <span className={figureClass(figure, line?.unit ?? '')}>{figure}</span>
        <span className="pick-unit">{line?.unit}</span>
      </p>
      {wanted === null && total === amount ? null : (
        <p className="pick-in-packs">
          {total === amount ? null : t('inventory.work.tally.inAll', { quantity: total, unit: line?.unit })}
        </p>
      )}
      {wanted === null ? null : (
        <>
          <span className="pick-bar">
            <span style={{ width: `${wanted === 0 ? 100 : Math.min(100, (100 * total) / wanted)}%` }} />
          </span>
          <p className="pick-picked">
            {t(`inventory.work.tally.wanted.${mode}`)}{' '}
            <strong>
              {quantityText(wanted)} {line?.unit}
            </strong>
          </p>
        </>
      )}
    </section>
  );
}

/** Of the lot and place that stand beside it, good or rejected as it says. */
function amountOf(state: TallyState, line: TallyLine): number {
  const { productId, lotCode, locationId, rejectReason } = line;
  return state.lines.reduce((sum, each) => {
    const isOfIt = each.productId === productId && each.lotCode === lotCode && each.locationId === locationId;
    return isOfIt && each.rejectReason === rejectReason ? sum + each.quantity : sum;
  }, 0);
}
