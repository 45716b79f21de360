import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { permissions } from '#shared/domains/admin/model.ts';
import { usePermission } from '../app/session.ts';
import { openTab } from '../app/tabs.ts';

/** What a company that has none of these yet does first: import them, or ask who may. */
export function ImportOffer({ target }: { readonly target: 'customers' | 'orders' }): ReactNode {
  const { t } = useTranslation();
  const mayImport = usePermission(permissions.importData);
  if (!mayImport) return <span>{t('start.askImport')}</span>;
  return (
    <Button
      // A list of hits goes when its field loses the focus, and a click begins with that.
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => openTab('import', { target })}
    >
      {t(`start.import.${target}`)}
    </Button>
  );
}
