/**
 * What the device asks of the server with the password, beside push and pull. Guards:
 * - a renewal that the server refuses is said and tried again later; push and pull go on with the token that is there;
 * - a server that knows more of this database than the database itself has met a copy of it, or a later state: the
 *   device goes on under a new history (incarnation), and nothing that waits is lost;
 * - the password is held no longer than until the server has heard from this sign-in and everything was sent.
 */
import type { Reason } from '#shared/kernel/refusal.ts';
import type { World } from '#shared/kernel/world.ts';
import type { DivergedHistory } from '#shared/protocol/sync.ts';
import type { Opened, Session, SignInAnswer } from './session-parts.ts';
import type { SignedIn } from './signed-in.ts';

const signInAgain: Reason = { code: 'session.signInAgain', params: {} };
const TRY_AGAIN_AFTER_MS = 60_000;
/** After a server's own trouble, its database being started anew for instance: soon over, and nobody's fault here. */
const TRY_AGAIN_AFTER_TROUBLE_MS = 2_000;

export interface Renewal {
  /** Renews the token where that is due. @returns why not, or null @throws NetworkUnreachable */
  renew(): Promise<Reason | null>;
  /**
   * Takes a new history.
   * @param diverged of which what was answered goes back into the queue
   * @returns why that cannot be now, or null
   * @throws NetworkUnreachable
   */
  startOver(diverged: readonly DivergedHistory[]): Promise<Reason | null>;
  /** Everything that waited was taken by the server, and the device stands on its history. */
  allSent(): void;
}

export interface RenewalParts {
  readonly world: World;
  readonly session: Session;
  readonly opened: Opened;
  signedIn(): SignedIn;
  /** Token, names, rights or device code are new. */
  changed(): void;
}

export function makeRenewal({ world, session, opened, signedIn, changed }: RenewalParts): Renewal {
  let password: string | null = opened.password;
  /** What the server said at this sign-in, until it was looked at. */
  let answer: SignInAnswer | null = opened.answer;
  let isRenewed = answer !== null;
  let refused: Reason | null = null;
  let retryAt = 0;
  /** The server knew more than this database when it was asked; what is done here since then may hide that. */
  let isBehind = false;

  function refuse(reason: Reason): Reason {
    refused = reason;
    const seconds = Number(reason.params.seconds ?? 0);
    const isTrouble = reason.code === 'session.serverTrouble';
    const leastMs = isTrouble ? TRY_AGAIN_AFTER_TROUBLE_MS : TRY_AGAIN_AFTER_MS;
    retryAt = world.clock.monotonicMs() + Math.max(leastMs, seconds * 1_000);
    // Another password: this one will never do.
    if (reason.code === 'session.passwordChanged') password = null;
    return reason;
  }

  const waits = (): boolean => refused !== null && (password === null || world.clock.monotonicMs() < retryAt);

  async function startOver(diverged: readonly DivergedHistory[]): Promise<Reason | null> {
    // What else was refused once has nothing to do with it: without a password only its person can help.
    if (password === null) return refused?.code === 'session.passwordChanged' ? refused : signInAgain;
    if (waits()) return refused;
    const history = await session.askHistory(opened, password);
    if ('code' in history) return refuse(history);
    await signedIn().startOver(history.adopt, diverged);
    signedIn().numbers.raise(history.response.numberHighWater);
    await signedIn().signedInAt(history.response);
    refused = null;
    isRenewed = true;
    isBehind = false;
    answer = null;
    changed();
    return null;
  }

  return {
    async renew() {
      if (!isRenewed) {
        if (password === null || waits()) return refused;
        const known = await signedIn().lastSeq();
        const renewed = await session.renew(opened, password);
        if ('code' in renewed) return refuse(renewed);
        answer = renewed;
        isBehind = renewed.lastSeq > known;
        await signedIn().signedInAt(renewed);
        isRenewed = true;
        refused = null;
        changed();
      }
      if (answer === null) return null;
      if (answer.lastSeq > (await signedIn().lastSeq())) isBehind = true;
      if (isBehind) return startOver([]);
      signedIn().numbers.raise(answer.numberHighWater);
      answer = null;
      return null;
    },
    startOver,
    allSent() {
      if (isRenewed && answer === null) password = null;
    },
  };
}
