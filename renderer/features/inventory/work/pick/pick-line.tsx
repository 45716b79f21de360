import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { PickWorkLine, RackPlace } from '#shared/domains/inventory/queries/pick-work.ts';
import type { PickLineState } from '#shared/domains/inventory/rules/pick-work.ts';
import { isWholeUnits, splitIntoUnits } from '#shared/domains/inventory/rules/units.ts';
import { DateOnly, Empty, Quantity } from '../../../../ui/format.tsx';
import { quantityText } from '../../../../ui/format-text.ts';

/** More than this does not fit at full size. */
const LONG_PLACE = 7;
const LONG_QUANTITY = 3;
/** In half widths: so long a unit stands large beside two digits; so long a one small beside three. */
const LARGE_UNIT = 4;
const UNIT_BESIDE_THREE = 3;
const LONGER_QUANTITY = 5;
const LONGEST_QUANTITY = 7;
/** A lot's letters are wider than the hyphens of a place. */
const LONG_LOT = 6;
const LONGEST_LOT = 20;
export const LONG_NAME = 36;

/** In half widths: a Chinese character is as wide as two Latin ones. */
export const widthOf = (text: string): number => text.length + (text.match(/[\u2e80-\uffff]/g)?.length ?? 0);

/** The class of a figure by its length and its unit's: both are whole within their column. */
export function figureClass(figure: string, unit: string): string {
  if (figure.length < LONG_QUANTITY) return widthOf(unit) > LARGE_UNIT ? 'pick-figure pick-figure-full' : 'pick-figure';
  if (figure.length === LONG_QUANTITY && widthOf(unit) <= UNIT_BESIDE_THREE) return 'pick-figure pick-figure-full';
  if (figure.length <= LONGER_QUANTITY) return 'pick-figure pick-figure-long';
  const longest = figure.length > LONGEST_QUANTITY ? ' pick-figure-whole' : '';
  return `pick-figure pick-figure-long pick-figure-longest${longest}`;
}

/** The class of a lot's code by its length: all of it is read, or another lot is. */
export function lotClass(code: string): string {
  if (code.length <= LONG_LOT) return 'pick-code';
  return code.length > LONGEST_LOT ? 'pick-code pick-code-long pick-code-whole' : 'pick-code pick-code-long';
}

interface PickAtHandProps {
  readonly state: PickLineState;
  /** Undefined only while the list is asked anew. */
  readonly line: PickWorkLine | undefined;
  readonly hasPlaces: boolean;
}

/** The line at hand: where, what, how many. */
export function PickAtHand({ state, line, hasPlaces }: PickAtHandProps): ReactNode {
  const { t } = useTranslation();
  const { source, total } = state;
  const { productCode, productName, unit, quantity, lotId } = state.line;
  const left = Math.max(0, quantity - total);
  const figure = quantityText(left);
  const place = line && source.locationId === line.locationId ? line.place : null;
  return (
    <div className="pick-at-hand">
      <section className="pick-place" aria-label={t('inventory.work.pick.place')}>
        <h2>{t('inventory.work.pick.place')}</h2>
        <p className="pick-big">
          <PlaceCode code={source.locationCode} hasPlaces={hasPlaces} />
        </p>
        {place ? <Rack place={place} /> : null}
      </section>
      <section className="pick-product" aria-label={t('inventory.work.pick.product')}>
        <h2>
          {t('inventory.work.pick.product')} {productCode}
        </h2>
        <p className={`pick-big pick-name${widthOf(productName) > LONG_NAME ? ' pick-name-long' : ''}`}>
          {productName}
        </p>
        <dl>
          {lotId === null ? null : (
            <>
              <dt>{t('inventory.work.pick.lot')}</dt>
              <dd className={source.lotId === lotId ? undefined : 'pick-changed'}>
                {source.lotCode}
                {source.expiresOn === null ? null : (
                  <span className="text-3">
                    {' '}
                    {t('inventory.work.pick.until')} <DateOnly value={source.expiresOn} />
                  </span>
                )}
              </dd>
            </>
          )}
          <Packs line={line} />
          {line ? (
            <>
              <dt>{t('inventory.work.pick.order')}</dt>
              <dd className="ellipsis">
                {line.orderNumber} <span className="text-3">{line.customerName}</span>
              </dd>
            </>
          ) : null}
        </dl>
      </section>
      <section className="pick-amount" aria-label={t('inventory.work.pick.left')}>
        <h2>{t('inventory.work.pick.left')}</h2>
        <p className="pick-big" data-testid="pick-left">
          <span className={figureClass(figure, unit)}>{figure}</span>
          <span className="pick-unit">{unit}</span>
        </p>
        <LeftInPacks line={line} left={left} />
        <span className="pick-bar">
          <span style={{ width: `${quantity === 0 ? 0 : Math.min(100, (100 * total) / quantity)}%` }} />
        </span>
        <p className="pick-picked">
          {t('inventory.work.pick.picked')} <strong data-testid="pick-picked">{quantityText(total)}</strong>{' '}
          <span className="text-3">{t('inventory.work.pick.of', { quantity, unit })}</span>
        </p>
      </section>
    </div>
  );
}

