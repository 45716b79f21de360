import { QuestionCircleOutlined } from '@ant-design/icons';
import { Tooltip } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { KeyCap } from '../../ui/key-cap.tsx';
import { Brand } from './brand.tsx';
import { GlobalSearch } from './global-search.tsx';
import { NewMenu } from './new-menu.tsx';
import { NoticeBell } from './notice-bell.tsx';
import { SyncPill } from './sync-pill.tsx';
import { UserMenu } from './user-menu.tsx';

/** The bar on top: search, new, the truth about the network, what was said, who is here. */
export function Header({ onListKeys }: { readonly onListKeys: () => void }): ReactNode {
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
        <Tooltip
          title={
            <span className="header-tip">
              {t('shortcuts.title')}
              <KeyCap keys="f1" />
              <KeyCap keys="mod+/" />
            </span>
          }
        >
          <button
            type="button"
            className="plain-button"
            aria-label={t('shortcuts.title')}
            aria-keyshortcuts="F1 Control+/"
            onClick={onListKeys}
          >
            <QuestionCircleOutlined aria-hidden />
          </button>
        </Tooltip>
        <UserMenu onListKeys={onListKeys} />
      </div>
    </header>
  );
}
