import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Reason } from '#shared/kernel/refusal.ts';
import type { KnownPerson, SessionState } from '#shared/protocol/bridge.ts';
import { bridge } from '../../../app/bridge.ts';
import { reasonText } from '../../../app/i18n.ts';
import { useSession, useStart } from '../../../app/session.ts';
import { dateTimeText } from '../../../ui/format-text.ts';
import { Note } from '../../../ui/page.tsx';
import { JoinCompany } from '../first-start/join-company.tsx';
import { GateFrame } from '../gate-frame.tsx';
import { useRestored } from '../restored.ts';
import { beginDifferently } from './begin-differently.ts';
import { DemoProgress } from './demo-progress.tsx';
import { type Credentials, PasswordForm } from './password-form.tsx';
import { PeopleList } from './people-list.tsx';
import { RecoverComputer } from './recover-computer.tsx';

type SignedOut = Extract<SessionState, { state: 'signedOut' }>;

/** Who are you: people of the demo company, people known here, or anyone with a user and a password. */
export function SignIn(): ReactNode {
  const session = useSession((state) => state.session);
  const start = useStart((state) => state.start);
  const [withoutDemo, setWithoutDemo] = useState(false);
  if (session?.state !== 'signedOut' || !start) return null;
  const { demo } = start;
  // While a new demo is made, the people of the old one cannot sign in any more.
  const isAway = demo.state === 'building' || (session.demo.length === 0 && demo.state !== 'off');
  if (start.choice === 'demo' && isAway && !withoutDemo)
    return <DemoProgress demo={demo} onSignIn={session.known.length > 0 ? () => setWithoutDemo(true) : null} />;
  return <SignInPage session={session} />;
}

