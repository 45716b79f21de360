import type { Id } from '#shared/kernel/ids.ts';
import { MIN_PASSWORD_CHARACTERS, normalizeLogin } from '#shared/kernel/login.ts';
import { Refusal } from '#shared/kernel/refusal.ts';
import type { Reader, Tx } from '#shared/kernel/table.ts';
import { makeVerifier } from '../auth/password.ts';
import { setPassword } from '../auth/set-password.ts';
import { runSystemCommand, type SystemContext, type SystemWriter } from '../sync/system-command.ts';
import '#db/side-tables/server.ts';
import '#shared/domains/admin/tables.ts';
import '#shared/domains/inventory/tables.ts';

export interface NewUser {
  readonly login: string;
  readonly name: string;
  readonly password: string;
  readonly roleCode: string;
  /** `territory:<code or id>`, `warehouse:<code or id>`, or `*` for all of a kind. */
  readonly scopes: readonly string[];
}

/**
 * Makes a user who can sign in.
 * @throws Refusal `admin.loginTaken`, `admin.badLogin`, `admin.weakPassword`, `admin.unknownRole`, `admin.unknownScope`
 */
export async function createUser(writer: SystemWriter, user: NewUser): Promise<{ userId: Id }> {
  const login = normalizeLogin(user.login);
  if (!/^[\p{L}\p{N}._@+-]{1,100}$/u.test(login)) throw new Refusal('admin.badLogin', { login: login.slice(0, 100) });
  refuseWeak(user.password);
  const verifier = await makeVerifier(writer.world, user.password);
  return runSystemCommand(writer, async (tx, context) => {
    const taken = await tx.selectFrom('users').select('id').where('login', '=', login).executeTakeFirst();
    if (taken) throw new Refusal('admin.loginTaken', { login });
    const role = await tx.selectFrom('roles').select('id').where('code', '=', user.roleCode).executeTakeFirst();
    if (!role) throw new Refusal('admin.unknownRole', { role: user.roleCode });
    const userId = context.newId();
    await tx
      .insertInto('users')
      .values({ id: userId, login, name: user.name, roleId: role.id, active: 1, ...context.created })
      .execute();
    await tx
      .insertInto('credentials')
      .values({ userId, ...verifier, changedAt: context.created.createdAt })
      .execute();
    await grantScopes(tx, context, userId, user.scopes);
    return { userId };
  });
}

/**
 * Gives a person another password; every sign-in by the one before ends at its next contact.
 * @throws Refusal `admin.unknownLogin`, `admin.weakPassword`
 */
export async function setPasswordOf(
  writer: SystemWriter,
  given: { readonly login: string; readonly password: string },
): Promise<{ userId: Id }> {
  refuseWeak(given.password);
  const login = normalizeLogin(given.login);
  const verifier = await makeVerifier(writer.world, given.password);
  return runSystemCommand(writer, async (tx, context) => {
    const user = await tx
      .selectFrom('users')
      .select('id')
      .where('login', '=', login)
      .where('deletedAt', 'is', null)
      .executeTakeFirst();
    if (!user) throw new Refusal('admin.unknownLogin', { login });
    await setPassword(tx, context, user.id, verifier, 'byCommandLine');
    return { userId: user.id };
  });
}

function refuseWeak(password: string): void {
  if ([...password].length < MIN_PASSWORD_CHARACTERS) {
    throw new Refusal('admin.weakPassword', { minCharacters: MIN_PASSWORD_CHARACTERS });
  }
}

async function grantScopes(tx: Tx, context: SystemContext, userId: Id, scopes: readonly string[]): Promise<void> {
  const resolved = new Set<string>();
  for (const scope of scopes) resolved.add(await resolveScope(tx, scope));
  for (const scope of resolved) {
    await tx
      .insertInto('userScopes')
      .values({ id: context.newId(), userId, scope, ...context.created })
      .execute();
  }
}

async function resolveScope(db: Reader, scope: string): Promise<string> {
  const [kind, name = ''] = scope.split(':', 2);
  if (kind !== 'territory' && kind !== 'warehouse') throw new Refusal('admin.unknownScope', { scope });
  if (name === '*') return scope;
  const row = await db
    .selectFrom(kind === 'territory' ? 'territories' : 'warehouses')
    .select('id')
    .where((eb) => eb.or([eb('id', '=', name), eb('code', '=', name)]))
    .where('deletedAt', 'is', null)
    .executeTakeFirst();
  if (!row) throw new Refusal('admin.unknownScope', { scope });
  return `${kind}:${row.id}`;
}
