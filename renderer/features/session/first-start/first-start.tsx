import { type ReactNode, useState } from 'react';
import { GateFrame } from '../gate-frame.tsx';
import { ChooseWay, type Way } from './choose-way.tsx';
import { JoinCompany } from './join-company.tsx';
import { RestoreBackup } from './restore-backup.tsx';

/** The first start on a computer: what it is to work with. Answered once; the sign-in follows. */
export function FirstStart(): ReactNode {
  const [way, setWay] = useState<Way | null>(null);
  const [last, setLast] = useState<Way>('demo');
  const back = () => setWay(null);
  return (
    <GateFrame>
      {way === 'join' ? (
        <JoinCompany onBack={back} />
      ) : way === 'restore' ? (
        <RestoreBackup onBack={back} />
      ) : (
        <ChooseWay
          first={last}
          onChoose={(chosen) => {
            setLast(chosen);
            setWay(chosen);
          }}
        />
      )}
    </GateFrame>
  );
}
