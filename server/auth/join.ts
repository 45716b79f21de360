/**
 * Joining by an invitation: a code that was read out, and a password of one's own. Guards:
 * - a code is used once, within its days, by the person whom it is for; its hash is all that the company has of it;
 * - the password ends every other sign-in of its person; what those devices have not sent still comes;
 * - codes that were used, taken back or never given look the same, and wrong ones wait as wrong passwords do;
 * - the same request sent again, because its answer was lost, is answered again.
 */
import type { Id } from '#shared/kernel/ids.ts';
import type { Instant } from '#shared/kernel/instants.ts';
import { MIN_PASSWORD_CHARACTERS } from '#shared/kernel/login.ts';
import { hashCode, readCode } from '#shared/kernel/one-time-code.ts';
import type { JoinRequest, SignInResponse } from '#shared/protocol/auth.ts';
import type { House } from '../house.ts';
import { HttpRefusal } from '../http/http-refusal.ts';
import { runSystemCommand } from '../sync/system-command.ts';
import { checkPassword, makeVerifier } from './password.ts';
import { setPassword } from './set-password.ts';
import { admit, findUser } from './sign-in.ts';
import type { SignInLimit } from './sign-in-limit.ts';

/** No login is written like that: tries of codes are counted by address. */
const CODES = '#codes';

/**
 * Takes an invitation: the password becomes the person's, and the device theirs.
 * @throws HttpRefusal `auth.badInvitation`, `auth.invitationExpired`, `auth.weakPassword`, `auth.inactive`,
 * `auth.foreignDevice`, `auth.revoked`, `auth.tooManyTries`
 */
export async function join(
  house: House,
  limit: SignInLimit,
  request: JoinRequest,
  remoteAddress: string,
): Promise<SignInResponse> {
  if ([...request.password].length < MIN_PASSWORD_CHARACTERS) {
    throw new HttpRefusal('auth.weakPassword', { minCharacters: MIN_PASSWORD_CHARACTERS });
  }
  limit.takeTry(CODES, remoteAddress);
  try {
    const found = await findInvitation(house, readCode(request.code)).catch((error: unknown) => {
      limit.takeBack(CODES, remoteAddress);
      throw error;
    });
    if (!found) throw new HttpRefusal('auth.badInvitation');
    const user = await takeInvitation(house, found, request.password);
    limit.noteRight(CODES, remoteAddress);
    const response = await admit(house, user, request);
    house.metrics.add('satchel_sign_ins_total', 1, { result: 'joined' });
    return response;
  } catch (error) {
    if (error instanceof HttpRefusal) house.metrics.add('satchel_sign_ins_total', 1, { result: error.code });
    throw error;
  }
}

interface Invitation {
  readonly id: Id;
  readonly login: string;
  readonly userId: Id;
  readonly active: 0 | 1;
  readonly expiresAt: Instant;
  readonly usedAt: Instant | null;
}

async function findInvitation({ database }: House, code: string): Promise<Invitation | undefined> {
  if (code === '') return undefined;
  return database.kysely
    .selectFrom('invitations')
    .innerJoin('users', 'users.id', 'invitations.userId')
    .select(['invitations.id', 'invitations.userId', 'invitations.expiresAt', 'invitations.usedAt'])
    .select(['users.login', 'users.active'])
    .where('invitations.codeHash', '=', hashCode(code))
    .where('invitations.voidedAt', 'is', null)
    .where('invitations.deletedAt', 'is', null)
    .where('users.deletedAt', 'is', null)
    .executeTakeFirst();
}

/** Makes the password the person's. @returns the person as sign-in finds them */
async function takeInvitation(house: House, invitation: Invitation, password: string) {
  const { id, userId, login } = invitation;
  if (house.world.clock.now() >= invitation.expiresAt) throw new HttpRefusal('auth.invitationExpired');
  if (invitation.active !== 1) throw new HttpRefusal('auth.inactive');
  if (invitation.usedAt === null) {
    const verifier = await makeVerifier(house.world, password);
    await runSystemCommand(house, async (tx, context) => {
      const { updated } = context;
      const now = updated.updatedAt;
      const used = await tx
        .updateTable('invitations')
        .set({ usedAt: now, ...updated })
        .where('id', '=', id)
        .where('usedAt', 'is', null)
        .where('voidedAt', 'is', null)
        .returning('id')
        .executeTakeFirst();
      if (!used) throw new HttpRefusal('auth.badInvitation');
      await setPassword(tx, context, userId, verifier, 'byCode');
    });
  }
  const user = await findUser(house, login);
  // Used before: whoever has the password that was chosen with it may ask again, and nobody else.
  const isRepeat = invitation.usedAt !== null;
  if (!user || (isRepeat && !(await checkPassword(house.world, password, user)))) {
    throw new HttpRefusal('auth.badInvitation');
  }
  return user;
}
