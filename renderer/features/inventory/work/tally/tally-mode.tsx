import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Workplace } from '#shared/domains/inventory/queries/put-away.ts';
import type { TallyMode } from '#shared/domains/inventory/rules/tally.ts';
import type { ScreenProps } from '../../../../app/feature.ts';
import { setPreference, usePreferences } from '../../../../app/preferences.ts';
import { useTab } from '../../../../app/tabs.ts';
import { useQuery } from '../../../../app/use-query.ts';
import type { WorkAnswer } from '../frame/answer.ts';
import { useAnswers } from '../frame/use-answers.ts';
import { ChoiceDialog } from '../frame/work-dialogs.tsx';
import { WorkFrame } from '../frame/work-frame.tsx';
import { TallyChooser, type TallyGroup } from './tally-chooser.tsx';
import { TallyDesk } from './tally-desk.tsx';
import type { JustBooked } from './undo-booked.ts';

/** First which paper, then one scan after the other. A restart comes back to the paper and all that was scanned of it. */
function Tally({ group, params }: ScreenProps & { readonly group: Exclude<TallyGroup, 'putAway'> }): ReactNode {
  const tab = useTab();
  const [said, setSaid] = useState<WorkAnswer | null>(null);
  const [received, setReceived] = useState<readonly string[]>([]);
  const [booked, setBooked] = useState<JustBooked | null>(null);
  const { documentId, mode } = params;
  if (typeof documentId !== 'string' || typeof mode !== 'string') {
    return (
      <TallyChooser
        group={group}
        said={said}
        received={received}
        booked={booked}
        onUndone={() => setReceived([])}
        onChoose={(paper) => {
          setSaid(null);
          tab.setParams({ documentId: paper.id, mode: paper.mode, isBlind: paper.isBlind });
        }}
      />
    );
  }
  return (
    <TallyDesk
      key={`${mode} ${documentId}`}
      mode={mode as TallyMode}
      documentId={documentId}
      isBlind={params.isBlind === true}
      onLeave={(answer, made) => {
        setSaid(answer);
        setBooked(made?.booked ?? null);
        if (made && made.received.length > 0) setReceived(made.received);
        tab.setParams({});
      }}
    />
  );
}

interface Booked {
  readonly said: WorkAnswer | null;
  readonly made: JustBooked | null;
  readonly times: number;
}

/** Put away works off no paper: the warehouse is the computer's own, as it was told last. */
function PutAway({ params }: ScreenProps): ReactNode {
  const tab = useTab();
  const [isAsked, setAsked] = useState(false);
  /** What was booked last, and how often: each time the desk begins anew. */
  const [booked, setBooked] = useState<Booked>({ said: null, made: null, times: 0 });
  const { data } = useQuery<readonly Workplace[]>('inventory.workplaces', {});
  // Where no places are kept, nothing is put away.
  const workplaces = data?.filter(({ hasPlaces }) => hasPlaces);
  const last = usePreferences((preferences) => preferences.workWarehouseId);
  if (!workplaces) return null;
  const isOwn = (id: unknown) => workplaces.some((each) => each.id === id);
  const [only] = workplaces.length === 1 ? workplaces : [];
  const warehouseId = isOwn(params.documentId) ? String(params.documentId) : isOwn(last) ? last : (only?.id ?? null);
  if (warehouseId === null || isAsked) {
    return (
      <ChooseWarehouse
        titleKey="inventory.work.tally.groups.putAway"
        workplaces={workplaces}
        onTake={(id) => {
          setAsked(false);
          tab.setParams({ documentId: id });
        }}
        onClose={() => (warehouseId === null ? void tab.close() : setAsked(false))}
      />
    );
  }
  return (
    <TallyDesk
      key={`${warehouseId} ${booked.times}`}
      mode="putAway"
      documentId={warehouseId}
      isBlind={false}
      said={booked.said}
      booked={booked.made}
      onLeave={(answer, made) => {
        if (answer) setBooked({ said: answer, made: made?.booked ?? null, times: booked.times + 1 });
        else void tab.close();
      }}
      onOtherWarehouse={workplaces.length > 1 ? () => setAsked(true) : undefined}
    />
  );
}

interface ChooseWarehouseProps {
  readonly titleKey: string;
  readonly workplaces: readonly Workplace[];
  readonly onTake: (warehouseId: string) => void;
  readonly onClose: () => void;
}

function ChooseWarehouse({ titleKey, workplaces, onTake, onClose }: ChooseWarehouseProps): ReactNode {
  const { t } = useTranslation();
  const { answer } = useAnswers();
  const last = usePreferences((preferences) => preferences.workWarehouseId);
  return (
    <WorkFrame
      titleKey={titleKey}
      subject=""
      answer={answer}
      ready={{ key: 'inventory.work.tally.askWarehouse' }}
      keys={[]}
      onLeave={onClose}
    >
      <ChoiceDialog<Workplace>
        title={t('inventory.work.tally.askWarehouse')}
        items={workplaces}
        startAt={Math.max(
          0,
          workplaces.findIndex(({ id }) => id === last),
        )}
        itemKey={({ id }) => id}
        render={({ name }) => <span>{name}</span>}
        onTake={({ id }) => {
          setPreference('workWarehouseId', id);
          onTake(id);
        }}
        onClose={onClose}
        none={t('inventory.work.tally.noPlacesAnywhere')}
      />
    </WorkFrame>
  );
}

export const ReceiveMode = (props: ScreenProps): ReactNode => <Tally group="receive" {...props} />;
export const PutAwayMode = (props: ScreenProps): ReactNode => <PutAway {...props} />;
export const TransferMode = (props: ScreenProps): ReactNode => <Tally group="transfer" {...props} />;
export const CountMode = (props: ScreenProps): ReactNode => <Tally group="count" {...props} />;
