import { type ReactNode, useState } from 'react';
import type { ScreenProps } from '../../../../app/feature.ts';
import { useTab } from '../../../../app/tabs.ts';
import type { WorkAnswer } from '../frame/answer.ts';
import { PackChooser } from './pack-chooser.tsx';
import { PackDesk } from './pack-desk.tsx';

/** What was sent last: its paper is one key away. */
export interface Sent {
  readonly shipmentId: string;
  readonly number: string;
}

/** Pack and ship: first which order, then its goods, scan by scan. A restart comes back to the order and the parcel. */
export function PackMode({ params }: ScreenProps): ReactNode {
  const tab = useTab();
  const [said, setSaid] = useState<WorkAnswer | null>(null);
  const [sent, setSent] = useState<Sent | null>(null);
  const { orderId, pickListId } = params;
  if (typeof orderId !== 'string' || typeof pickListId !== 'string') {
    return (
      <PackChooser
        said={said}
        sent={sent}
        onChoose={(row) => {
          setSaid(null);
          tab.setParams({ orderId: row.id, pickListId: row.pickListId });
        }}
      />
    );
  }
  return (
    <PackDesk
      key={`${pickListId} ${orderId}`}
      orderId={orderId}
      pickListId={pickListId}
      onLeave={(answer, shipped) => {
        setSaid(answer);
        if (shipped) setSent(shipped);
        tab.setParams({});
      }}
    />
  );
}
