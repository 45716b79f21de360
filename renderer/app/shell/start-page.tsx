import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { KeyCap } from '../../ui/key-cap.tsx';
import { EmptyState } from '../../ui/page.tsx';
import { featureActions, menuEntries } from '../features.ts';
import { may, useSession } from '../session.ts';
import { openTab } from '../tabs.ts';
import './tabs.css';

/** What stands where no tab is open: the ways to begin. */
export function StartPage(): ReactNode {
  const { t } = useTranslation();
  const session = useSession((state) => state.session);
  const actions = featureActions.filter((action) => may(session, action.permission));
  const places = menuEntries.filter((entry) => !entry.foot && may(session, entry.permission));
  return (
    <EmptyState
      title={<h1>{t('start.title')}</h1>}
      action={
        <div className="start-actions">
          {actions.map((action) => (
            <button key={action.id} type="button" className="start-action" onClick={action.run}>
              <action.icon aria-hidden />
              {t(action.labelKey)}
              {action.shortcut ? <KeyCap keys={action.shortcut} /> : null}
            </button>
          ))}
          {places.map((entry) => (
            <button key={entry.route} type="button" className="start-action" onClick={() => openTab(entry.route)}>
              <entry.icon aria-hidden />
              {t(entry.labelKey)}
            </button>
          ))}
        </div>
      }
    >
      {t('start.text')}
    </EmptyState>
  );
}
