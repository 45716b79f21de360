/** What would leave the house, before it does: one Enter shows it, another one sends it. */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { PackLine, PackWork } from '#shared/domains/inventory/queries/pack-work.ts';
import { leftOnOrder, linesToShip, type PackState } from '#shared/domains/inventory/rules/pack-work.ts';
import { useShortcut } from '../../../../app/shortcuts.ts';
import { Quantity } from '../../../../ui/format.tsx';
import { StateShape } from '../../../../ui/state-tag.tsx';
import { WorkDialog } from '../frame/work-dialogs.tsx';
import { PackFacts } from './pack-side.tsx';

interface PackFinishProps {
  readonly work: PackWork;
  readonly state: PackState<PackLine>;
  readonly currency: string;
  /** Its carrier gives parcels a number, and none was scanned. */
  readonly lacksNumber: boolean;
  readonly onTake: () => void;
  readonly onClose: () => void;
}

export function PackFinish({ work, state, currency, lacksNumber, onTake, onClose }: PackFinishProps): ReactNode {
  const { t } = useTranslation();
  // A key that is still held down from the question before decides nothing.
  useShortcut('enter', (event) => {
    if (!event.repeat) onTake();
  });
  const packed = linesToShip(state);
  const parcels = Math.max(...packed.map(({ parcel }) => parcel));
  const short = leftOnOrder(work.onOrder, state);
  return (
    <WorkDialog
      title={t('inventory.work.pack.finish', { count: parcels })}
      takeText={t('inventory.work.pack.ship')}
      onClose={onClose}
    >
      {short.length === 0 ? null : (
        <>
          <p className="pack-open state-wait">
            <StateShape state="wait" />
            {t('inventory.work.pack.staysOpen', { count: short.length })}
          </p>
          <ul className="pack-open-lines">
            {short.map(({ productId, productCode, productName, unit, quantity }) => (
              <li key={productId}>
                <span className="ellipsis">{productCode}</span>
                <span className="ellipsis">{productName}</span>
                <Quantity value={quantity} unit={unit} />
              </li>
            ))}
          </ul>
        </>
      )}
      {lacksNumber ? (
        <p className="pack-open state-wait">
          <StateShape state="wait" />
          {t('inventory.work.pack.lacksNumber')}
        </p>
      ) : null}
      <div className="pack-facts">
        <PackFacts work={work} state={state} currency={currency} />
      </div>
    </WorkDialog>
  );
}