function SignInPage({ session }: { readonly session: SignedOut }): ReactNode {
  const { t, i18n } = useTranslation();
  const restored = useRestored((state) => state.restored);
  const [busyFor, setBusyFor] = useState<string | null>(null);
  const [refused, setRefused] = useState<Reason | null>(null);
  const [chosen, setChosen] = useState<{ readonly server: string; readonly login: string } | null>(null);
  const [wantsForm, setWantsForm] = useState(false);
  const [joins, setJoins] = useState(false);
  const [wantsRecovery, setWantsRecovery] = useState(false);
  const [recovered, setRecovered] = useState<string | null>(null);

  const signIn = async (credentials: Credentials) => {
    setBusyFor(credentials.login);
    setRefused(null);
    try {
      const reply = await bridge().session.signIn(credentials);
      if (reply.ok) useRestored.setState({ restored: null });
      else setRefused(reply.reason);
    } catch {
      setRefused({ code: 'unexpected', params: {} });
    } finally {
      setBusyFor(null);
    }
  };

  const { demo, known } = session;
  const hasDemo = demo.length > 0;
  const latest = restored ?? known[0];
  const start = { server: session.server ?? latest?.server ?? '', login: latest?.login ?? '' };
  // Only at its own server: a real company may have a zhou as the demo has.
  const isOfDemo = (person: { readonly server: string; readonly login: string }) =>
    person.server === start.server && demo.some(({ login }) => login === person.login);
  const strangers = known.filter((person) => !isOfDemo(person));
  const showsForm = !hasDemo || wantsForm || chosen !== null;
  const restoredHere = restored !== null && isOfDemo(restored) ? restored.login : null;
  const restoredText = `${restoredHere !== null ? 'demo' : 'text'}${restored?.waiting ? '' : 'None'}`;
  // Both mean that nobody here opens the database any more; whoever has the company's recovery key does.
  const isKeyLost = refused?.code === 'session.recoveryNeeded' || refused?.code === 'session.oldPasswordNeeded';
  const lostKey = isKeyLost ? refused : null;
  const recoversHere = wantsRecovery || lostKey !== null;
  const markOf = (person: KnownPerson | undefined) => {
    if (person?.isClosed) return t('session.closedMark');
    if (person?.isLocked) return t('session.lockedMark');
    return person?.hasUnsent ? t('session.unsent', { count: person.unsentCount }) : null;
  };
  /** What becomes of what somebody left here. */
  const leftBy = (person: KnownPerson | undefined): string => {
    if (!person) return '';
    const { name, unsentCount: count, sentAt } = person;
    const handing = person.sends === 'byItself' ? 'byItself' : 'atSignIn';
    if (person.isClosed) return t(`session.closedText.${handing}`, { name, count });
    if (person.isLocked) return t('session.lockedText');
    if (person.hasUnsent) return t(`session.unsentText.${person.sends}`, { name, count });
    return sentAt === null ? '' : t('session.sentText', { at: dateTimeText(sentAt, i18n.language) });
  };
  const knownAs = (login: string) => known.find((each) => each.login === login && isOfDemo(each));
  if (joins) {
    return (
      <GateFrame>
        <JoinCompany server={start.server} onBack={() => setJoins(false)} />
      </GateFrame>
    );
  }
  return (
    <GateFrame
      foot={
        <>
          {hasDemo && !showsForm ? (
            <button type="button" className="link-button" onClick={() => setWantsForm(true)}>
              {t('session.withPassword')}
            </button>
          ) : null}
          {hasDemo ? null : (
            <button type="button" className="link-button" onClick={() => setJoins(true)}>
              {t('session.withCode')}
            </button>
          )}
          {recoversHere ? null : (
            <button type="button" className="link-button" onClick={() => setWantsRecovery(true)}>
              {t('session.recover.link')}
            </button>
          )}
          <button type="button" className="link-button" onClick={() => void beginDifferently()}>
            {t('session.differently')}
          </button>
        </>
      }
    >
      {session.setAside ? (
        <Note
          tone={session.setAside.code === 'session.handedOver' ? 'done' : 'wait'}
          title={t(titleOfAside(session.setAside.code))}
        >
          {reasonText(session.setAside)}
        </Note>
      ) : null}
      {restored ? (
        <Note tone="done" title={t('session.restored.title', { name: restored.name, company: restored.companyName })}>
          {t(`session.restored.${restoredText}`, {
            at: dateTimeText(restored.savedAt, i18n.language),
            count: restored.waiting,
          })}
          {restored.note ? <p>{reasonText(restored.note)}</p> : null}
        </Note>
      ) : null}
      {refused ? (
        <Note tone="late" title={t('session.refused')}>
          {reasonText(refused)}
        </Note>
      ) : null}
      {recovered === null ? null : <Note tone="done" title={t('session.recover.done', { name: recovered })} />}
      {recoversHere ? (
        <RecoverComputer
          path={typeof lostKey?.params.path === 'string' ? lostKey.params.path : null}
          onRecovered={({ server, login, name }) => {
            setRecovered(name);
            setChosen({ server, login });
            setWantsRecovery(false);
            setRefused(null);
          }}
        />
      ) : null}
      {hasDemo ? (
        <PeopleList
          title={t('session.demo')}
          level={1}
          text={t('session.demoText')}
          firstFocus={restoredHere ?? true}
          busyFor={busyFor}
          people={demo.map((person) => ({
            key: person.login,
            name: person.name,
            note: t(`session.roles.${person.roleCode}`, { defaultValue: person.roleCode }),
            text: leftBy(knownAs(person.login)) || t(`session.roleTexts.${person.roleCode}`, { defaultValue: '' }),
            mark: markOf(knownAs(person.login)),
            isBusy: busyFor === person.login,
            onPress: () => void signIn({ server: start.server, login: person.login, password: person.password }),
          }))}
        />
      ) : null}
      {strangers.length > 0 ? (
        <PeopleList
          title={t('session.known')}
          level={hasDemo ? 2 : 1}
          busyFor={busyFor}
          people={strangers.map((person) => ({
            key: `${person.server} ${person.login}`,
            name: person.name,
            note: person.companyName,
            text: leftBy(person),
            mark: markOf(person),
            isBusy: false,
            onPress: () => setChosen({ server: person.server, login: person.login }),
          }))}
        />
      ) : null}
      {showsForm ? (
        <PasswordForm
          // Another person was chosen: the fields begin anew.
          key={`${chosen?.server} ${chosen?.login}`}
          start={chosen ?? start}
          title={hasDemo || strangers.length > 0 ? t('session.other') : t('session.title')}
          level={hasDemo || strangers.length > 0 ? 2 : 1}
          busyFor={busyFor}
          onSubmit={(credentials) => void signIn(credentials)}
        />
      ) : null}
    </GateFrame>
  );
}

/** The heading over what the device has to tell before anybody signs in. */
function titleOfAside(code: string): string {
  if (code === 'session.locked' || code === 'session.inactiveHere') return 'session.locked';
  if (code === 'session.passwordRenewed') return 'session.passwordRenewed';
  if (code === 'session.demoReset') return 'session.demoIsNew';
  return code === 'session.revoked' || code === 'session.handedOver' ? 'session.closed' : 'session.setAside';
}
