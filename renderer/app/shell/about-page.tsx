import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Diagnostics } from '#shared/protocol/desktop-bridge.ts';
import { ActionButton } from '../../ui/action-button.tsx';
import { bytesText, countText, dateTimeText } from '../../ui/format-text.ts';
import { Page, PageHeader } from '../../ui/page.tsx';
import { QueryFailed } from '../../ui/query-failed.tsx';
import { bridge } from '../bridge.ts';
import { replyOf } from '../kept-notice.ts';
import { notify, notifyRefusal } from '../notices.ts';
import { useSyncStatus } from '../session.ts';
import { Brand } from './brand.tsx';
import { copyText } from './copy-text.ts';
import { DatabaseCheckSection } from './database-check.tsx';
import { diagnosticsText } from './diagnostics-text.ts';
import { SaveBackup } from './save-backup.tsx';
import { FactList, SettingSection } from './setting-row.tsx';

/** What this Satchel is, whether its database is sound, and what to give to support. */
export function AboutPage(): ReactNode {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery({
    queryKey: ['diagnostics.read'],
    queryFn: () => bridge().diagnostics.read(),
    // Sizes and counts are of now.
    refetchOnMount: 'always',
    // Counting reads much of the database: not again at every change.
    meta: { isOfItsMoment: true },
  });
  const copy = () => {
    if (!data) return;
    copyText(diagnosticsText(data));
    notify({ tone: 'done', title: () => t('about.copied') });
  };
  return (
    <Page
      header={
        <PageHeader title={t('about.title')}>
          <ActionButton
            primary
            firstFocus
            label={t('about.copy')}
            keys="c"
            labelKey="about.copy"
            disabled={!data}
            onRun={copy}
          />
        </PageHeader>
      }
    >
      <QueryFailed
        refusal={error ? { code: 'unexpected', params: {} } : null}
        onRetry={() => {
          void refetch();
        }}
      />
      <div className="settings">
        <div className="settings-columns">
          <div className="settings-column">
            <div className="about-brand">
              <Brand size={36} />
              <div>
                <p>{t('app.name')}</p>
                <p className="text-2">{t('about.version', { version: data?.versions.app ?? '–' })}</p>
              </div>
            </div>
            <Versions data={data} />
            <Computer data={data} />
            <Licenses />
          </div>
          <div className="settings-column">
            <DatabaseCheckSection />
            <Support />
            <Database data={data} />
          </div>
        </div>
      </div>
    </Page>
  );
}

function Versions({ data }: { readonly data: Diagnostics | undefined }): ReactNode {
  const { t } = useTranslation();
  const versions = data?.versions;
  return (
    <SettingSection title={t('about.versions')}>
      <FactList
        facts={[
          [t('about.parts.runtime'), versions ? `${versions.electron} · ${versions.chromium} · ${versions.node}` : '–'],
          [t('about.parts.sqlite'), versions ? `${versions.sqlite} · ${versions.cipher}` : '–'],
          [t('about.parts.schema'), versions?.schema ?? '–'],
          [t('about.parts.protocol'), versions?.protocol ?? '–'],
        ]}
      />
    </SettingSection>
  );
}

function Computer({ data }: { readonly data: Diagnostics | undefined }): ReactNode {
  const { t } = useTranslation();
  const { platform, profile } = data ?? {};
  const bytes = (value: number | null | undefined) => (value == null ? '–' : bytesText(value));
  return (
    <SettingSection title={t('settings.computer')}>
      <FactList
        facts={[
          [t('about.system'), platform ? `${platform.name} ${platform.release} · ${platform.architecture}` : '–'],
          [t('about.memory'), bytes(platform?.memoryBytes)],
          [t('about.profile'), profile?.name ?? '–'],
          [t('about.folder'), profile?.path ?? '–'],
          [t('about.size'), bytes(profile?.bytes)],
          [t('about.free'), bytes(profile?.freeDiskBytes)],
          [t('about.keys'), profile ? t(`about.keysBy.${profile.keysBy}`) : '–'],
        ]}
      />
    </SettingSection>
  );
}

function Database({ data }: { readonly data: Diagnostics | undefined }): ReactNode {
  const { t, i18n } = useTranslation();
  const database = data?.database;
  const dataAsOf = useSyncStatus((state) => state.status?.dataAsOf ?? null);
  const waiting = useSyncStatus((state) => state.status?.waiting ?? 0);
  const rows = Object.entries(database?.rows ?? {}).sort(([, one], [, other]) => other - one);
  const total = rows.reduce((sum, [, count]) => sum + count, 0);
  return (
    <SettingSection title={t('about.database')}>
      <FactList
        facts={[
          [t('settings.about.device'), database?.deviceCode ?? '–'],
          [t('settings.about.server'), database?.server ?? '–'],
          [t('sync.lastExchange'), dataAsOf === null ? t('sync.never') : dateTimeText(dataAsOf, i18n.language)],
          [t('sync.waitingLabel'), countText(waiting)],
          [t('about.databaseSize'), database ? bytesText(database.bytes + database.walBytes) : '–'],
          [t('about.rows'), database?.rows ? countText(total) : '–'],
        ]}
      />
      <dl className="facts about-rows small" data-selectable>
        {rows.map(([table, count]) => (
          <div key={table} className="setting-row">
            <dt>{table}</dt>
            <dd>{countText(count)}</dd>
          </div>
        ))}
      </dl>
    </SettingSection>
  );
}

function Licenses(): ReactNode {
  const { t } = useTranslation();
  const show = async () => {
    const reply = await replyOf(bridge().diagnostics.openLicenses());
    if (!reply.ok) notifyRefusal(reply.reason);
  };
  return (
    <div>
      <p className="small text-3">{t('about.thanks')}</p>
      <div className="setting-actions">
        <Button onClick={() => void show()}>{t('about.licenses')}</Button>
      </div>
    </div>
  );
}

function Support(): ReactNode {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const exportLog = async () => {
    setBusy(true);
    const reply = await replyOf(bridge().diagnostics.exportLog());
    setBusy(false);
    if (!reply.ok) notifyRefusal(reply.reason);
    else if (reply.path !== null) notify({ tone: 'done', title: () => t('about.logSaved'), text: reply.path });
  };
  const openFolder = async () => {
    const reply = await replyOf(bridge().diagnostics.openLogFolder());
    if (!reply.ok) notifyRefusal(reply.reason);
  };
  return (
    <SettingSection title={t('about.support')}>
      <p className="setting-text">{t('about.logText')}</p>
      <div className="setting-actions">
        <Button loading={busy} onClick={() => void exportLog()}>
          {t('about.exportLog')}
        </Button>
        <Button onClick={() => void openFolder()}>{t('about.openFolder')}</Button>
        <SaveBackup />
      </div>
    </SettingSection>
  );
}
