import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { permissions } from '#shared/domains/admin/model.ts';
import { usePermission, useSignedIn } from '../../../app/session.ts';
import { ActionButton } from '../../../ui/action-button.tsx';
import { AssignDialog } from '../owners/assign-dialog.tsx';
import { GiveBackDialog } from '../owners/give-back-dialog.tsx';
import { type HeldCustomer, useOwnerCommands } from '../owners/use-owner-commands.ts';
import type { Marked } from './use-marked.ts';

interface OwnerActionsProps {
  /** The row under the cursor; null where its list does not say who has it. */
  readonly customer: HeldCustomer | null;
  readonly marked: Marked;
}

/** What can be done about who has the customer under the cursor, or all that are marked (R66). */
export function OwnerActions({ customer, marked }: OwnerActionsProps): ReactNode {
  const { t } = useTranslation();
  const { user } = useSignedIn();
  const mayAssign = usePermission(permissions.assignCustomers);
  const mayClaim = usePermission('crm.claimCustomer');
  const mayGiveBack = usePermission('crm.giveBackCustomer');
  const commands = useOwnerCommands();
  const [givesBack, setGivesBack] = useState<HeldCustomer | null>(null);
  const [assigns, setAssigns] = useState<readonly HeldCustomer[]>([]);
  const isInPool = customer !== null && customer.ownerId === null && customer.ownerTeamId === null;
  const isOwn = customer?.ownerId === user.id;
  const wanted = marked.customers.length > 0 ? marked.customers : customer ? [customer] : [];
  return (
    <>
      {mayClaim && isInPool ? (
        <ActionButton
          label={t('crm.owners.claim')}
          keys="c"
          labelKey="crm.owners.claim"
          disabled={commands.running}
          onRun={() => void commands.claim(customer)}
        />
      ) : null}
      {mayGiveBack && isOwn ? (
        <ActionButton
          label={t('crm.owners.giveBack')}
          keys="b"
          labelKey="crm.owners.giveBack"
          onRun={() => setGivesBack(customer)}
        />
      ) : null}
      {mayAssign ? (
        <ActionButton
          label={
            marked.customers.length > 0
              ? t('crm.owners.assignMarked', { count: marked.customers.length })
              : t('crm.owners.assign')
          }
          keys="a"
          labelKey="crm.owners.assign"
          disabled={wanted.length === 0 || commands.running}
          onRun={() => setAssigns(wanted)}
        />
      ) : null}
      {givesBack ? (
        <GiveBackDialog
          name={givesBack.name}
          onCancel={() => setGivesBack(null)}
          onGiveBack={(reason) => {
            setGivesBack(null);
            void commands.giveBack(givesBack, reason);
          }}
        />
      ) : null}
      {assigns.length > 0 ? (
        <AssignDialog
          customers={assigns}
          onCancel={() => setAssigns([])}
          onAssign={(wish, receiver) => {
            setAssigns([]);
            marked.clear();
            void commands.assign(assigns, wish, receiver);
          }}
        />
      ) : null}
    </>
  );
}
