/** The ready-made roles with a person of each, for tests of people and rights. */
import type { SatchelDatabase } from '#db/database.ts';
import { defaultRoles, type roleCodes } from '#shared/domains/admin/model.ts';
import type { AnyCommand, Outcome } from '#shared/kernel/command.ts';
import { makeCompany, newId, type RunOptions, type TestCompany } from './company.ts';
import { writeAs } from './databases.ts';
import { NOW } from './ids.ts';

type RoleCode = (typeof roleCodes)[number];

export interface TestPeople {
  readonly company: TestCompany;
  /** By code: the role, and somebody who has it. */
  readonly roles: Readonly<Record<RoleCode, string>>;
  readonly users: Readonly<Record<RoleCode, string>>;
  /** Runs a command as somebody of a role, with what the role's rows allow now. */
  runAs(code: RoleCode, command: AnyCommand, args: unknown, options?: RunOptions): Promise<Outcome>;
}

export async function makePeople(database: SatchelDatabase): Promise<TestPeople> {
  const company = await makeCompany(database);
  const audit = { createdAt: NOW, createdBy: 'tester', updatedAt: NOW, updatedBy: 'tester', deletedAt: null };
  const idsByCode = () =>
    Object.fromEntries(defaultRoles.map(({ code }) => [code, newId()])) as Record<RoleCode, string>;
  const roles = idsByCode();
  const users = idsByCode();
  await writeAs(database, 'command', async (tx) => {
    for (const { code, permissions } of defaultRoles) {
      await tx
        .insertInto('roles')
        .values({ id: roles[code], code, name: code, ...audit })
        .execute();
      await tx
        .insertInto('rolePermissions')
        .values(permissions.map((permission) => ({ id: newId(), roleId: roles[code], permission, ...audit })))
        .execute();
      await tx
        .insertInto('users')
        .values({ id: users[code], login: code, name: code, roleId: roles[code], active: 1, ...audit })
        .execute();
    }
  });
  return {
    company,
    roles,
    users,
    async runAs(code, command, args, options = {}) {
      const rows = await database.kysely
        .selectFrom('rolePermissions')
        .innerJoin('users', 'users.roleId', 'rolePermissions.roleId')
        .select('rolePermissions.permission')
        .where('users.id', '=', users[code])
        .where('rolePermissions.deletedAt', 'is', null)
        .orderBy('rolePermissions.permission')
        .execute();
      const permissions = rows.map(({ permission }) => permission);
      return company.run(command, args, { userId: users[code], permissions, ...options });
    },
  };
}
