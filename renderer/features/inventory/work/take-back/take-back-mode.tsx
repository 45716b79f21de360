import { type ReactNode, useState } from 'react';
import type { ScreenProps } from '../../../../app/feature.ts';
import { useTab } from '../../../../app/tabs.ts';
import type { WorkAnswer } from '../frame/answer.ts';
import { TakeBackChooser } from './take-back-chooser.tsx';
import { TakeBackDesk } from './take-back-desk.tsx';

/** What was taken back last: its paper is one key away. */
export interface TakenBack {
  readonly goodsReturnId: string;
  readonly number: string;
}

/** Take back: first which delivery, then its goods, scan by scan. A restart comes back to the delivery and all its scans. */
export function TakeBackMode({ params }: ScreenProps): ReactNode {
  const tab = useTab();
  const [said, setSaid] = useState<WorkAnswer | null>(null);
  const [taken, setTaken] = useState<TakenBack | null>(null);
  const { shipmentId } = params;
  if (typeof shipmentId !== 'string') {
    return (
      <TakeBackChooser
        said={said}
        taken={taken}
        onChoose={(id) => {
          setSaid(null);
          tab.setParams({ shipmentId: id });
        }}
      />
    );
  }
  return (
    <TakeBackDesk
      key={shipmentId}
      shipmentId={shipmentId}
      onLeave={(answer, paper) => {
        setSaid(answer);
        if (paper) setTaken(paper);
        tab.setParams({});
      }}
    />
  );
}
