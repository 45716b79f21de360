/** What was asked and said about the holds of an order, and what comes next (R9, R57). */
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OrderDocument } from '#shared/domains/sales/queries/order.ts';
import type { Row } from '#shared/kernel/table.ts';
import { usePermission } from '../../../app/session.ts';
import { useQuery } from '../../../app/use-query.ts';
import { ActionButton } from '../../../ui/action-button.tsx';
import { DateTime } from '../../../ui/format.tsx';
import { Note, PanelHeading } from '../../../ui/page.tsx';
import { AskWordDialog } from './ask-word-dialog.tsx';
import { EnterCodeDialog } from './enter-code-dialog.tsx';

type Word = Row<'approvals'>;
type Kind = 'discount' | 'credit';

const SHOWN_EARLIER = 6;

export function OrderWords({ order }: Pick<OrderDocument, 'order'>): ReactNode {
  const { t } = useTranslation();
  const { data: words } = useQuery<readonly Word[]>('admin.approvalsOfDocument', { documentId: order.id });
  if (!words || order.state === 'rejected') return null;
  const held: Kind[] = [
    ...(order.creditHold === 1 ? ['credit' as const] : []),
    ...(order.approvalHold === 1 ? ['discount' as const] : []),
  ];
  const open = order.state === 'open' ? held : [];
  const newest = open.map((kind) => ({ kind, word: words.find((word) => word.kind === kind) ?? null }));
  const told = new Set(newest.map(({ word }) => word?.id));
  const earlier = words.filter(({ id, state }) => !told.has(id) && state !== 'asked').slice(0, SHOWN_EARLIER);
  return (
    <>
      {newest.map(({ kind, word }, place) => (
        <HeldWord key={kind} order={order} kind={kind} word={word} hasKeys={place === 0} />
      ))}
      {earlier.length > 0 ? (
        <section className="order-panel-section">
          <PanelHeading>{t('sales.words.title')}</PanelHeading>
          <ol className="order-history" data-selectable>
            {earlier.map((word) => (
              <li key={word.id}>
                <div>{t(`sales.words.was.${stateOf(word)}`, { name: word.decidedByName ?? word.askedByName })}</div>
                {word.decisionNote ? <div>{word.decisionNote}</div> : null}
                <div className="small text-3">
                  {t(`sales.words.kinds.${word.kind}`)} <DateTime value={word.decidedAt ?? word.askedAt} />
                  {word.validUntil === null ? null : <> {t('sales.words.until', { until: word.validUntil })}</>}
                </div>
              </li>
            ))}
          </ol>
        </section>
      ) : null}
    </>
  );
}

function stateOf({ state, byCode, codeCheckedAt }: Word): string {
  if (state === 'approved' && byCode === 1) return codeCheckedAt === null ? 'unchecked' : 'byCode';
  return state;
}

interface HeldWordProps {
  readonly order: OrderDocument['order'];
  readonly kind: Kind;
  readonly word: Word | null;
  /** Two holds at once: the keys are those of the first. */
  readonly hasKeys: boolean;
}

/** An order on hold: who is asked, or what can be done. */
function HeldWord({ order, kind, word, hasKeys }: HeldWordProps): ReactNode {
  const { t } = useTranslation();
  const mayAsk = usePermission('sales.confirmOrder');
  const [dialog, setDialog] = useState<'ask' | 'code' | null>(null);
  const isAsked = word?.state === 'asked';
  const { data: people } = useQuery<readonly { id: string; name: string }[]>(
    'admin.approversOf',
    { approvalId: word?.id ?? '' },
    { enabled: isAsked },
  );
  const state = word?.state ?? 'none';
  const names = (people ?? []).map(({ name }) => name).join(t('sales.words.and'));
  return (
    <section className="order-panel-section">
      <Note
        tone={state === 'refused' ? 'late' : 'wait'}
        title={t(`sales.words.now.${state}`, { name: word?.decidedByName ?? '' })}
        action={
          mayAsk ? (
            <span className="order-word-actions">
              {isAsked ? (
                <ActionButton
                  label={t('sales.words.enterCode')}
                  {...(hasKeys ? { keys: 'c', labelKey: 'sales.words.enterCode' } : {})}
                  onRun={() => setDialog('code')}
                />
              ) : null}
              <ActionButton
                label={t(
                  isAsked ? 'sales.words.addNote' : state === 'none' ? 'sales.words.ask' : 'sales.words.askAgain',
                )}
                {...(hasKeys ? { keys: 'w', labelKey: 'sales.words.ask' } : {})}
                onRun={() => setDialog('ask')}
              />
            </span>
          ) : null
        }
      >
        {word?.decisionNote ? <p data-selectable>{word.decisionNote}</p> : null}
        {isAsked && word ? (
          <>
            <p>
              {t('sales.words.askedAt')} <DateTime value={word.askedAt} />
              {names === '' ? '' : ` · ${t('sales.words.whoDecides', { names })}`}
            </p>
            {word.note ? <p data-selectable>{t('sales.words.note', { note: word.note })}</p> : null}
            {word.wrongCodes > 0 ? <p>{t('sales.words.wrongCodes', { count: word.wrongCodes })}</p> : null}
          </>
        ) : (
          <p>{t(`sales.words.next.${state}`)}</p>
        )}
      </Note>
      {dialog === 'ask' ? (
        <AskWordDialog
          order={order}
          kind={kind}
          note={isAsked ? (word?.note ?? '') : ''}
          onClose={() => setDialog(null)}
        />
      ) : null}
      {dialog === 'code' ? (
        <EnterCodeDialog order={order} kind={kind} people={people ?? []} onClose={() => setDialog(null)} />
      ) : null}
    </section>
  );
}
