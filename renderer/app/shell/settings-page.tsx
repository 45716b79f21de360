import { Button, Switch } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { KeyCap } from '../../ui/key-cap.tsx';
import { Page, PageHeader } from '../../ui/page.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { bridge } from '../bridge.ts';
import { languages } from '../i18n.ts';
import { replyOf } from '../kept-notice.ts';
import { notifyRefusal } from '../notices.ts';
import { type StartUp, setPreference, usePreferences } from '../preferences.ts';
import { useSignedIn, useSyncStatus } from '../session.ts';
import { openTab } from '../tabs.ts';
import { setTourOff, startTour, useTour } from '../tour.ts';
import { useAbout } from '../use-about.ts';
import { DemoSettings } from './demo-settings.tsx';
import { SaveBackup } from './save-backup.tsx';
import { FactList, SettingRow, SettingSection } from './setting-row.tsx';
import { UpdateSection } from './update-section.tsx';
import { densities, themeChoices } from './user-menu.tsx';

const startUps: readonly StartUp[] = ['last', 'empty'];

/** What a person chooses for this computer, and what this computer is. */
export function SettingsPage(): ReactNode {
  const { t } = useTranslation();
  const isDemo = useAbout()?.demo ?? false;
  return (
    <Page header={<PageHeader title={t('settings.title')} note={t('settings.note')} />}>
      <div className="settings">
        <div className="settings-columns">
          <div className="settings-column">
            <Appearance />
            <AtWork />
          </div>
          <div className="settings-column">
            <Computer />
            <UpdateSection />
            <SettingSection title={t('backup.section')}>
              <SettingRow label={t('backup.row')} help={t('backup.rowHelp')}>
                <SaveBackup />
              </SettingRow>
            </SettingSection>
            {isDemo ? <DemoSettings /> : null}
          </div>
        </div>
      </div>
    </Page>
  );
}

function Appearance(): ReactNode {
  const { t } = useTranslation();
  const { theme, density, language } = usePreferences();
  return (
    <SettingSection title={t('settings.appearance')}>
      <SettingRow label={t('settings.language')}>
        <Segmented
          label={t('settings.language')}
          value={language}
          onChange={(value) => setPreference('language', value)}
          options={languages.map((value) => ({ value, label: t(`settings.languages.${value}`) }))}
        />
      </SettingRow>
      <SettingRow label={t('settings.theme')}>
        <Segmented
          label={t('settings.theme')}
          value={theme}
          onChange={(value) => setPreference('theme', value)}
          options={themeChoices.map((value) => ({ value, label: t(`settings.themes.${value}`) }))}
        />
      </SettingRow>
      <SettingRow label={t('settings.density')}>
        <Segmented
          label={t('settings.density')}
          value={density}
          onChange={(value) => setPreference('density', value)}
          options={densities.map((value) => ({ value, label: t(`settings.densities.${value}`) }))}
        />
      </SettingRow>
      <SettingRow label={t('settings.zoom')} help={t('settings.zoomHelp')}>
        <KeyCap keys="mod++" />
        <KeyCap keys="mod+-" />
        <KeyCap keys="mod+0" />
      </SettingRow>
    </SettingSection>
  );
}

function AtWork(): ReactNode {
  const { t } = useTranslation();
  const { startUp, keyHints } = usePreferences();
  const isTourOff = useTour((state) => state.isOff);
  const workOffline = useSyncStatus((state) => state.status?.workOffline ?? false);
  const [busy, setBusy] = useState(false);
  const setWorkOffline = async (next: boolean) => {
    setBusy(true);
    const reply = await replyOf(bridge().sync.setWorkOffline(next));
    setBusy(false);
    if (!reply.ok) notifyRefusal(reply.reason);
  };
  return (
    <SettingSection title={t('settings.work')}>
      <SettingRow label={t('settings.offline')} labelId="settings-offline" help={t('settings.offlineHelp')}>
        <Switch
          aria-labelledby="settings-offline"
          checked={workOffline}
          loading={busy}
          onChange={(next) => void setWorkOffline(next)}
        />
      </SettingRow>
      <SettingRow label={t('settings.startUp')}>
        <Segmented
          label={t('settings.startUp')}
          value={startUp}
          onChange={(value) => setPreference('startUp', value)}
          options={startUps.map((value) => ({ value, label: t(`settings.startUps.${value}`) }))}
        />
      </SettingRow>
      <SettingRow label={t('settings.keyHints')} labelId="settings-keys" help={t('settings.keyHintsHelp')}>
        <Switch
          aria-labelledby="settings-keys"
          checked={keyHints}
          onChange={(next) => setPreference('keyHints', next)}
        />
      </SettingRow>
      <SettingRow label={t('settings.tour')} labelId="settings-tour" help={t('settings.tourHelp')}>
        <Button onClick={startTour}>{t('settings.tourAgain')}</Button>
        <Switch aria-labelledby="settings-tour" checked={!isTourOff} onChange={(next) => setTourOff(!next)} />
      </SettingRow>
    </SettingSection>
  );
}

function Computer(): ReactNode {
  const { t } = useTranslation();
  const { companyName, deviceCode, server, user } = useSignedIn();
  return (
    <SettingSection title={t('settings.computer')}>
      <FactList
        facts={[
          [t('settings.about.person'), `${user.name} (${user.login})`],
          [t('settings.about.company'), companyName],
          [t('settings.about.device'), deviceCode],
          [t('settings.about.server'), server],
        ]}
      />
      <div className="setting-actions">
        <Button onClick={() => openTab('about')}>{t('settings.openAbout')}</Button>
      </div>
    </SettingSection>
  );
}
