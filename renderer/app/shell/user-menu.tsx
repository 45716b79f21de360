import { CheckOutlined } from '@ant-design/icons';
import { Button, Dropdown, type MenuProps, Modal } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { KeyCap } from '../../ui/key-cap.tsx';
import { bridge } from '../bridge.ts';
import { type Language, languages } from '../i18n.ts';
import { notifyRefusal } from '../notices.ts';
import { type Density, setPreference, type ThemeChoice, usePreferences } from '../preferences.ts';
import { useSignedIn, useSyncStatus } from '../session.ts';
import { signOut } from '../sign-out.ts';
import { openTab } from '../tabs.ts';
import { startTour } from '../tour.ts';
import { useAbout } from '../use-about.ts';

export const themeChoices: readonly ThemeChoice[] = ['light', 'dark', 'system'];
export const densities: readonly Density[] = ['compact', 'comfortable'];

/** Letters for the disc before a name: one Chinese character, or one Latin initial. */
export function initialOf(name: string): string {
  return Array.from(name.trim())[0]?.toUpperCase() ?? '';
}

async function run(key: string): Promise<void> {
  const [what = '', value = ''] = key.split(' ');
  if (what === 'language') setPreference('language', value as Language);
  if (what === 'theme') setPreference('theme', value as ThemeChoice);
  if (what === 'density') setPreference('density', value as Density);
  if (what === 'settings' || what === 'about') openTab(what);
  if (what === 'tour') startTour();
  if (what === 'secondDevice') {
    const reply = await bridge().desktop.openSecondDevice();
    if (!reply.ok) notifyRefusal(reply.reason);
  }
}

/** By leaving, what waits of a person who works offline by choice is not sent: they hear it first. */
function countLeftBehind(): number {
  const { status } = useSyncStatus.getState();
  return status?.workOffline ? status.waiting : 0;
}

async function goOnline(): Promise<void> {
  const reply = await bridge().sync.setWorkOffline(false);
  if (!reply.ok) notifyRefusal(reply.reason);
}

/** Who is here, and what is theirs: language, theme, density, help, leaving. */
export function UserMenu({ onListKeys }: { readonly onListKeys: () => void }): ReactNode {
  const { t } = useTranslation();
  const { user, companyName, deviceCode } = useSignedIn();
  const { theme, density, language } = usePreferences();
  const isDemo = useAbout()?.demo ?? false;
  const [leftBehind, setLeftBehind] = useState(0);
  const choose = (key: string) => {
    if (key === 'shortcuts') onListKeys();
    else if (key !== 'signOut') void run(key);
    else if (countLeftBehind() > 0) setLeftBehind(countLeftBehind());
    else void signOut();
  };

  const choice = (what: string, value: string, label: string, chosen: boolean) => ({
    key: `${what} ${value}`,
    label,
    icon: <CheckOutlined style={{ visibility: chosen ? 'visible' : 'hidden' }} />,
  });
  const items: MenuProps['items'] = [
    {
      type: 'group',
      key: 'who',
      label: (
        <>
          {user.name}
          {' · '}
          {companyName}
          {' · '}
          {deviceCode}
        </>
      ),
    },
    {
      key: 'language',
      label: t('settings.language'),
      children: languages.map((each) => choice('language', each, t(`settings.languages.${each}`), each === language)),
    },
    {
      key: 'theme',
      label: t('settings.theme'),
      children: themeChoices.map((each) => choice('theme', each, t(`settings.themes.${each}`), each === theme)),
    },
    {
      key: 'density',
      label: t('settings.density'),
      children: densities.map((each) => choice('density', each, t(`settings.densities.${each}`), each === density)),
    },
    { type: 'divider', key: 'end of choices' },
    { key: 'settings', label: t('settings.title'), extra: <KeyCap keys="mod+," /> },
    { key: 'about', label: t('about.title') },
    { key: 'shortcuts', label: t('shortcuts.title'), extra: <KeyCap keys="f1" /> },
    { key: 'tour', label: t('settings.tourAgain') },
    ...(isDemo ? [{ key: 'secondDevice', label: t('user.secondDevice') }] : []),
    { type: 'divider', key: 'line' },
    { key: 'signOut', label: t('user.signOut') },
  ];
  return (
    <>
      <Dropdown
        trigger={['click']}
        placement="bottomRight"
        autoFocus
        menu={{ items, onClick: ({ key }) => choose(key) }}
      >
        <button
          type="button"
          className="plain-button user-button"
          aria-haspopup="menu"
          title={t('user.menu', { name: user.name })}
        >
          <span className="avatar" aria-hidden>
            {initialOf(user.name)}
          </span>
          <span className="ellipsis">{user.name}</span>
        </button>
      </Dropdown>
      {leftBehind > 0 ? <LeaveDialog count={leftBehind} onStay={() => setLeftBehind(0)} /> : null}
    </>
  );
}

/** Signing out while working offline by choice: what waits stays here. The safe key has the focus. */
function LeaveDialog({ count, onStay }: { readonly count: number; readonly onStay: () => void }): ReactNode {
  const { t } = useTranslation();
  const leaveBy = (deed: () => Promise<void>) => () => {
    onStay();
    void deed();
  };
  return (
    <Modal
      open
      centered
      title={t('user.leaveOffline.title', { count })}
      onCancel={onStay}
      footer={
        <>
          <Button onClick={leaveBy(signOut)}>{t('user.leaveOffline.leave')}</Button>
          <Button onClick={leaveBy(goOnline)}>{t('user.leaveOffline.send')}</Button>
          <Button type="primary" autoFocus onClick={onStay}>
            {t('user.leaveOffline.stay')}
          </Button>
        </>
      }
    >
      <p>{t('user.leaveOffline.text')}</p>
    </Modal>
  );
}
