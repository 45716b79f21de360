import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Row } from '#shared/kernel/table.ts';
import { type StateName, StateTag } from '../../../ui/state-tag.tsx';

const shapes: Readonly<Record<Row<'shipments'>['state'], StateName>> = {
  shipped: 'open',
  delivered: 'done',
  refused: 'late',
  reversed: 'draft',
};

/** Where goods are: on their way, delivered, refused at the door, or taken back. */
export function ShipmentState({
  state,
  plain = false,
}: {
  readonly state: Row<'shipments'>['state'];
  /** Without its ground, in tables. */
  readonly plain?: boolean;
}): ReactNode {
  const { t } = useTranslation();
  return (
    <StateTag plain={plain} state={shapes[state]}>
      {t(`inventory.shipments.states.${state}`)}
    </StateTag>
  );
}