/** The parts of a place's code; what joins them is quieter. */
export function PlaceCode({
  code,
  hasPlaces = false,
}: {
  readonly code: string | null;
  readonly hasPlaces?: boolean;
}): ReactNode {
  const { t } = useTranslation();
  if (code === null) {
    const key = hasPlaces ? 'inventory.work.pick.notPutAway' : 'inventory.work.pick.noPlace';
    return <span className="pick-no-place">{t(key)}</span>;
  }
  const parts = code.split(/([-./])/);
  return (
    <span className={code.length > LONG_PLACE ? 'pick-code pick-code-long' : 'pick-code'} data-testid="pick-place">
      {parts.map((part, index) =>
        index % 2 === 1 ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: parts have nothing but their place
          <span key={index} className="pick-code-joint">
            {part}
          </span>
        ) : (
          part
        ),
      )}
    </span>
  );
}

const MOST_BAYS = 8;
const MOST_LEVELS = 4;

/** The rack from the front, the floor below: which hole it is. */
export function Rack({ place: { rack, bay, level, bays, levels } }: { readonly place: RackPlace }): ReactNode {
  const { t } = useTranslation();
  const isDrawn = bays <= MOST_BAYS && levels <= MOST_LEVELS && bay >= 1 && level >= 1;
  const rows = Array.from({ length: levels }, (_row, index) => levels - index);
  const columns = Array.from({ length: bays }, (_column, index) => index + 1);
  return (
    <div className="pick-rack">
      {isDrawn ? (
        <div className="pick-rack-holes" aria-hidden="true">
          {rows.map((row) => (
            <div key={row} className="pick-rack-row">
              {columns.map((column) => (
                <span
                  key={column}
                  className={row === level && column === bay ? 'pick-hole pick-hole-here' : 'pick-hole'}
                />
              ))}
            </div>
          ))}
        </div>
      ) : null}
      <p>
        {t('inventory.work.pick.rack', { rack })}
        <br />
        {t('inventory.work.pick.hole', { bay, level })}
      </p>
    </div>
  );
}

function Packs({ line }: { readonly line: PickWorkLine | undefined }): ReactNode {
  const { t } = useTranslation();
  const pack = line?.packs[0];
  if (!line || (!pack && line.packaging === null)) return null;
  return (
    <>
      <dt>{t('inventory.work.pick.packing')}</dt>
      <dd className="ellipsis">
        {pack ? t('inventory.work.pick.pack', { name: pack.name, ratio: pack.ratio, unit: line.unit }) : line.packaging}
      </dd>
    </>
  );
}

/** Whole boxes among what is left (R31): who takes them by the box scans the box. */
function LeftInPacks({ line, left }: { readonly line: PickWorkLine | undefined; readonly left: number }): ReactNode {
  const { t } = useTranslation();
  const fitting = line?.packs.findLast(({ ratio }) => splitIntoUnits(left, ratio).units > 0);
  if (!line || !fitting) return <p className="pick-in-packs" />;
  const { units, rest } = splitIntoUnits(left, fitting.ratio);
  const values = { units, name: fitting.name, rest, unit: line.unit };
  return (
    <p className="pick-in-packs">
      {t(
        isWholeUnits(left, fitting.ratio) ? 'inventory.work.pick.inPacks' : 'inventory.work.pick.inPacksAndRest',
        values,
      )}
    </p>
  );
}

/** The two that follow, faint: an operator walks ahead. */
export function NextLines({ lines }: { readonly lines: readonly PickLineState[] }): ReactNode {
  const { t } = useTranslation();
  if (lines.length === 0) return null;
  return (
    <ol className="pick-next" aria-label={t('inventory.work.pick.following')}>
      {lines.map(({ line, source, total }, index) => (
        <li key={line.id}>
          <span className="text-3">{t(index === 0 ? 'inventory.work.pick.next' : 'inventory.work.pick.then')}</span>
          <strong className="ellipsis">{source.locationCode ?? <Empty />}</strong>
          <span className="ellipsis">{line.productCode}</span>
          <span className="ellipsis">{line.productName}</span>
          <span className="ellipsis">{source.lotCode}</span>
          <strong className="pick-next-amount">
            <Quantity value={line.quantity - total} unit={line.unit} />
          </strong>
        </li>
      ))}
    </ol>
  );
}
