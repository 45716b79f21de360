import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { PackLine } from '#shared/domains/inventory/queries/pack-work.ts';
import type { PackState } from '#shared/domains/inventory/rules/pack-work.ts';
import { Quantity } from '../../../../ui/format.tsx';
import { StateShape } from '../../../../ui/state-tag.tsx';

/** What was picked and what of it lies in the parcels. */
export function PackTable({ state }: { readonly state: PackState<PackLine> }): ReactNode {
  const { t } = useTranslation();
  return (
    <div className="work-lines" role="list" aria-label={t('inventory.work.pack.goods')}>
      {state.lines.map(({ line, packed, parts }) => {
        const isDone = packed >= line.quantity;
        return (
          <div key={line.id} className={`work-line pack-line ${isDone ? 'work-line-over' : ''}`} role="listitem">
            <StateShape state={isDone ? 'done' : packed > 0 ? 'open' : 'draft'} />
            <span>{line.productCode}</span>
            <span className="work-goods">
              <span className="ellipsis">{line.productName}</span>
              {(line.serialCode ?? line.lotCode) ? <small>{line.serialCode ?? line.lotCode}</small> : null}
            </span>
            <span className="work-quiet">
              {parts.length === 0
                ? null
                : `${t('inventory.shipments.parcel')} ${parts.map(({ parcel }) => parcel).join(', ')}`}
            </span>
            <strong className="work-figure">
              <Quantity value={packed} />
            </strong>
            <span className="work-quiet">/</span>
            <span className="work-quiet work-figure">
              <Quantity value={line.quantity} />
            </span>
            <span className="work-quiet ellipsis">{line.unit}</span>
          </div>
        );
      })}
    </div>
  );
}
