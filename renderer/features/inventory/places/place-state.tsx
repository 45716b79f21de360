import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { StateTag } from '../../../ui/state-tag.tsx';

interface PlaceStateProps {
  readonly place: { readonly active: 0 | 1; readonly isOutOfUse: boolean };
  readonly plain?: boolean;
}

/** Whether goods are put at a place. */
export function PlaceState({ place, plain = false }: PlaceStateProps): ReactNode {
  const { t } = useTranslation();
  const [state, word] = place.isOutOfUse
    ? (['draft', 'outOfUse'] as const)
    : place.active === 0
      ? (['wait', 'blocked'] as const)
      : (['done', 'open'] as const);
  return (
    <StateTag state={state} plain={plain}>
      {t(`inventory.places.states.${word}`)}
    </StateTag>
  );
}
