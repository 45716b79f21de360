import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CountListRow } from '#shared/domains/inventory/queries/count-list.ts';
import type { PurchaseListRow } from '#shared/domains/inventory/queries/purchase-list.ts';
import type { TransferListRow } from '#shared/domains/inventory/queries/transfer-list.ts';
import type { Scanned } from '#shared/domains/inventory/rules/scanned.ts';
import type { TallyMode } from '#shared/domains/inventory/rules/tally.ts';
import { bridge } from '../../../../app/bridge.ts';
import type { ScreenProps } from '../../../../app/feature.ts';
import { useShortcut } from '../../../../app/shortcuts.ts';
import { useTab } from '../../../../app/tabs.ts';
import { runQuery, usePagedQuery } from '../../../../app/use-query.ts';
import { useCompany, useToday } from '../../../../ui/use-company.ts';
import { ReceiptLabels } from '../../labels/goods-label-dialogs.tsx';
import type { WorkAnswer } from '../frame/answer.ts';
import { useAnswers, useQuestion, useScans } from '../frame/use-answers.ts';
import { WorkFrame } from '../frame/work-frame.tsx';
import { TallyDesk } from './tally-desk.tsx';
import { finishFirst } from './tally-words.ts';
import './tally.css';

interface Paper {
  readonly id: string;
  readonly mode: TallyMode;
  readonly number: string;
  readonly what: string;
  readonly lines: number;
}

type Group = 'receive' | 'putAway' | 'transfer' | 'count';

