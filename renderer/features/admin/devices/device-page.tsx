import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Reason } from '#shared/kernel/refusal.ts';
import type { DeviceInfo } from '#shared/protocol/devices.ts';
import { bridge } from '../../../app/bridge.ts';
import type { ScreenProps } from '../../../app/feature.ts';
import { reasonText } from '../../../app/i18n.ts';
import { replyOf } from '../../../app/kept-notice.ts';
import { notify, notifyRefusal } from '../../../app/notices.ts';
import { useTab } from '../../../app/tabs.ts';
import { ActionButton } from '../../../ui/action-button.tsx';
import { countText, dateTimeText } from '../../../ui/format-text.ts';
import { Note, Page, PageHeader } from '../../../ui/page.tsx';
import { saveTextFile } from '../../../ui/save-text-file.ts';
import { StateTag } from '../../../ui/state-tag.tsx';
import { DeviceEvents } from './device-events.tsx';
import { contactText, scopeText, stateShapes, workText } from './device-words.ts';
import { HeldCommands } from './held-commands.tsx';
import { ReasonDialog } from './reason-dialog.tsx';
import { UnshownCommands } from './unshown-commands.tsx';
import { useDeviceList, useDeviceReview } from './use-devices.ts';
import './devices.css';

type Asking = 'rename' | 'lock' | 'revoke' | 'run' | 'discard';
type Answer = { readonly ok: true } | { readonly ok: false; readonly reason: Reason };

/** One computer: what it is, what waits on it, what can be done with it, and what was done. */
export function DevicePage({ params }: ScreenProps): ReactNode {
  const { t, i18n } = useTranslation();
  const deviceId = String(params.deviceId);
  const tab = useTab();
  const list = useDeviceList();
  const review = useDeviceReview(deviceId);
  const [asking, setAsking] = useState<Asking | null>(null);
  const [isBusy, setBusy] = useState(false);
  const heard = list.answer?.devices.find((each) => each.deviceId === deviceId) ?? null;
  const device = review.answer?.device ?? heard;
  const name = device?.name;
  useEffect(() => {
    if (name !== undefined) tab.setTitle(name);
  }, [tab, name]);

  const act = async (work: () => Promise<Answer>, told: string): Promise<void> => {
    setBusy(true);
    const reply = await replyOf(work());
    setBusy(false);
    if (!reply.ok) {
      notifyRefusal(reply.reason);
      return;
    }
    setAsking(null);
    notify({ tone: 'done', title: () => told });
    review.ask();
    list.ask();
  };
  const { devices } = bridge();
  if (!device) {
    return (
      <Page header={<PageHeader title={String(params.name ?? '')} />}>
        {review.refused ? (
          <Note tone="late" title={t('admin.devices.notHeard')}>
            {reasonText(review.refused)}
          </Note>
        ) : null}
      </Page>
    );
  }
  const who = { name: device.name, person: device.person.name };
  const isClosed = device.state === 'revoked' || device.state === 'wiped';
  const mayAct = review.answer !== null && review.refused === null && !device.isOwn;
  const heardAt = list.answer?.heardAt ?? device.lastContactAt;
  const saveCopy = () =>
    act(async () => {
      const reply = await devices.recoveryCopy(deviceId);
      if (reply.ok) saveTextFile(`recovery-${device.code}.json`, JSON.stringify(reply.copy));
      return reply;
    }, t('admin.devices.copySaved'));
  return (
    <Page
      header={
        <PageHeader
          title={device.name}
          tag={<StateTag state={stateShapes[device.state]}>{t(`admin.devices.states.${device.state}`)}</StateTag>}
          note={`${device.code} · ${device.person.name}`}
        >
          <ActionButton
            label={t('admin.devices.rename')}
            keys="alt+n"
            labelKey="admin.devices.rename"
            disabled={review.answer === null || review.refused !== null}
            onRun={() => setAsking('rename')}
          />
          {device.state === 'locked' ? (
            <ActionButton
              label={t('admin.devices.unlock')}
              keys="alt+l"
              labelKey="admin.devices.unlock"
              disabled={!mayAct}
              loading={isBusy}
              onRun={() => void act(() => devices.unlock(deviceId), t('admin.devices.unlocked', who))}
            />
          ) : null}
          {device.state === 'open' ? (
            <ActionButton
              label={t('admin.devices.lock')}
              keys="alt+l"
              labelKey="admin.devices.lock"
              disabled={!mayAct}
              onRun={() => setAsking('lock')}
            />
          ) : null}
          {isClosed ? null : (
            <ActionButton
              label={t('admin.devices.revoke')}
              keys="alt+x"
              labelKey="admin.devices.revoke"
              disabled={!mayAct}
              onRun={() => setAsking('revoke')}
            />
          )}
        </PageHeader>
      }
    >
      <div className="devices device-page">
        {review.refused ? (
          <Note tone="wait" title={t('admin.devices.stale', { at: dateTimeText(heardAt, i18n.language) })}>
            {t('admin.devices.staleText', { why: reasonText(review.refused) })}
          </Note>
        ) : null}
        <DeviceFacts device={device} heardAt={heardAt} onSaveCopy={mayAct ? () => void saveCopy() : null} />
        {review.answer ? (
          <>
            <UnshownCommands device={device} />
            <HeldCommands
              commands={review.answer.commands}
              total={device.quarantined}
              state={device.state}
              isBusy={isBusy}
              onRun={() => setAsking('run')}
              onDiscard={() => setAsking('discard')}
            />
            <DeviceEvents events={review.answer.events} />
          </>
        ) : null}
      </div>
      {asking ? (
        <ReasonDialog
          key={asking}
          title={t(`admin.devices.ask.${asking}.title`, who)}
          follows={followsOf(asking, device, t)}
          label={t(asking === 'rename' ? 'admin.devices.name' : 'admin.devices.reason')}
          start={asking === 'rename' ? device.name : ''}
          okText={t(`admin.devices.ask.${asking}.ok`)}
          danger={asking === 'revoke' || asking === 'discard'}
          isBusy={isBusy}
          onCancel={() => setAsking(null)}
          onOk={(text) => void act(() => done(asking, deviceId, text), t(`admin.devices.ask.${asking}.done`, who))}
        />
      ) : null}
    </Page>
  );
}

