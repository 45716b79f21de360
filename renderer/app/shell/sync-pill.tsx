import { Button, Popover, Switch } from 'antd';
import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SyncStatus } from '#shared/protocol/bridge.ts';
import { DateTime } from '../../ui/format.tsx';
import { dateTimeText } from '../../ui/format-text.ts';
import { KeyCap } from '../../ui/key-cap.tsx';
import { LoadProgress } from '../../ui/load-progress.tsx';
import { Note } from '../../ui/page.tsx';
import { type StateName, StateShape } from '../../ui/state-tag.tsx';
import { bridge } from '../bridge.ts';
import { durationText } from '../duration.ts';
import { reasonText } from '../i18n.ts';
import { loadText } from '../load-text.ts';
import { networkTold } from '../network-told.ts';
import { notifyRefusal } from '../notices.ts';
import { useSession, useSyncStatus } from '../session.ts';
import { useShortcut } from '../shortcuts.ts';
import { SignInAgain } from '../sign-in-again.tsx';
import { openTab } from '../tabs.ts';

/** Older than this, the age of the data is said even when online. */
const FRESH_MS = 5 * 60_000;
const LOOK_AGAIN_MS = 30_000;
/** After this the silence itself is what a person wants to know. */
const SILENT_MS = 60 * 60_000;

/** Lets the age of the data be looked at again while nothing else changes. */
function useNow(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }, []);
  return now;
}

function loadedShare({ loading, network }: SyncStatus) {
  const percent = loading ? loadText(loading, network).percent : null;
  return loading && percent !== null ? { purpose: loading.purpose, percent } : null;
}

async function sendNow(): Promise<void> {
  const reply = await bridge().sync.sendNow();
  // Signed out or closed over it: the screen that is there now says why.
  if (!reply.ok && useSession.getState().session?.state === 'signedIn') notifyRefusal(reply.reason);
}

/** The truth about the network: state, what waits, how old the data is. Opens what can be done about it. */
export function SyncPill(): ReactNode {
  const { t, i18n } = useTranslation();
  const status = useSyncStatus((state) => state.status);
  const [open, setOpen] = useState(false);
  const now = useNow();
  useShortcut('f9', () => void sendNow(), { labelKey: 'shortcuts.sendNow', group: 'everywhere' });
  if (!status) return null;
  const { state, word } = networkTold(status);
  const old = status.dataAsOf === null || now - status.dataAsOf > FRESH_MS;
  const silentMs = status.lastExchangeAt === null ? 0 : now + status.clockOffsetMs - status.lastExchangeAt;
  const loading = loadedShare(status);
  const isFirst = status.firstLoad !== null && loading !== null;
  const facts = [
    status.waiting > 0 ? t(status.silent ? 'sync.waitingHere' : 'sync.waiting', { count: status.waiting }) : null,
    loading === null ? null : t(`load.share.${loading.purpose}`, { percent: loading.percent }),
    !isFirst && (status.network === 'offline' || old)
      ? status.dataAsOf === null
        ? t('sync.noData')
        : silentMs > SILENT_MS
          ? t('sync.lastExchangeAgo', { ago: durationText(silentMs) })
          : t('sync.dataAsOf', { at: dateTimeText(status.dataAsOf, i18n.language) })
      : null,
  ].filter((fact) => fact !== null);
  if (facts.length === 0 && status.needsAttention === 0 && state === 'done') facts.push(t('sync.allSynced'));
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      trigger="click"
      placement="bottomRight"
      arrow={false}
      content={<SyncPanel status={status} onLeave={() => setOpen(false)} />}
    >
      <button
        type="button"
        className={`sync-pill sync-${state}`}
        aria-haspopup="dialog"
        aria-expanded={open}
        data-testid="sync-pill"
      >
        <span className={`state-${state}`}>
          <StateShape state={state} />
          <span className="sync-word">{word}</span>
        </span>
        {status.needsAttention > 0 ? (
          <NeedsYou count={status.needsAttention} state={status.rejected > 0 ? 'late' : 'wait'} />
        ) : null}
        {facts.map((fact) => (
          <span key={fact}>{fact}</span>
        ))}
      </button>
    </Popover>
  );
}

/** How many answers need the person; the shape is that of the worst of them. */
function NeedsYou({ count, state }: { readonly count: number; readonly state: StateName }): ReactNode {
  const { t } = useTranslation();
  return (
    <span className={`state-${state}`}>
      <StateShape state={state} />
      <span className="sync-word">{t('sync.needYou', { count })}</span>
    </span>
  );
}

function SyncPanel({ status, onLeave }: { readonly status: SyncStatus; readonly onLeave: () => void }): ReactNode {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const setWorkOffline = async (workOffline: boolean) => {
    setBusy(true);
    const reply = await bridge().sync.setWorkOffline(workOffline);
    setBusy(false);
    if (!reply.ok) notifyRefusal(reply.reason);
  };
  return (
    <div className="sync-panel">
      {status.trouble ? (
        <Note tone="wait" title={t('sync.trouble')} action={<SignInAgain />}>
          {reasonText(status.trouble)}
        </Note>
      ) : null}
      {status.finishing ? (
        <Note tone="wait" title={t('sync.finishingTitle')}>
          {t('sync.finishingHelp')}
        </Note>
      ) : null}
      <LoadProgress />
      <div className="fact-row">
        <span id="work-offline">{t('sync.workOffline')}</span>
        <Switch
          size="small"
          checked={status.workOffline}
          loading={busy}
          onChange={setWorkOffline}
          aria-labelledby="work-offline"
        />
      </div>
      <div className="fact-row">
        <span className="fact-label">{t('sync.lastContact')}</span>
        <span>{status.lastExchangeAt === null ? t('sync.never') : <DateTime value={status.lastExchangeAt} />}</span>
      </div>
      <div className="fact-row">
        <span className="fact-label">{t('sync.lastExchange')}</span>
        <span>{status.dataAsOf === null ? t('sync.never') : <DateTime value={status.dataAsOf} />}</span>
      </div>
      <div className="fact-row">
        <span className="fact-label">{t('sync.waitingLabel')}</span>
        <span>{status.waiting}</span>
      </div>
      <p className="small text-3">
        {t(
          status.workOffline
            ? 'sync.byChoiceHelp'
            : status.silent
              ? 'sync.silentHelp'
              : status.trouble
                ? 'sync.troubleHelp'
                : status.network === 'offline'
                  ? 'sync.offlineHelp'
                  : 'sync.onlineHelp',
        )}
      </p>
      <div className="panel-actions">
        <Button
          onClick={() => {
            onLeave();
            openTab('sync');
          }}
        >
          {t('sync.openLedger')}
        </Button>
        <Button type="primary" disabled={status.workOffline} onClick={() => void sendNow()}>
          {t('sync.sendNow')}
          <KeyCap keys="f9" />
        </Button>
      </div>
    </div>
  );
}
