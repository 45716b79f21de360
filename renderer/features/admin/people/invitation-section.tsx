/**
 * An invitation as an administrator shows it. Guards: the code is here as long as this page stands, and nowhere else; what
 * is kept and sent is its hash.
 */
import { QRCode } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PersonRow } from '#shared/domains/admin/queries/people.ts';
import { CODE_LENGTH, hashCode, makeCode, writeCode, writeJoinLink } from '#shared/kernel/one-time-code.ts';
import { useSignedIn, useSyncStatus } from '../../../app/session.ts';
import { copyText } from '../../../app/shell/copy-text.ts';
import { useCommand } from '../../../app/use-command.ts';
import { ActionButton } from '../../../ui/action-button.tsx';
import { dateTimeText } from '../../../ui/format-text.ts';
import { Note, PanelHeading } from '../../../ui/page.tsx';
import { newId } from './use-people.ts';

interface Shown {
  readonly code: string;
  readonly expiresAt: number;
}

/** Makes a one-time code: the first password of somebody new, or a new one. */
export function InvitationSection({ person }: { readonly person: PersonRow }): ReactNode {
  const { t, i18n } = useTranslation();
  const { server } = useSignedIn();
  const invite = useCommand('admin.invitePerson');
  const takeBack = useCommand('admin.voidInvitation');
  const waiting = useSyncStatus(({ status }) => (status?.waiting ?? 0) > 0);
  const [shown, setShown] = useState<Shown | null>(null);
  const { invitation } = person;
  const isOpen = invitation !== null && invitation.usedAt === null && invitation.expiresAt > Date.now();

  const make = async () => {
    const code = makeCode(crypto.getRandomValues(new Uint8Array(CODE_LENGTH)));
    const args = { invitationId: await newId(), userId: person.id, codeHash: hashCode(code) };
    const reply = await invite.run(args);
    if (reply.state === 'rejected') return;
    const { expiresAt } = reply.result as { expiresAt: number };
    setShown({ code, expiresAt });
  };
  const end = async () => {
    if (!invitation) return;
    if ((await takeBack.run({ invitationId: invitation.id })).state !== 'rejected') setShown(null);
  };
  return (
    <section className="people-section">
      <PanelHeading>{t('admin.people.invitation')}</PanelHeading>
      {shown && isOpen ? (
        <Code shown={shown} server={server} isWaiting={waiting} name={person.name} />
      ) : (
        <p className="text-2">
          {isOpen
            ? t('admin.people.invitationOpen', { until: dateTimeText(invitation.expiresAt, i18n.language) })
            : invitation?.usedAt
              ? t('admin.people.invitationUsed', { at: dateTimeText(invitation.usedAt, i18n.language) })
              : t('admin.people.invitationNone')}
        </p>
      )}
      <div className="people-actions">
        {isOpen ? (
          <ActionButton
            label={t('admin.people.voidInvitation')}
            keys="alt+v"
            labelKey="admin.people.voidInvitation"
            loading={takeBack.running}
            onRun={() => void end()}
          />
        ) : null}
        <ActionButton
          label={t(isOpen ? 'admin.people.inviteAgain' : 'admin.people.invite')}
          keys="i"
          labelKey="admin.people.invite"
          loading={invite.running}
          onRun={() => void make()}
        />
      </div>
    </section>
  );
}

interface CodeProps {
  readonly shown: Shown;
  readonly server: string;
  /** Not at the office yet: nobody can use it. */
  readonly isWaiting: boolean;
  readonly name: string;
}

function Code({ shown, server, isWaiting, name }: CodeProps): ReactNode {
  const { t, i18n } = useTranslation();
  const { code, expiresAt } = shown;
  const link = writeJoinLink({ server, code });
  return (
    <div className="people-code">
      <QRCode value={link} type="svg" size={168} color="var(--ink)" bgColor="var(--paper)" errorLevel="M" />
      <div className="people-code-facts" data-selectable>
        <span className="people-code-text">{writeCode(code)}</span>
        <span className="text-2">{server}</span>
        <span className="small text-3">
          {t('admin.people.codeHelp', { name, until: dateTimeText(expiresAt, i18n.language) })}
        </span>
        <ActionButton
          label={t('admin.people.copyLink')}
          keys="alt+c"
          labelKey="admin.people.copyLink"
          onRun={() => copyText(link)}
        />
      </div>
      {isWaiting ? <Note tone="wait" title={t('admin.people.codeWaits')} /> : null}
    </div>
  );
}
