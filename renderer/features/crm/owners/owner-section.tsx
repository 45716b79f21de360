import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { permissions } from '#shared/domains/admin/model.ts';
import type { CustomerHoldingDetail } from '#shared/domains/crm/queries/customer-holding.ts';
import type { Row } from '#shared/kernel/table.ts';
import { usePermission } from '../../../app/session.ts';
import { openTab } from '../../../app/tabs.ts';
import { useQuery } from '../../../app/use-query.ts';
import { ActionButton } from '../../../ui/action-button.tsx';
import { DateTime } from '../../../ui/format.tsx';
import { PanelHeading } from '../../../ui/page.tsx';
import { QueryFailed } from '../../../ui/query-failed.tsx';
import { AssignDialog } from './assign-dialog.tsx';
import { GiveBackDialog } from './give-back-dialog.tsx';
import { historyText } from './history-text.ts';
import { useOwnerCommands } from './use-owner-commands.ts';
import './owners.css';

const SHOWN_CHANGES = 6;

/** R66: who has the customer since when, what the person can do about it, and who had it before. */
export function OwnerSection({ customer }: { readonly customer: Row<'customers'> }): ReactNode {
  const { t } = useTranslation();
  const { data, refusal, refetch } = useQuery<CustomerHoldingDetail | null>('crm.customerHolding', {
    customerId: customer.id,
  });
  const mayAssign = usePermission(permissions.assignCustomers);
  const mayClaim = usePermission('crm.claimCustomer');
  const mayGiveBack = usePermission('crm.giveBackCustomer');
  const commands = useOwnerCommands();
  const [asks, setAsks] = useState<'giveBack' | 'assign' | null>(null);
  const close = () => setAsks(null);
  const { ownerId } = customer;
  const isInPool = ownerId === null && customer.ownerTeamId === null;
  return (
    <section className="customer-section">
      <PanelHeading note={data?.heldSince ? <DateTime value={data.heldSince} /> : null}>
        {t('crm.owners.title')}
      </PanelHeading>
      <QueryFailed refusal={refusal} onRetry={refetch} />
      {data ? (
        <div className="owner-now">
          {mayAssign && ownerId !== null ? (
            <button
              type="button"
              className="link-button strong"
              title={t('crm.owners.openHandOver')}
              onClick={() => openTab('handOver', { userId: ownerId })}
            >
              {data.ownerName}
            </button>
          ) : (
            <span className="strong ellipsis">{isInPool ? t('crm.owners.inPool') : data.ownerName}</span>
          )}
          <span className="owner-actions">
            {mayClaim && isInPool ? (
              <ActionButton
                label={t('crm.owners.claim')}
                keys="c"
                labelKey="crm.owners.claim"
                disabled={commands.running}
                onRun={() => void commands.claim(customer)}
              />
            ) : null}
            {mayGiveBack && data.isMine ? (
              <ActionButton
                label={t('crm.owners.giveBack')}
                keys="b"
                labelKey="crm.owners.giveBack"
                onRun={() => setAsks('giveBack')}
              />
            ) : null}
            {mayAssign ? (
              <ActionButton
                label={t('crm.owners.assign')}
                keys="a"
                labelKey="crm.owners.assign"
                onRun={() => setAsks('assign')}
              />
            ) : null}
          </span>
        </div>
      ) : null}
      <ul className="owner-history" data-selectable>
        {(data?.history ?? []).slice(0, SHOWN_CHANGES).map((change) => (
          <li key={change.id}>
            <span className="text-3">
              <DateTime value={change.changedAt} />
            </span>
            <span>
              {historyText(change, t)}
              {change.reason === null ? null : (
                <span className="text-3">{t('crm.owners.because', { reason: change.reason })}</span>
              )}
            </span>
          </li>
        ))}
      </ul>
      {asks === 'giveBack' ? (
        <GiveBackDialog
          name={customer.name}
          onCancel={close}
          onGiveBack={(reason) => {
            close();
            void commands.giveBack(customer, reason);
          }}
        />
      ) : null}
      {asks === 'assign' ? (
        <AssignDialog
          customers={[customer]}
          onCancel={close}
          onAssign={(wish, receiver) => {
            close();
            void commands.assign([customer], wish, receiver);
          }}
        />
      ) : null}
    </section>
  );
}
