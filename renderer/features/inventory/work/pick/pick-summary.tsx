import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { PickState } from '#shared/domains/inventory/rules/pick-work.ts';
import { KeyCap } from '../../../../ui/key-cap.tsx';
import { StateShape } from '../../../../ui/state-tag.tsx';

/** Everything was taken or found missing: what is told to the office, and the key that tells it. */
export function PickSummary({
  state: { lines },
  onRecord,
}: {
  readonly state: PickState;
  readonly onRecord: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const short = lines.filter(({ shortReason }) => shortReason !== null);
  return (
    <div className="pick-summary">
      <p className={`pick-summary-word state-${short.length > 0 ? 'wait' : 'done'}`}>
        <StateShape state={short.length > 0 ? 'wait' : 'done'} />
        {t(`inventory.work.pick.${short.length > 0 ? 'pickedShort' : 'allPicked'}`, { count: short.length })}
      </p>
      <p>{t('inventory.work.pick.summary', { count: lines.length })}</p>
      <button type="button" className="pick-record" onClick={onRecord} aria-keyshortcuts="Enter">
        <KeyCap keys="enter" />
        {t('inventory.work.pick.record')}
      </button>
      <p className="text-3">{t('inventory.work.pick.recordHelp')}</p>
      {short.length > 0 ? (
        <ul className="pick-shorts">
          {short.map(({ line, total, shortReason }) => (
            <li key={line.id} className="pick-short">
              <span>{line.productCode}</span>
              <span className="ellipsis">{line.productName}</span>
              <span>
                {t('inventory.work.pick.shortOf', { picked: total, quantity: line.quantity, unit: line.unit })}
              </span>
              <span className="state-wait work-state">
                {t(`inventory.work.pick.reasons.${shortReason ?? 'notFound'}`)}
              </span>
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}
