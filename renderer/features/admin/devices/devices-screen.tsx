import { type ReactNode, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { DeviceInfo } from '#shared/protocol/devices.ts';
import type { ScreenProps } from '../../../app/feature.ts';
import { reasonText } from '../../../app/i18n.ts';
import { openTab } from '../../../app/tabs.ts';
import { ActionButton } from '../../../ui/action-button.tsx';
import { type DataColumn, DataTable } from '../../../ui/data-table.tsx';
import { dateTimeText } from '../../../ui/format-text.ts';
import { EmptyState, Note, Page, PageHeader } from '../../../ui/page.tsx';
import { StateTag } from '../../../ui/state-tag.tsx';
import { contactText, isSilent, stateShapes, workText } from './device-words.ts';
import { useDeviceList } from './use-devices.ts';
import './devices.css';

const none: readonly DeviceInfo[] = [];

/** The company's computers: whose they are, when each was heard, what waits on it. */
export function DevicesScreen(_props: ScreenProps): ReactNode {
  const { t, i18n } = useTranslation();
  const { answer, refused, isAsking, ask } = useDeviceList();
  const heardAt = answer?.heardAt ?? 0;
  const columns = useMemo(
    (): readonly DataColumn<DeviceInfo>[] => [
      { key: 'code', title: t('admin.devices.code'), width: '64px', render: ({ code }) => code },
      {
        key: 'name',
        title: t('admin.devices.name'),
        width: 'minmax(140px, 1.2fr)',
        strong: true,
        render: ({ name, isOwn }) => (isOwn ? t('admin.devices.ownName', { name }) : name),
      },
      {
        key: 'person',
        title: t('admin.devices.person'),
        width: 'minmax(120px, 1fr)',
        render: ({ person, sharedWith }) =>
          sharedWith.length === 0
            ? person.name
            : t('admin.devices.personAndOthers', { name: person.name, count: sharedWith.length }),
      },
      {
        key: 'contact',
        title: t('admin.devices.contact'),
        width: '136px',
        render: (device) => (
          <span className={isSilent(device, heardAt) ? 'device-silent' : 'text-2'}>{contactText(device, heardAt)}</span>
        ),
      },
      {
        key: 'work',
        title: t('admin.devices.work'),
        width: 'minmax(150px, 1.2fr)',
        render: (device) => (
          <span className={device.quarantined > 0 || device.waiting ? undefined : 'text-2'}>{workText(device)}</span>
        ),
      },
      {
        key: 'version',
        title: t('admin.devices.version'),
        width: '104px',
        render: ({ appVersion, isBehind }) => (
          <span className="text-2">{isBehind ? t('admin.devices.behind', { version: appVersion }) : appVersion}</span>
        ),
      },
      {
        key: 'state',
        title: t('admin.devices.state'),
        width: '112px',
        render: ({ state }) => (
          <StateTag state={stateShapes[state]} plain>
            {t(`admin.devices.states.${state}`)}
          </StateTag>
        ),
      },
    ],
    [t, heardAt],
  );
  const devices = answer?.devices ?? none;
  const deciding = devices.filter(({ quarantined }) => quarantined > 0).length;
  return (
    <Page
      header={
        <PageHeader
          title={t('admin.devices.title')}
          note={
            answer
              ? [
                  t('admin.devices.count', { count: devices.length }),
                  deciding > 0 ? t('admin.devices.deciding', { count: deciding }) : null,
                ]
                  .filter(Boolean)
                  .join(' · ')
              : null
          }
        >
          <ActionButton
            label={t('admin.devices.again')}
            keys="alt+r"
            labelKey="admin.devices.again"
            loading={isAsking}
            onRun={ask}
          />
        </PageHeader>
      }
    >
      <div className="devices">
        {answer?.stale ? (
          <Note tone="wait" title={t('admin.devices.stale', { at: dateTimeText(answer.heardAt, i18n.language) })}>
            {t('admin.devices.staleText', { why: reasonText(answer.stale) })}
          </Note>
        ) : null}
        {refused ? (
          <Note tone="late" title={t('admin.devices.notHeard')}>
            {reasonText(refused)}
          </Note>
        ) : null}
        {answer ? (
          <DataTable
            label={t('admin.devices.title')}
            columns={columns}
            rows={devices}
            rowKey={({ deviceId }) => deviceId}
            onOpen={({ deviceId, name }) => openTab('device', { deviceId, name })}
            outdated={answer.stale !== null}
            autoFocus
            empty={<EmptyState title={t('admin.devices.none')}>{t('admin.devices.noneText')}</EmptyState>}
          />
        ) : null}
      </div>
    </Page>
  );
}
