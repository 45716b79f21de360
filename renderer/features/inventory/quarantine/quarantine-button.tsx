import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { permissions } from '#shared/domains/admin/model.ts';
import { usePermission } from '../../../app/session.ts';
import { ActionButton } from '../../../ui/action-button.tsx';
import type { HeapsAsked } from '../documents/choose-heap.tsx';
import { QuarantineDialog } from './quarantine-dialog.tsx';

/** Frees what is set apart of a product, of a lot or at a place, or sends it back: for those who may (R113), by the key Q. */
export function QuarantineButton(asked: HeapsAsked): ReactNode {
  const { t } = useTranslation();
  const maySettle = usePermission(permissions.settleQuarantine);
  const [isOpen, setOpen] = useState(false);
  if (!maySettle) return null;
  return (
    <>
      <ActionButton
        label={t('inventory.quarantine.action')}
        keys="q"
        labelKey="inventory.quarantine.action"
        onRun={() => setOpen(true)}
      />
      {isOpen ? <QuarantineDialog asked={asked} onClose={() => setOpen(false)} /> : null}
    </>
  );
}
