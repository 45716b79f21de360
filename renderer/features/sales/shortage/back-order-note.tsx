/** On an order's own page: what is on back-order and undecided, with the ways out and their keys. One line at a time. */
import { Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OrderDocument } from '#shared/domains/sales/queries/order.ts';
import type { OrderChange } from '#shared/domains/sales/queries/order-changes.ts';
import type { AttentionChoice } from '../../../app/attention.ts';
import { replyOf } from '../../../app/kept-notice.ts';
import { notifyRefusal } from '../../../app/notices.ts';
import { useShortcut } from '../../../app/shortcuts.ts';
import { useQuery } from '../../../app/use-query.ts';
import { KeyCap } from '../../../ui/key-cap.tsx';
import { Note } from '../../../ui/page.tsx';
import { useChoices } from './use-choices.tsx';
import { isKept, type OpenShortage, useShortage } from './use-shortage.ts';

export function BackOrderNote({ document: { order, lines } }: { readonly document: OrderDocument }): ReactNode {
  const changes = useQuery<readonly OrderChange[]>('sales.orderChanges', { orderId: order.id });
  if (order.state !== 'open' || changes.data === undefined) return null;
  const decided = changes.data;
  const undecided = lines.filter((line) => line.backOrdered > 0 && !isKept(decided, line.id, 0));
  const [first] = undecided;
  return first ? (
    <UndecidedLine key={first.id} orderId={order.id} lineId={first.id} more={undecided.length - 1} />
  ) : null;
}

interface UndecidedLineProps {
  readonly orderId: string;
  readonly lineId: string;
  /** Lines that come after it. */
  readonly more: number;
}

function UndecidedLine({ orderId, lineId, more }: UndecidedLineProps): ReactNode {
  const shortage = useShortage({ orderId, findLine: (lines) => lines.find(({ id }) => id === lineId), sinceMs: 0 });
  return typeof shortage === 'string' ? null : <WaysOut shortage={shortage} more={more} />;
}

function WaysOut({ shortage, more }: { readonly shortage: OpenShortage; readonly more: number }): ReactNode {
  const { t } = useTranslation();
  const [running, setRunning] = useState(false);
  const choices = useChoices(shortage, false);
  const take = async (choice: AttentionChoice | undefined) => {
    if (!choice || choice.hindrance !== undefined || running) return;
    if (choice.ask) return choice.ask();
    setRunning(true);
    const reply = await replyOf(choice.run());
    setRunning(false);
    if (!reply.ok) notifyRefusal(reply.reason);
  };
  useShortcut('alt+1', () => void take(choices[0]), { labelKey: 'sales.orderEntry.wayKeys' });
  useShortcut('alt+2', () => void take(choices[1]));
  useShortcut('alt+3', () => void take(choices[2]));
  useShortcut('alt+4', () => void take(choices[3]));
  const { line } = shortage;
  return (
    <section className="order-panel-section">
      <Note
        tone="wait"
        title={t('sales.shortage.pageTitle', { line: line.position, missing: line.backOrdered, unit: line.unit })}
      >
        <p>
          {t('sales.shortage.pageText', { product: line.productName })}
          {more > 0 ? ` ${t('sales.shortage.pageMore', { count: more })}` : null}
        </p>
      </Note>
      <div className="shortage-ways">
        {choices.map((choice, index) => (
          <Way
            key={choice.id}
            choice={choice}
            keys={`alt+${index + 1}`}
            disabled={running || choice.hindrance !== undefined}
            onTake={() => void take(choice)}
          />
        ))}
      </div>
    </section>
  );
}

interface WayProps {
  readonly choice: AttentionChoice;
  readonly keys: string;
  readonly disabled: boolean;
  readonly onTake: () => void;
}

function Way({ choice, keys, disabled, onTake }: WayProps): ReactNode {
  return (
    <div className="shortage-way">
      <Button block className="shortage-way-button" disabled={disabled} onClick={onTake} aria-keyshortcuts={keys}>
        <KeyCap keys={keys} />
        <span className="shortage-way-label ellipsis">{choice.label}</span>
      </Button>
      <div className="small text-2 shortage-way-more">
        <div>{choice.hindrance ?? choice.detail}</div>
        {choice.cost === null ? null : <div className="text-3">{choice.cost}</div>}
      </div>
    </div>
  );
}
