import { type ReactNode, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { KeyCap } from '../../ui/key-cap.tsx';
import { EmptyState } from '../../ui/page.tsx';
import { featureActions, menuEntries } from '../features.ts';
import { useFirstFocus } from '../focus.ts';
import { may, useSession } from '../session.ts';
import { openTab } from '../tabs.ts';
import './tabs.css';

/** What stands where no tab is open: the ways to begin. */
export function StartPage(): ReactNode {
  const { t } = useTranslation();
  const session = useSession((state) => state.session);
  const actions = featureActions.filter((action) => may(session, action.permission));
  const places = menuEntries.filter((entry) => !entry.foot && may(session, entry.permission));
  const tiles = [
    ...actions.map((action) => ({ ...action, key: action.id, open: action.run })),
    ...places.map((entry) => ({
      ...entry,
      key: entry.route,
      shortcut: undefined,
      open: () => void openTab(entry.route),
    })),
  ];
  const first = useRef<HTMLButtonElement>(null);
  useFirstFocus(first);
  return (
    <EmptyState
      title={<h1>{t('start.title')}</h1>}
      action={
        <div className="start-actions">
          {tiles.map((tile, index) => (
            <button
              key={tile.key}
              ref={index === 0 ? first : null}
              type="button"
              className="start-action"
              data-focus-floor={index === 0 ? '' : undefined}
              onClick={tile.open}
            >
              <tile.icon aria-hidden />
              {t(tile.labelKey)}
              {tile.shortcut ? <KeyCap keys={tile.shortcut} /> : null}
            </button>
          ))}
        </div>
      }
    >
      {t('start.text')}
    </EmptyState>
  );
}
