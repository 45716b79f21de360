import { Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Reason } from '#shared/kernel/refusal.ts';
import type { SyncStatus } from '#shared/protocol/bridge.ts';
import type { LedgerDetail, LedgerEntry } from '#shared/protocol/ledger-bridge.ts';
import { decisionsOf } from '../../app/features.ts';
import { reasonText } from '../../app/i18n.ts';
import { useSyncStatus } from '../../app/session.ts';
import { ActionButton } from '../../ui/action-button.tsx';
import { DateTime } from '../../ui/format.tsx';
import { KeyCap } from '../../ui/key-cap.tsx';
import { SidePanel } from '../../ui/page.tsx';
import { StateTag } from '../../ui/state-tag.tsx';
import { placeName, useCompany } from '../../ui/use-company.ts';
import { drop, exportProof, markSeen, withdraw } from './deal-with-entry.ts';
import { DropDialog } from './drop-dialog.tsx';
import { EntryValues } from './entry-values.tsx';
import { Hanging } from './hanging.tsx';
import { copyReport, NotShown } from './not-shown.tsx';
import { Party } from './party.tsx';
import {
  customerOpenerOf,
  deedOf,
  factsOf,
  newReasonsOf,
  openerOf,
  otherDeviceOf,
  sentenceOf,
  stateOf,
  stateWordOf,
} from './read-entry.ts';
import { useDetail } from './use-detail.ts';
import { useSince } from './use-since.ts';
import { isOpenRejected, WaysOn, WaysOnWords } from './ways-on.tsx';

export interface EntryPanelProps {
  readonly entry: LedgerEntry;
  /** Of the list, from 1; 0: it stands in no list that is shown. */
  readonly place: number;
  readonly of: number;
  /** The person has done something about it. */
  readonly onChanged: () => void;
  /** Shows another command. */
  readonly onShow: (commandId: string) => void;
}

export function EntryHead({ entry, place, of }: Pick<EntryPanelProps, 'entry' | 'place' | 'of'>): ReactNode {
  const { t } = useTranslation();
  const { document } = factsOf(entry);
  const open = openerOf(entry);
  return (
    <div className="entry-head">
      <StateTag state={stateOf(entry)}>{stateWordOf(entry)}</StateTag>
      {document !== null && open ? (
        <Button type="link" size="small" className="entry-link" onClick={open}>
          {document}
        </Button>
      ) : (
        <span className="text-2">{document}</span>
      )}
      <span className="entry-place small text-3">
        {place > 0 ? t('syncLedger.place', { place, of }) : null}
        <KeyCap keys="j" />
        <KeyCap keys="k" />
      </span>
    </div>
  );
}

/** One command whose answer its sentences say, and what can be done about it. */
export function PlainPanel(props: EntryPanelProps): ReactNode {
  const { entry, onShow } = props;
  const { t } = useTranslation();
  const detail = useDetail(entry);
  const status = useSyncStatus((state) => state.status);
  const isNew = newReasonsOf(entry).length > 0;
  const isAnswered = entry.state !== 'waiting' && entry.state !== 'sent';
  return (
    <SidePanel label={t('syncLedger.details')} kind="sync" footer={<Dealings {...props} detail={detail} />}>
      <EntryHead {...props} />
      <h2 className="title entry-title">{sentenceOf(entry)}</h2>
      <p className="text-2 entry-explanation">{meaningOf(entry, status, t)}</p>
      <NotShown entry={entry} />
      {entry.state === 'adjusted' && isNew ? (
        <>
          <h3 className="entry-heading text-3 small">{t('syncLedger.foretold')}</h3>
          {entry.foretold.length > 0 ? <Reasons reasons={entry.foretold} /> : <p>{t('syncLedger.asEntered')}</p>}
          <h3 className="entry-heading text-3 small">{t('syncLedger.now')}</h3>
        </>
      ) : null}
      {!isAnswered && entry.foretold.length > 0 ? (
        <h3 className="entry-heading text-3 small">{t('syncLedger.foretold')}</h3>
      ) : null}
      <Reasons reasons={entry.reasons} />
      <WaysOnWords entry={entry} detail={detail} />
      <EntryValues entry={entry} isOpen />
      {detail ? <Decided entry={entry} dependants={detail.dependants} /> : null}
      <Facts entry={entry} />
      {detail ? <Hanging detail={detail} onShow={onShow} /> : null}
    </SidePanel>
  );
}

/** What somebody decided about it afterwards; what was rejected or let go of decided nothing. */
function Decided({ entry, dependants }: Pick<LedgerDetail, 'entry' | 'dependants'>): ReactNode {
  const { t } = useTranslation();
  const company = useCompany();
  const nameOf = (id: string) => placeName(company, id);
  const sentences = dependants.flatMap((each) =>
    each.state === 'rejected' ? [] : decisionsOf(each, nameOf).map((sentence) => ({ sentence, id: each.commandId })),
  );
  sentences.push(...useSince(entry).map((sentence) => ({ sentence, id: entry.commandId })));
  if (sentences.length === 0) return null;
  return (
    <>
      <h3 className="entry-heading text-3 small">{t('syncLedger.decided')}</h3>
      <ul className="entry-reasons" data-selectable>
        {sentences.map(({ sentence, id }) => (
          <li key={`${id} ${sentence}`}>{sentence}</li>
        ))}
      </ul>
    </>
  );
}

type Translate = ReturnType<typeof useTranslation>['t'];

