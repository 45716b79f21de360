import { type ReactNode, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { permissions } from '#shared/domains/admin/model.ts';
import type { Workplace } from '#shared/domains/inventory/queries/put-away.ts';
import type { Scanned } from '#shared/domains/inventory/rules/scanned.ts';
import { setPreference, usePreferences } from '../../../../app/preferences.ts';
import { usePermission } from '../../../../app/session.ts';
import { openTab, useTab } from '../../../../app/tabs.ts';
import { runQuery, useQuery } from '../../../../app/use-query.ts';
import { DateOnly, Empty } from '../../../../ui/format.tsx';
import { StateShape } from '../../../../ui/state-tag.tsx';
import { useToday } from '../../../../ui/use-company.ts';
import { ReceiptLabels } from '../../labels/goods-label-dialogs.tsx';
import { finishFirst, type WorkAnswer } from '../frame/answer.ts';
import { useAnswers, useQuestion, useScans } from '../frame/use-answers.ts';
import { ChoiceDialog } from '../frame/work-dialogs.tsx';
import { WorkFrame } from '../frame/work-frame.tsx';
import { useQueueCursor, useRead, WorkQueue } from '../frame/work-queue.tsx';
import { type Paper, type TallyGroup, usePapers } from './tally-papers.ts';
import { type JustBooked, useUndoBooked } from './undo-booked.ts';
import './tally.css';

export type { TallyGroup } from './tally-papers.ts';

const documentKinds = { receive: 'purchaseOrder', transfer: 'transfer', count: 'count' } as const;

const keyOf = ({ key }: Paper) => key;
const noPapers: readonly Paper[] = [];

interface TallyChooserProps {
  readonly group: Exclude<TallyGroup, 'putAway'>;
  readonly said: WorkAnswer | null;
  /** Receipts that were booked last: their labels are one key away. */
  readonly received: readonly string[];
  /** What was booked a moment ago, which one key takes back. */
  readonly booked: JustBooked | null;
  /** It was taken back: of what is gone there is nothing to label. */
  readonly onUndone: () => void;
  readonly onChoose: (paper: Pick<Paper, 'id' | 'mode'> & { readonly isBlind: boolean }) => void;
}

/** Which paper is worked off next: by arrows and Enter, or by scanning its number. */
export function TallyChooser({ group, said, received, booked, onUndone, onChoose }: TallyChooserProps): ReactNode {
  const { t } = useTranslation();
  const tab = useTab();
  const today = useToday();
  const workplaces = useQuery<readonly Workplace[]>('inventory.workplaces', {}).data;
  const papers = usePapers(group, workplaces);
  const read = useRead(papers);
  const readWorkplaces = useRead(workplaces);
  const answers = useAnswers();
  const { question, asked, ask, askInTurn } = useQuestion<'warehouse' | 'labels'>(answers);
  const isAsked = question !== null;
  const cursor = useQueueCursor(papers ?? noPapers, keyOf, { enabled: !isAsked });
  const mayReverse = usePermission('inventory.reverseReceipt');
  const mayTransfer = usePermission(permissions.transferStock);
  const bookedUndo = useUndoBooked(mayReverse ? booked : null);
  const undoBooked = () =>
    answers.inTurn(async () => {
      const told = await bookedUndo.run(t('inventory.work.tally.undoneNote'));
      if (told.tone === 'look') onUndone();
      return told;
    });
  const { say } = answers;
  useEffect(() => {
    if (said) say(said);
  }, [said, say]);
  const take = () => {
    if (cursor.row) onChoose(cursor.row);
  };
  /** Goods without an order come to the warehouse where this computer stands. */
  const beginBlind = (id: string) => onChoose({ id, mode: 'receive', isBlind: true });
  const blind = () =>
    answers.inTurn(async () => {
      const [first, ...others] = await readWorkplaces();
      if (first && others.length === 0) beginBlind(first.id);
      else ask('warehouse');
      return null;
    });
  useScans(answers, async (text) => {
    if (asked() !== null) return finishFirst;
    const found = await runQuery<Scanned>('inventory.scanned', { text, warehouseId: null });
    const document = found.documents.find(({ kind }) => kind === documentKinds[group]);
    const paper = (await read()).find(({ id, isBlind }) => id === document?.id && !isBlind);
    if (paper) {
      onChoose(paper);
      return null;
    }
    // A delivery note of ours at the dock: its goods come back.
    const sent = found.documents.find(({ kind }) => kind === 'shipment' || kind === 'parcel');
    if (group === 'receive' && sent) {
      openTab('takeBack', { shipmentId: sent.id });
      return null;
    }
    // Goods of another warehouse of ours arrive at the same dock.
    const onTheWay = found.documents.find(({ kind }) => kind === 'transfer');
    if (group === 'receive' && mayTransfer && onTheWay) {
      openTab('transferGoods', { documentId: onTheWay.id, mode: 'takeIn', isBlind: false });
      return null;
    }
    const isGoods = found.products.length + found.lots.length + found.serials.length > 0;
    const key = isGoods ? 'paperFirst' : 'noPaper';
    return {
      tone: isGoods ? 'look' : 'wrong',
      word: { key: `inventory.work.tally.${key}` },
      text: { key: `inventory.work.tally.${key}Text.${group}` },
      code: found.reading.text,
    };
  });
  const last = usePreferences((preferences) => preferences.workWarehouseId);
  // The digits stay where the hand knows them: Enter takes where somebody worked last.
  const choices = workplaces ?? [];
  const keys = [
    { keys: 'enter', labelKey: 'inventory.work.tally.begin', run: take, disabled: cursor.row === null },
    ...(bookedUndo.isOffered
      ? [{ keys: 'mod+z', labelKey: 'inventory.work.tally.keys.undoReceipt', run: undoBooked }]
      : []),
    ...(group === 'receive'
      ? [
          { keys: 'f7', labelKey: 'inventory.work.takeBack.title', run: () => void openTab('takeBack') },
          {
            keys: 'f6',
            labelKey: 'inventory.labels.print',
            run: () => askInTurn('labels'),
            disabled: received.length === 0,
          },
          { keys: 'f9', labelKey: 'inventory.work.tally.blind', run: blind },
        ]
      : []),
  ];
  return (
    <WorkFrame
      titleKey={`inventory.work.tally.groups.${group}`}
      subject={t('inventory.work.tally.choose')}
      answer={answers.answer}
      ready={{ key: `inventory.work.tally.chooseReady.${group}` }}
      keys={keys}
      asks={isAsked}
      onLeave={() => void tab.close()}
    >
      <WorkQueue
        label={t(`inventory.work.tally.groups.${group}`)}
        rows={papers}
        keyOf={keyOf}
        cursor={cursor}
        columns="tally-paper"
        render={(paper) => (
          <>
            <strong className="ellipsis">{paper.isBlind ? t('inventory.work.tally.blind') : paper.number}</strong>
            <span className="ellipsis">{paper.what}</span>
            <DueOn paper={paper} group={group} today={today} />
            <span className="text-2">
              {paper.isBlind ? null : t('inventory.work.tally.lineCount', { count: paper.lines })}
            </span>
            <PaperState group={group} paper={paper} />
          </>
        )}
        onTake={onChoose}
        none={t(`inventory.work.tally.noPapers.${group}`)}
      />
      {question === 'labels' ? <ReceiptLabels numbers={received} onClose={() => ask(null)} /> : null}
      {question === 'warehouse' ? (
        <ChoiceDialog<Workplace>
          title={t('inventory.work.tally.askWarehouse')}
          items={choices}
          startAt={Math.max(
            0,
            choices.findIndex(({ id }) => id === last),
          )}
          itemKey={({ id }) => id}
          render={({ name }) => <span>{name}</span>}
          onTake={({ id }) => {
            setPreference('workWarehouseId', id);
            beginBlind(id);
          }}
          onClose={() => ask(null)}
          none={t('inventory.work.tally.noWarehouse')}
        />
      ) : null}
    </WorkFrame>
  );
}

/** Begun at this computer, to be counted again, or which way a transfer goes. */
function PaperState({ group, paper }: { readonly group: TallyGroup; readonly paper: Paper }): ReactNode {
  const { t } = useTranslation();
  if (paper.scans > 0) {
    return (
      <span className="work-state state-done">
        <StateShape state="done" />
        {t('inventory.work.tally.goOn', { count: paper.scans })}
      </span>
    );
  }
  if (group === 'count' && paper.recounts > 0) {
    return (
      <span className="work-state state-wait">
        <StateShape state="wait" />
        {t('inventory.work.tally.recounts', { count: paper.recounts })}
      </span>
    );
  }
  if (group === 'count' && paper.ownRecounts > 0) {
    return (
      <span className="work-state text-2">
        <StateShape state="wait" />
        {t('inventory.work.tally.othersRecount', { count: paper.ownRecounts })}
      </span>
    );
  }
  return (
    <span className="work-state state-open">
      <StateShape state="open" />
      {t(`inventory.work.tally.titles.${paper.mode}`)}
    </span>
  );
}

interface DueOnProps {
  readonly group: TallyGroup;
  readonly paper: Paper;
  readonly today: string;
}

/** When it is due; what is late says so in a word too. */
function DueOn({ paper, group, today }: DueOnProps): ReactNode {
  const { t } = useTranslation();
  const { dueOn } = paper;
  if (group === 'count') return <span />;
  if (dueOn === null) return <Empty />;
  if (dueOn >= today) return <DateOnly value={dueOn} short />;
  return (
    <span className="work-state state-late">
      <StateShape state="late" />
      <DateOnly value={dueOn} short />
      {t('inventory.work.tally.overdue')}
    </span>
  );
}