/** First which paper, then one scan after the other. A restart comes back to the paper and all that was scanned of it. */
function Tally({ group, params }: ScreenProps & { readonly group: Group }): ReactNode {
  const tab = useTab();
  const company = useCompany();
  const [said, setSaid] = useState<WorkAnswer | null>(null);
  const [received, setReceived] = useState<readonly string[]>([]);
  const { documentId, mode } = params;
  if (group === 'putAway') {
    const warehouseId = company?.warehouses[0]?.id;
    if (warehouseId === undefined) return null;
    const leave = () => void tab.close();
    return <TallyDesk mode="putAway" documentId={warehouseId} isBlind={false} onLeave={leave} />;
  }
  if (typeof documentId !== 'string' || typeof mode !== 'string') {
    return (
      <TallyChooser
        group={group}
        said={said}
        received={received}
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
      onLeave={(answer, numbers) => {
        setSaid(answer);
        if (numbers) setReceived(numbers);
        tab.setParams({});
      }}
    />
  );
}

export const ReceiveMode = (props: ScreenProps): ReactNode => <Tally group="receive" {...props} />;
export const PutAwayMode = (props: ScreenProps): ReactNode => <Tally group="putAway" {...props} />;
export const TransferMode = (props: ScreenProps): ReactNode => <Tally group="transfer" {...props} />;
export const CountMode = (props: ScreenProps): ReactNode => <Tally group="count" {...props} />;

const documentKinds = { receive: 'purchaseOrder', transfer: 'transfer', count: 'count' } as const;

/** The papers that wait to be worked off in a mode. */
function usePapers(group: Exclude<Group, 'putAway'>): readonly Paper[] {
  const today = useToday();
  const company = useCompany();
  const isFor = (wanted: Group) => ({ enabled: group === wanted && today !== '', limitRows: 100 });
  const open = { search: '', filter: 'open', warehouseId: null };
  const purchases = usePagedQuery<PurchaseListRow>('inventory.purchaseList', { ...open, today }, isFor('receive'));
  const transfers = usePagedQuery<TransferListRow>(
    'inventory.transferList',
    { search: '', filter: null },
    isFor('transfer'),
  );
  const counts = usePagedQuery<CountListRow>('inventory.countList', open, isFor('count'));
  const here = new Set(company?.warehouses.map(({ id }) => id));
  const nameOf = (id: string) => company?.warehouses.find((each) => each.id === id)?.name ?? '';
  if (group === 'receive') {
    return purchases.rows.map(({ id, number, supplierName: what, lineCount: lines }) => ({
      ...{ id, mode: 'receive', number, what, lines },
    }));
  }
  if (group === 'count') {
    return counts.rows.map(({ id, number, warehouseId, lineCount: lines }) => ({
      ...{ id, mode: 'count', number, what: nameOf(warehouseId), lines },
    }));
  }
  return transfers.rows
    .filter(({ state }) => state === 'open' || state === 'underWay')
    .flatMap(({ id, number, state, fromWarehouseId, toWarehouseId, fromWarehouseName, toWarehouseName, lineCount }) => {
      const paper = { id, number, what: `${fromWarehouseName} → ${toWarehouseName}`, lines: lineCount };
      const send: readonly Paper[] = here.has(fromWarehouseId) ? [{ ...paper, mode: 'send' }] : [];
      const take: readonly Paper[] =
        state === 'underWay' && here.has(toWarehouseId) ? [{ ...paper, mode: 'takeIn' }] : [];
      return [...take, ...send];
    });
}

interface TallyChooserProps {
  readonly group: Exclude<Group, 'putAway'>;
  readonly said: WorkAnswer | null;
  /** Receipts that were booked last: their labels are one key away. */
  readonly received: readonly string[];
  readonly onChoose: (paper: Pick<Paper, 'id' | 'mode'> & { readonly isBlind: boolean }) => void;
}

/** Which paper is worked off next: by arrows and Enter, or by scanning its number. */
function TallyChooser({ group, said, received, onChoose }: TallyChooserProps): ReactNode {
  const { t } = useTranslation();
  const tab = useTab();
  const papers = usePapers(group);
  const answers = useAnswers();
  const [at, setAt] = useState(0);
  const labels = useQuestion<'labels'>(answers);
  const cursor = Math.min(at, papers.length - 1);
  const { say } = answers;
  useEffect(() => {
    if (said) say(said);
  }, [said, say]);
  const take = () => {
    const paper = papers[cursor];
    if (paper) onChoose({ ...paper, isBlind: false });
  };
  const blind = async () => {
    const [id = ''] = await bridge().newIds(1);
    onChoose({ id, mode: 'receive', isBlind: true });
  };
  useShortcut('arrowdown', () => setAt(Math.min(papers.length - 1, cursor + 1)), {
    labelKey: 'inventory.work.tally.nextPaper',
  });
  useShortcut('arrowup', () => setAt(Math.max(0, cursor - 1)), { labelKey: 'inventory.work.tally.previousPaper' });
  useShortcut('enter', take, { labelKey: 'inventory.work.tally.begin' });
  useScans(answers, async (text) => {
    if (labels.asked() !== null) return finishFirst;
    const found = await runQuery<Scanned>('inventory.scanned', { text, warehouseId: null });
    const document = found.documents.find(({ kind }) => kind === documentKinds[group]);
    const paper = papers.find(({ id }) => id === document?.id);
    if (paper) {
      onChoose({ ...paper, isBlind: false });
      return null;
    }
    return {
      tone: 'wrong',
      word: { key: 'inventory.work.tally.noPaper' },
      text: { key: `inventory.work.tally.noPaperText.${group}` },
      code: text,
    };
  });
  return (
    <WorkFrame
      titleKey={`inventory.work.tally.groups.${group}`}
      subject={t('inventory.work.tally.choose')}
      answer={answers.answer}
      ready={{ key: `inventory.work.tally.chooseReady.${group}` }}
      keys={
        labels.question !== null
          ? []
          : [
              { keys: 'f5', labelKey: 'inventory.work.tally.begin', run: take, disabled: papers.length === 0 },
              ...(group === 'receive'
                ? [
                    {
                      keys: 'f6',
                      labelKey: 'inventory.labels.print',
                      run: () => labels.askInTurn('labels'),
                      disabled: received.length === 0,
                    },
                    { keys: 'f9', labelKey: 'inventory.work.tally.blind', run: () => void blind() },
                  ]
                : []),
            ]
      }
      onLeave={() => void tab.close()}
    >
      {papers.length === 0 ? <p className="tally-papers">{t(`inventory.work.tally.noPapers.${group}`)}</p> : null}
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
            key={`${paper.mode} ${paper.id}`}
            className="tally-paper"
            role="option"
            aria-selected={index === cursor}
            onClick={() => onChoose({ ...paper, isBlind: false })}
          >
            <strong>{paper.number}</strong>
            <span className="ellipsis">{paper.what}</span>
            {group === 'transfer' ? <span>{t(`inventory.work.tally.titles.${paper.mode}`)}</span> : null}
            <span className="text-3">{t('inventory.work.tally.lineCount', { count: paper.lines })}</span>
          </div>
        ))}
      </div>
      {labels.question !== null ? <ReceiptLabels numbers={received} onClose={() => labels.ask(null)} /> : null}
    </WorkFrame>
  );
}
