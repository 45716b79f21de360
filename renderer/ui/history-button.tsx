import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { permissions } from '#shared/domains/admin/model.ts';
import { usePermission } from '../app/session.ts';
import { openTab } from '../app/tabs.ts';
import { ActionButton } from './action-button.tsx';

/** Opens what became of a row and who did it, for people who may look. */
export function HistoryButton({ rowId, name }: { readonly rowId: string; readonly name: string }): ReactNode {
  const { t } = useTranslation();
  if (!usePermission(permissions.seeAudit)) return null;
  return (
    <ActionButton
      label={t('history.open')}
      keys="mod+shift+h"
      labelKey="history.open"
      onRun={() => openTab('audit', { rowId, name })}
    />
  );
}
