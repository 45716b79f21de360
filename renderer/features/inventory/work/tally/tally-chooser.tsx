import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Workplace } from '#shared/domains/inventory/queries/put-away.ts';
import type { Scanned } from '#shared/domains/inventory/rules/scanned.ts';
import { setPreference, usePreferences } from '../../../../app/preferences.ts';
import { useShortcut } from '../../../../app/shortcuts.ts';
import { useTab } from '../../../../app/tabs.ts';
import { runQuery, useQuery } from '../../../../app/use-query.ts';
import { DateOnly, Empty } from '../../../../ui/format.tsx';
import { StateShape } from '../../../../ui/state-tag.tsx';
import { useToday } from '../../../../ui/use-company.ts';
import { ReceiptLabels } from '../../labels/goods-label-dialogs.tsx';
import type { WorkAnswer } from '../frame/answer.ts';
import { useAnswers, useQuestion, useScans } from '../frame/use-answers.ts';
import { ChoiceDialog } from '../frame/work-dialogs.tsx';
import { WorkFrame } from '../frame/work-frame.tsx';
import { type Paper, type TallyGroup, usePapers } from './tally-papers.ts';
import { finishFirst } from './tally-words.ts';
import './tally.css';

export type { TallyGroup } from './tally-papers.ts';

const documentKinds = { receive: 'purchaseOrder', transfer: 'transfer', count: 'count' } as const;

interface TallyChooserProps {
  readonly group: Exclude<TallyGroup, 'putAway'>;
  readonly said: WorkAnswer | null;
  /** Receipts that were booked last: their labels are one key away. */
  readonly received: readonly string[];
  readonly onChoose: (paper: Pick<Paper, 'id' | 'mode'> & { readonly isBlind: boolean }) => void;
}

/** Which paper is worked off next: by arrows and Enter, or by scanning its number. */
export function TallyChooser({ group, said, received, onChoose }: TallyChooserProps): ReactNode {
  const { t } = useTranslation();
  const tab = useTab();
  const today = useToday();
  const workplaces = useQuery<readonly Workplace[]>('inventory.workplaces', {}).data;
  const papers = usePapers(group, workplaces);
  const answers = useAnswers();
  const [cursorKey, setCursorKey] = useState<string | null>(null);
  const { question, asked, ask, askInTurn } = useQuestion<'warehouse' | 'labels'>(answers);
  const isAsked = question !== null;
  const cursor = Math.max(
    0,
    papers.findIndex(({ key }) => key === cursorKey),
  );
  const { say } = answers;
  useEffect(() => {
    if (said) say(said);
  }, [said, say]);
  const take = () => {
    const paper = papers[cursor];
    if (paper) onChoose(paper);
  };
  const step = (by: 1 | -1) => {
    const next = papers[Math.max(0, Math.min(papers.length - 1, cursor + by))];
    if (next) setCursorKey(next.key);
  };
  /** Goods without an order come to the warehouse where this computer stands. */
  const beginBlind = (id: string) => onChoose({ id, mode: 'receive', isBlind: true });
  const blind = () => {
    const [first, ...others] = workplaces ?? [];
    if (first && others.length === 0) beginBlind(first.id);
    else askInTurn('warehouse');
  };
  useShortcut('arrowdown', () => step(1), { labelKey: 'inventory.work.tally.nextPaper', enabled: !isAsked });
  useShortcut('arrowup', () => step(-1), { labelKey: 'inventory.work.tally.previousPaper', enabled: !isAsked });
  useScans(answers, async (text) => {
    if (asked() !== null) return finishFirst;
    const found = await runQuery<Scanned>('inventory.scanned', { text, warehouseId: null });
    const document = found.documents.find(({ kind }) => kind === documentKinds[group]);
    const paper = papers.find(({ id, isBlind }) => id === document?.id && !isBlind);
    if (paper) {
      onChoose(paper);
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
  const choices = [...(workplaces ?? [])].sort((a, b) => Number(b.id === last) - Number(a.id === last));
  const keys = [
    { keys: 'enter', labelKey: 'inventory.work.tally.begin', run: take, disabled: papers.length === 0 },
    ...(group === 'receive'
      ? [
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
      keys={isAsked ? [] : keys}
      onLeave={() => void tab.close()}
    >
      {workplaces && papers.length === 0 ? (
        <p className="tally-none">{t(`inventory.work.tally.noPapers.${group}`)}</p>
      ) : null}
      <div
        className="tally-papers"
        role="listbox"
        hidden={papers.length === 0}
        aria-label={t(`inventory.work.tally.groups.${group}`)}
      >
        {papers.map((paper, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the frame has the keys
          // biome-ignore lint/a11y/useFocusableInteractive: the frame has the focus
          <div
            key={paper.key}
            className="tally-paper"
            role="option"
            aria-selected={index === cursor}
            onClick={() => onChoose(paper)}
          >
            <strong className="ellipsis">{paper.isBlind ? t('inventory.work.tally.blind') : paper.number}</strong>
            <span className="ellipsis">{paper.what}</span>
            <span className={paper.dueOn !== null && paper.dueOn < today ? 'tally-state state-late' : 'text-2'}>
              {group === 'count' ? null : paper.dueOn === null ? <Empty /> : <DateOnly value={paper.dueOn} short />}
            </span>
            <span className="text-2">
              {paper.isBlind ? null : t('inventory.work.tally.lineCount', { count: paper.lines })}
            </span>
            <PaperState group={group} paper={paper} />
          </div>
        ))}
      </div>
      {question === 'labels' ? <ReceiptLabels numbers={received} onClose={() => ask(null)} /> : null}
      {question === 'warehouse' ? (
        <ChoiceDialog<Workplace>
          title={t('inventory.work.tally.askWarehouse')}
          items={choices}
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
      <span className="tally-state state-done">
        <StateShape state="done" />
        {t('inventory.work.tally.goOn', { count: paper.scans })}
      </span>
    );
  }
  if (group === 'count' && paper.recounts > 0) {
    return (
      <span className="tally-state state-wait">
        <StateShape state="wait" />
        {t('inventory.work.tally.recounts', { count: paper.recounts })}
      </span>
    );
  }
  return (
    <span className="tally-state state-open">
      <StateShape state="open" />
      {t(`inventory.work.tally.titles.${paper.mode}`)}
    </span>
  );
}
