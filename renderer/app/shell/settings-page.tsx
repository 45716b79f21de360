import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Page, PageHeader } from '../../ui/page.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { bridge } from '../bridge.ts';
import { languages } from '../i18n.ts';
import { setPreference, usePreferences } from '../preferences.ts';
import { useSignedIn } from '../session.ts';
import { densities, themeChoices } from './user-menu.tsx';
import './settings.css';

/** What a person chooses for this computer, and what this computer is. */
export function SettingsPage(): ReactNode {
  const { t } = useTranslation();
  const { theme, density, language } = usePreferences();
  const { companyName, deviceCode, server, user } = useSignedIn();
  const { data: about } = useQuery({ queryKey: ['desktop.about'], queryFn: () => bridge().desktop.about() });
  const facts: readonly (readonly [string, string])[] = [
    [t('settings.about.person'), `${user.name} (${user.login})`],
    [t('settings.about.company'), companyName],
    [t('settings.about.device'), deviceCode],
    [t('settings.about.server'), server],
    [
      t('settings.about.version'),
      about ? `${about.appVersion} · Electron ${about.electronVersion} · ${about.platform}` : '–',
    ],
    [t('settings.about.profile'), about?.profile ?? '–'],
  ];
  return (
    <Page header={<PageHeader title={t('settings.title')} note={t('settings.note')} />}>
      <div className="settings">
        <section>
          <h2>{t('settings.appearance')}</h2>
          <div className="setting-row">
            <span>{t('settings.language')}</span>
            <Segmented
              label={t('settings.language')}
              value={language}
              onChange={(value) => setPreference('language', value)}
              options={languages.map((value) => ({ value, label: t(`settings.languages.${value}`) }))}
            />
          </div>
          <div className="setting-row">
            <span>{t('settings.theme')}</span>
            <Segmented
              label={t('settings.theme')}
              value={theme}
              onChange={(value) => setPreference('theme', value)}
              options={themeChoices.map((value) => ({ value, label: t(`settings.themes.${value}`) }))}
            />
          </div>
          <div className="setting-row">
            <span>{t('settings.density')}</span>
            <Segmented
              label={t('settings.density')}
              value={density}
              onChange={(value) => setPreference('density', value)}
              options={densities.map((value) => ({ value, label: t(`settings.densities.${value}`) }))}
            />
          </div>
        </section>
        <section>
          <h2>{t('settings.about.title')}</h2>
          <dl data-selectable>
            {facts.map(([name, value]) => (
              <div key={name} className="setting-row">
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
          {about?.demo ? (
            <div>
              <Button onClick={() => void bridge().desktop.openSecondDevice()}>{t('user.secondDevice')}</Button>
            </div>
          ) : null}
        </section>
      </div>
    </Page>
  );
}
