import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { permissions } from '#shared/domains/admin/model.ts';
import { usePermission } from '../../../app/session.ts';
import { ActionButton } from '../../../ui/action-button.tsx';
import type { HeapsAsked } from '../documents/choose-heap.tsx';
import { ScrapDialog } from './scrap-dialog.tsx';

/** Throws something away of a product, of a lot or from a place: for those who may (R113), by the key X. */
export function ScrapButton(asked: HeapsAsked): ReactNode {
  const { t } = useTranslation();
  const mayScrap = usePermission(permissions.scrapStock);
  const [isOpen, setOpen] = useState(false);
  if (!mayScrap) return null;
  return (
    <>
      <ActionButton
        label={t('inventory.scrap.action')}
        keys="x"
        labelKey="inventory.scrap.action"
        onRun={() => setOpen(true)}
      />
      {isOpen ? <ScrapDialog asked={asked} onClose={() => setOpen(false)} /> : null}
    </>
  );
}
