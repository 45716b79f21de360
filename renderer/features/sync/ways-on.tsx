import { Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LedgerDetail, LedgerEntry } from '#shared/protocol/ledger-bridge.ts';
import { amendingParams, InPlaceOf } from '../../app/amending.tsx';
import { findMending, findRoute } from '../../app/features.ts';
import { argsOf, type Place } from '../../app/mending.ts';
import { may, useSession } from '../../app/session.ts';
import { openTab } from '../../app/tabs.ts';
import { ActionButton } from '../../ui/action-button.tsx';
import { sendAgain } from './deal-with-entry.ts';
import { openerOf } from './read-entry.ts';

export const isOpenRejected = (entry: LedgerEntry): boolean =>
  entry.state === 'rejected' && entry.droppedAt === null && entry.replacedBy === null;

/** What to do about a rejected command, and how one is taken back that no step takes back, in words of its feature. */
export function WaysOnWords({ entry, detail }: { readonly entry: LedgerEntry; readonly detail: LedgerDetail | null }) {
  const { t, i18n } = useTranslation();
  const words = findMending(entry.name)?.words;
  if (isOpenRejected(entry)) {
    if (words === undefined || insteadOf(entry)) return null;
    return (
      <>
        <h3 className="entry-heading text-3 small">{t('syncLedger.waysOn')}</h3>
        <p>{t(`${words}.rejected`)}</p>
        <WayThere entry={entry} />
      </>
    );
  }
  const isHere = entry.otherDevice === undefined && (entry.state === 'waiting' || entry.state === 'sent');
  if (!isHere || detail?.withdrawal !== 'none') return null;
  const undo = `${words}.undo`;
  return (
    <>
      <p className="small text-3">
        {t('syncLedger.noWithdrawal')} {i18n.exists(undo) ? t(undo) : t('syncLedger.noWithdrawalElse')}
      </p>
      <WayThere entry={entry} />
    </>
  );
}

/** Leads to where it is seen how things stand; a document of its own is opened by the key of the panel. */
function WayThere({ entry }: { readonly entry: LedgerEntry }): ReactNode {
  const { t } = useTranslation();
  const session = useSession((state) => state.session);
  const { place } = findMending(entry.name) ?? {};
  const to = place && openerOf(entry) === null ? opened(place, entry) : null;
  const route = to === null ? undefined : findRoute(to.route);
  if (!to || !route || !may(session, route.permission)) return null;
  return (
    <p className="entry-link-line">
      <Button type="link" size="small" className="entry-link" onClick={() => void openTab(to.route, to.params)}>
        {t('syncLedger.goTo', { place: t(route.titleKey) })}
      </Button>
    </p>
  );
}

/** The keys that go with the words: open it filled, do it again, go where it is seen. */
export function WaysOn({
  entry,
  onChanged,
}: {
  readonly entry: LedgerEntry;
  readonly onChanged: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const session = useSession((state) => state.session);
  const [isAmending, setAmending] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const { amend, isAgain } = findMending(entry.name) ?? {};
  const instead = insteadOf(entry);
  const isRejected = isOpenRejected(entry);
  const filled = isRejected && amend && 'route' in amend ? opened(amend, entry) : null;
  const open = isRejected && amend && 'open' in amend ? amend.open : null;
  const Dialog = isRejected && amend && 'dialog' in amend ? amend.dialog : null;
  const mayOpen = (route: string) => may(session, findRoute(route)?.permission);
  const again = async () => {
    setBusy(true);
    await sendAgain(entry);
    setBusy(false);
    onChanged();
  };
  return (
    <>
      {isRejected && instead ? (
        <ActionButton
          primary
          label={t(instead.labelKey)}
          keys="g"
          labelKey={instead.labelKey}
          onRun={() => instead.open(entry)}
        />
      ) : null}
      {isRejected && isAgain && !instead ? (
        <ActionButton
          primary={amend === undefined}
          label={t('syncLedger.again')}
          keys="g"
          labelKey="syncLedger.again"
          loading={isBusy}
          onRun={() => void again()}
        />
      ) : null}
      {open || Dialog || (filled && mayOpen(filled.route)) ? (
        <ActionButton
          primary
          label={t('syncLedger.amend')}
          keys="a"
          labelKey="syncLedger.amend"
          onRun={() => {
            if (open) open(entry);
            else if (filled) openTab(filled.route, { ...amendingParams(entry), ...filled.params });
            else setAmending(true);
          }}
        />
      ) : null}
      {Dialog && isAmending ? (
        <InPlaceOf entry={entry}>
          <Dialog
            entry={entry}
            onClose={() => {
              setAmending(false);
              onChanged();
            }}
          />
        </InPlaceOf>
      ) : null}
    </>
  );
}

/** Another way, where the deed can never go through any more; undefined: it can. */
function insteadOf(entry: LedgerEntry) {
  const { instead } = findMending(entry.name) ?? {};
  const code = entry.reasons.map((reason) => reason.code).find((each) => instead?.[each]);
  return code === undefined ? undefined : instead?.[code];
}

function opened({ route, params = () => ({}) }: Place, entry: LedgerEntry) {
  const given = params(argsOf(entry));
  return given === null ? null : { route, params: given };
}
