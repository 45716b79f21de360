import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { PackWork } from '#shared/domains/inventory/queries/pack-work.ts';
import { type PackState, weightOf } from '#shared/domains/inventory/rules/pack-work.ts';
import { formatDecimal } from '#shared/kernel/money.ts';
import { Money } from '../../../../ui/format.tsx';
import { KeyCap } from '../../../../ui/key-cap.tsx';

interface PackFactsProps {
  readonly work: PackWork;
  readonly state: PackState;
  readonly currency: string;
}

/** Whereto and how it goes. */
export function PackFacts({ work, state, currency }: PackFactsProps): ReactNode {
  const { t } = useTranslation();
  const weight = state.weightGrams ?? weightOf(state);
  return (
    <dl>
      <dt>{t('inventory.shipments.shipTo')}</dt>
      <dd>{work.shipTo ?? '–'}</dd>
      <dt>{t('inventory.shipments.carrier')}</dt>
      <dd>{state.carrier ? (state.carrier.name ?? t('inventory.work.pack.fetched')) : '–'}</dd>
      <dt>{t('inventory.work.pack.trackingNumber')}</dt>
      <dd>{state.trackingNumber ?? '–'}</dd>
      <dt>{t('inventory.work.pack.weight')}</dt>
      <dd>{weight === null ? '–' : t('inventory.work.pack.kilograms', { weight: formatDecimal(weight, 3) })}</dd>
      <dt>{t('inventory.shipments.freight')}</dt>
      <dd>{state.freightMinor === null ? '–' : <Money minor={state.freightMinor} currency={currency} />}</dd>
    </dl>
  );
}

/** The parcel at hand, and the key that sends everything once all is packed: it stays in sight, the facts scroll. */
export function PackSide({ onShip, ...facts }: PackFactsProps & { readonly onShip: () => void }): ReactNode {
  const { t } = useTranslation();
  const { state } = facts;
  return (
    <aside className="work-side pack-side" aria-label={t('inventory.work.pack.parcelAtHand')}>
      <p className="pack-parcel">
        <span>{t('inventory.work.pack.parcelAtHand')}</span>
        <strong>{state.parcel}</strong>
      </p>
      <PackFacts {...facts} />
      {state.isWhole ? (
        <button type="button" className="pack-ship" onClick={onShip} aria-keyshortcuts="Enter">
          <KeyCap keys="enter" />
          {t('inventory.work.pack.ship')}
        </button>
      ) : null}
    </aside>
  );
}
