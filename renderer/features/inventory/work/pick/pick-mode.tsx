import { type ReactNode, useState } from 'react';
import type { ScreenProps } from '../../../../app/feature.ts';
import { useTab } from '../../../../app/tabs.ts';
import type { WorkAnswer } from '../frame/answer.ts';
import { PickChooser } from './pick-chooser.tsx';
import { PickDesk } from './pick-desk.tsx';

/** Pick mode: first which list, then one line after the other. A restart comes back to the list and the line. */
export function PickMode({ params }: ScreenProps): ReactNode {
  const tab = useTab();
  const [said, setSaid] = useState<WorkAnswer | null>(null);
  const { pickListId } = params;
  if (typeof pickListId !== 'string') {
    return (
      <PickChooser
        said={said}
        onChoose={(id) => {
          setSaid(null);
          tab.setParams({ pickListId: id });
        }}
      />
    );
  }
  return (
    <PickDesk
      key={pickListId}
      pickListId={pickListId}
      onLeave={(answer) => {
        setSaid(answer);
        tab.setParams({});
      }}
    />
  );
}
