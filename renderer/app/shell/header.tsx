import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Brand } from './brand.tsx';
import { GlobalSearch } from './global-search.tsx';
import { NewMenu } from './new-menu.tsx';
import { NoticeBell } from './notice-bell.tsx';
import { SyncPill } from './sync-pill.tsx';
import { UserMenu } from './user-menu.tsx';

/** The bar on top: search, new, the truth about the network, what was said, who is here. */
export function Header(): ReactNode {
  const { t } = useTranslation();
  return (
    <header className="shell-header">
      <div className="brand">
        <Brand />
        {t('app.name')}
      </div>
      <GlobalSearch />
      <NewMenu />
      <div className="shell-header-end">
        <SyncPill />
        <NoticeBell />
        <UserMenu />
      </div>
    </header>
  );
}