function done(asking: Asking, deviceId: string, text: string): Promise<Answer> {
  const { devices } = bridge();
  const withReason = { deviceId, reason: text };
  if (asking === 'rename') return devices.rename({ deviceId, name: text });
  if (asking === 'lock') return devices.lock(withReason);
  if (asking === 'revoke') return devices.revoke(withReason);
  return asking === 'run' ? devices.runQuarantine(withReason) : devices.discardQuarantine(withReason);
}

type Translate = ReturnType<typeof useTranslation>['t'];

/** What follows from it, in sentences. */
function followsOf(asking: Asking, device: DeviceInfo, t: Translate): readonly string[] {
  const who = { name: device.name, person: device.person.name };
  if (asking === 'rename') return [t('admin.devices.ask.rename.text', who)];
  if (asking === 'lock') return [t('admin.devices.ask.lock.text', who), t('admin.devices.ask.lock.stays', who)];
  if (asking === 'run') return [t('admin.devices.ask.run.text', { ...who, count: device.quarantined })];
  if (asking === 'discard') return [t('admin.devices.ask.discard.text', { ...who, count: device.quarantined })];
  const { waiting } = device;
  const unsent =
    waiting === null
      ? t('admin.devices.ask.revoke.unknown')
      : waiting === 0
        ? t('admin.devices.ask.revoke.unsentNone')
        : t('admin.devices.ask.revoke.unsent', { count: waiting });
  return [t('admin.devices.ask.revoke.text', who), unsent, t('admin.devices.ask.revoke.end', who)];
}

interface DeviceFactsProps {
  readonly device: DeviceInfo;
  readonly heardAt: number;
  readonly onSaveCopy: (() => void) | null;
}

function DeviceFacts({ device, heardAt, onSaveCopy }: DeviceFactsProps): ReactNode {
  const { t, i18n } = useTranslation();
  const facts: readonly (readonly [string, ReactNode])[] = [
    ['person', device.person.isActive ? device.person.name : t('admin.devices.left', { name: device.person.name })],
    ['sharedWith', device.sharedWith.map(({ name }) => name).join(', ')],
    ['contact', `${contactText(device, heardAt)} (${dateTimeText(device.lastContactAt, i18n.language)})`],
    ['work', workText(device)],
    ['version', `${device.appVersion}${device.schema === null ? '' : ` · ${device.schema.split('-')[0]}`}`],
    ['registered', dateTimeText(device.registeredAt, i18n.language)],
    ['formerCodes', device.formerCodes.join(', ')],
    [
      'holds',
      device.holds
        // Of what the whole company sees a device keeps no list of its own: it counts nothing there.
        .filter(({ rows }) => rows > 0)
        .map((held) => `${scopeText(held)}: ${t('admin.devices.rows', { rows: countText(held.rows) })}`)
        .join(' · '),
    ],
  ];
  return (
    <section aria-label={t('admin.devices.facts')}>
      <dl className="device-facts">
        {facts
          .filter(([, value]) => value !== '')
          .map(([key, value]) => (
            <div key={key}>
              <dt className="text-2">{t(`admin.devices.${key}`)}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        <div>
          <dt className="text-2">{t('admin.devices.recoveryCopy')}</dt>
          <dd>
            {device.hasRecoveryCopy ? (
              <button
                type="button"
                className="link-button"
                disabled={onSaveCopy === null}
                onClick={onSaveCopy ?? undefined}
              >
                {t('admin.devices.saveCopy')}
              </button>
            ) : (
              t('admin.devices.noCopy')
            )}
          </dd>
        </div>
      </dl>
    </section>
  );
}
