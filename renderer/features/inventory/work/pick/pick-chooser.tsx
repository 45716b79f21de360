import { type ReactNode, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { PickListRow } from '#shared/domains/inventory/queries/pick-lists.ts';
import type { Scanned } from '#shared/domains/inventory/rules/scanned.ts';
import { bridge } from '../../../../app/bridge.ts';
import { usePermission, useSignedIn } from '../../../../app/session.ts';
import { useTab } from '../../../../app/tabs.ts';
import { runQuery, useQuery } from '../../../../app/use-query.ts';
import { DateTime } from '../../../../ui/format.tsx';
import { StateShape } from '../../../../ui/state-tag.tsx';
import type { WorkAnswer } from '../frame/answer.ts';
import { useAnswers, useScans } from '../frame/use-answers.ts';
import { WorkFrame } from '../frame/work-frame.tsx';
import { useQueueCursor, useRead, WorkQueue } from '../frame/work-queue.tsx';
import { claimList, claimOf, releaseClaim } from './claim-list.ts';
import './pick-lists.css';

const keyOf = ({ id }: PickListRow) => id;

const nothingThere = (key: 'notAList' | 'noOpenList', code: string): WorkAnswer => ({
  tone: 'wrong',
  word: { key: `inventory.work.pick.${key}` },
  text: { key: `inventory.work.pick.${key}Text` },
  code,
});

/** Which list is picked next: by arrows and Enter, or by scanning its number or an order's. */
export function PickChooser({
  said,
  onChoose,
}: {
  readonly said: WorkAnswer | null;
  readonly onChoose: (pickListId: string) => void;
}): ReactNode {
  const { t } = useTranslation();
  const tab = useTab();
  const { user, deviceCode } = useSignedIn();
  const desk = { userId: user.id, deviceCode };
  const mayFreeAny = usePermission('inventory.releaseOrders');
  const { data: lists, refusal, refetch } = useQuery<PickListRow[]>('inventory.pickListsToDo', {});
  const answers = useAnswers();
  const shown = lists ?? [];
  const read = useRead(refusal ? [] : lists);
  const hasOwn = shown.some((list) => claimOf(list, desk) === 'own');
  // What was begun goes on first, then what nobody has.
  const startAt = (list: PickListRow) => (hasOwn ? claimOf(list, desk) === 'own' : list.claimedBy === null);
  const cursor = useQueueCursor(shown, keyOf, { startAt });

  const { say } = answers;
  useEffect(() => {
    if (said) say(said);
  }, [said, say]);

  const choose = async (list: PickListRow): Promise<WorkAnswer | null> => {
    const refused = await claimList(list, desk);
    if (refused) return refused;
    onChoose(list.id);
    return null;
  };
  const atCursor = cursor.row;
  /** Free for the next desk; what this one scanned of it is forgotten. */
  const giveBack = async (list: PickListRow): Promise<WorkAnswer> => {
    const refused = await releaseClaim(list.id);
    if (refused) return refused;
    await bridge().work.close(`pick:${list.id}`);
    return {
      tone: 'look',
      word: { key: 'inventory.work.pick.givenBack' },
      text: { key: 'inventory.work.pick.givenBackText', values: { number: list.number } },
    };
  };
  useScans(answers, async (text) => {
    const scan = await runQuery<Scanned>('inventory.scanned', { text, warehouseId: null });
    const list = scan.documents.find(({ kind }) => kind === 'pickList');
    const order = scan.documents.find(({ kind }) => kind === 'order');
    const lists = list
      ? (await read()).filter(({ id }) => id === list.id)
      : order
        ? await runQuery<PickListRow[]>('inventory.pickListsOfOrder', { orderId: order.id })
        : [];
    const chosen = lists[0];
    if (chosen) return choose(chosen);
    return nothingThere(list || order ? 'noOpenList' : 'notAList', scan.reading.text);
  });

  return (
    <WorkFrame
      titleKey="inventory.work.pick.title"
      subject={t('inventory.work.pick.chooseSubject')}
      answer={answers.answer}
      ready={{ key: 'inventory.work.pick.chooseReady' }}
      keys={[
        {
          keys: 'enter',
          labelKey: 'inventory.work.pick.begin',
          run: () => {
            if (atCursor) answers.inTurn(() => choose(atCursor));
          },
          disabled: atCursor === null,
        },
        {
          keys: 'f7',
          labelKey: 'inventory.work.pick.giveBack',
          run: () => {
            if (atCursor) answers.inTurn(() => giveBack(atCursor));
          },
          disabled: !atCursor || atCursor.claimedBy === null || (atCursor.claimedBy !== user.id && !mayFreeAny),
        },
      ]}
      onLeave={() => void tab.close()}
    >
      <WorkQueue
        label={t('inventory.work.pick.lists')}
        rows={lists}
        keyOf={keyOf}
        cursor={cursor}
        columns="pick-list"
        render={(list) => (
          <>
            <strong>{list.number}</strong>
            <span>{list.warehouseName}</span>
            <span>{t('inventory.work.pick.orders', { count: list.orderCount })}</span>
            <span>{t('inventory.work.pick.linesOf', { count: list.lineCount })}</span>
            <span className="text-3">
              <DateTime value={list.releasedAt} />
            </span>
            <Claim list={list} claim={claimOf(list, desk)} />
          </>
        )}
        onTake={(list) => answers.inTurn(() => choose(list))}
        none={t('inventory.work.pick.none')}
        noneText={t('inventory.work.pick.noneText')}
        failed={{ refusal, onRetry: refetch }}
      />
    </WorkFrame>
  );
}

function Claim({ list, claim }: { readonly list: PickListRow; readonly claim: ReturnType<typeof claimOf> }): ReactNode {
  const { t } = useTranslation();
  const isOwn = claim === 'own';
  if (claim === 'free') {
    return (
      <span className="work-state state-open">
        <StateShape state="open" />
        {t('inventory.work.pick.free')}
      </span>
    );
  }
  return (
    <span className={`work-state state-${isOwn ? 'done' : 'wait'}`}>
      <StateShape state={isOwn ? 'done' : 'wait'} />
      {isOwn ? t('inventory.work.pick.goOn') : t('inventory.work.pick.claimedBy', { name: list.claimedByName ?? '' })}
    </span>
  );
}