function meaningOf(entry: LedgerEntry, status: SyncStatus | null, t: Translate): string {
  if (entry.takenBack) return t('syncLedger.meaning.takenBack');
  if (entry.droppedAt !== null) return t('syncLedger.meaning.dropped');
  if (entry.replacedBy !== null) return t('syncLedger.meaning.replaced');
  if (entry.otherDevice) {
    const meaning = entry.heldSince === undefined ? 'rejectedElsewhere' : 'held';
    return t(`syncLedger.meaning.${meaning}`, { device: otherDeviceOf(entry), since: entry.heldSince });
  }
  if (entry.state === 'waiting') {
    const isByChoice = status?.workOffline ?? false;
    // An answer came, and it was no: nothing is "sent again by itself" until that is put right.
    if (status?.trouble && !isByChoice) return t('syncLedger.meaning.stuck', { why: reasonText(status.trouble) });
    const meaning = entry.sentAt !== null ? 'unanswered' : entry.triedAt !== null ? 'unreached' : 'waiting';
    return t(`syncLedger.meaning.${meaning}${isByChoice ? 'ByChoice' : ''}`, { at: entry.sentAt ?? entry.triedAt });
  }
  return t(`syncLedger.meaning.${entry.isAsTold ? 'asTold' : entry.state}`);
}

function Facts({ entry }: { readonly entry: LedgerEntry }): ReactNode {
  const { t } = useTranslation();
  const { document, party, customerId, amount } = factsOf(entry);
  const openCustomer = customerOpenerOf(entry);
  const facts = [
    { name: t('syncLedger.deed'), value: deedOf(entry) },
    { name: t('syncLedger.madeOn'), value: otherDeviceOf(entry) },
    { name: t('syncLedger.document'), value: document },
    {
      name: t('syncLedger.party'),
      value:
        party === null && customerId === null ? null : openCustomer ? (
          <Button type="link" size="small" className="entry-link" onClick={openCustomer}>
            <Party entry={entry} />
          </Button>
        ) : (
          <Party entry={entry} />
        ),
    },
    { name: t('syncLedger.amount'), value: amount },
    { name: t('syncLedger.made'), value: <DateTime value={entry.issuedAt} /> },
    { name: t('syncLedger.sentAt'), value: entry.sentAt === null ? null : <DateTime value={entry.sentAt} /> },
    { name: t('syncLedger.answered'), value: entry.answeredAt === null ? null : <DateTime value={entry.answeredAt} /> },
  ].filter((fact) => fact.value !== null);
  return (
    <dl className="entry-facts" data-selectable>
      {facts.map((fact) => (
        <div key={fact.name} className="fact-row">
          <dt>{fact.name}</dt>
          <dd>{fact.value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Reasons({ reasons }: { readonly reasons: readonly Reason[] }): ReactNode {
  if (reasons.length === 0) return null;
  return (
    <ul className="entry-reasons" data-selectable>
      {reasons.map((reason) => (
        <li key={`${reason.code} ${JSON.stringify(reason.params)}`}>{reasonText(reason)}</li>
      ))}
    </ul>
  );
}

/** The keys of the panel: open, take back, mend and send again, let go, seen. */
function Dealings({ entry, detail, onChanged }: EntryPanelProps & { readonly detail: LedgerDetail | null }): ReactNode {
  const { t } = useTranslation();
  const [isDropping, setDropping] = useState(false);
  // What is not shown has no document to open.
  const open = entry.unshown === null ? openerOf(entry) : null;
  const isRejected = isOpenRejected(entry);
  // Let go of means kept in the ledger of its own device; here it is only seen.
  const isElsewhere = entry.otherDevice !== undefined;
  const document = factsOf(entry).document ?? deedOf(entry);
  return (
    <>
      {open ? <ActionButton label={t('syncLedger.open')} keys="o" labelKey="syncLedger.open" onRun={open} /> : null}
      {detail?.withdrawal === 'can' ? (
        <ActionButton
          label={t('syncLedger.withdraw')}
          keys="w"
          labelKey="syncLedger.withdraw"
          onRun={() => void withdraw(entry.commandId, document).then(onChanged)}
        />
      ) : null}
      {isRejected && !isElsewhere ? (
        <ActionButton
          label={t('syncLedger.drop')}
          keys="d"
          labelKey="syncLedger.drop"
          disabled={detail === null}
          onRun={() => setDropping(true)}
        />
      ) : null}
      {entry.unshown === null ? null : (
        <>
          <ActionButton label={t('syncLedger.export')} labelKey="syncLedger.export" onRun={() => void exportProof()} />
          <ActionButton
            label={t('syncLedger.unshown.report')}
            keys="r"
            labelKey="syncLedger.unshown.report"
            onRun={() => copyReport(entry)}
          />
        </>
      )}
      <WaysOn entry={entry} onChanged={onChanged} />
      {entry.needsAttention && (!isRejected || isElsewhere) ? (
        <ActionButton
          primary={!isElsewhere}
          label={t('syncLedger.markSeen')}
          keys="s"
          labelKey="syncLedger.markSeen"
          onRun={() => void markSeen(entry.commandId).then(onChanged)}
        />
      ) : null}
      {isDropping && detail ? (
        <DropDialog
          detail={detail}
          onCancel={() => setDropping(false)}
          onDrop={() => {
            setDropping(false);
            void drop(entry.commandId, document).then(onChanged);
          }}
        />
      ) : null}
    </>
  );
}
