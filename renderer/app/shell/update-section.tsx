import { Button, Progress } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { UpdateState } from '#shared/protocol/update-bridge.ts';
import { dateTimeText } from '../../ui/format-text.ts';
import { StateShape } from '../../ui/state-tag.tsx';
import { reasonText } from '../i18n.ts';
import { SettingSection } from './setting-row.tsx';
import { checkForUpdate, downloadUpdate, installUpdate, useUpdate } from './update-store.ts';
import './update-section.css';

const BYTES_PER_MEGABYTE = 1_000_000;

/** Where a newer Satchel stands, and the one thing that can be done about it. For the settings and the about page. */
export function UpdateSection(): ReactNode {
  const { t } = useTranslation();
  const update = useUpdate((state) => state.update);
  if (!update) return null;
  return (
    <SettingSection title={t('updates.title')}>
      <div className="update-line" aria-live="polite">
        <p>
          <UpdateWords update={update} />
        </p>
        <UpdateAction update={update} />
      </div>
      {update.state === 'downloading' ? (
        <Progress percent={update.percent} size="small" aria-label={t('updates.title')} />
      ) : null}
      <Problem update={update} />
      {update.state === 'off' ? null : <p className="small text-3">{t('updates.how')}</p>}
    </SettingSection>
  );
}

function UpdateWords({ update }: { readonly update: UpdateState }): string {
  const { t, i18n } = useTranslation();
  switch (update.state) {
    case 'off':
      return reasonText(update.reason);
    case 'none':
      return update.checkedAt === null
        ? t('updates.words.notAsked')
        : t('updates.words.none', { at: dateTimeText(update.checkedAt, i18n.language) });
    case 'checking':
      return t('updates.words.checking');
    case 'available':
      return update.bytes === null
        ? t('updates.words.available', { version: update.version })
        : t('updates.words.availableSize', {
            version: update.version,
            megabytes: Math.max(1, Math.round(update.bytes / BYTES_PER_MEGABYTE)),
          });
    case 'downloading':
      return t('updates.words.downloading', { version: update.version });
    case 'ready':
      return t('updates.words.ready', { version: update.version });
    case 'installing':
      return t('updates.words.installing', { version: update.version });
  }
}

function UpdateAction({ update }: { readonly update: UpdateState }): ReactNode {
  const { t } = useTranslation();
  switch (update.state) {
    case 'none':
    case 'checking':
      return (
        <Button loading={update.state === 'checking'} onClick={() => void checkForUpdate()}>
          {t('updates.check')}
        </Button>
      );
    case 'available':
      return (
        <Button type="primary" onClick={() => void downloadUpdate()}>
          {t('updates.download')}
        </Button>
      );
    case 'ready':
    case 'installing':
      return (
        <Button type="primary" loading={update.state === 'installing'} onClick={() => void installUpdate()}>
          {t('updates.restart')}
        </Button>
      );
    default:
      return null;
  }
}

function Problem({ update }: { readonly update: UpdateState }): ReactNode {
  if (!('problem' in update) || update.problem === null) return null;
  return (
    <p className="update-problem state-wait">
      <StateShape state="wait" />
      <span>{reasonText(update.problem)}</span>
    </p>
  );
}
