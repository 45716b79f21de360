import { z } from 'zod';
import { currencySchema } from '#shared/kernel/money.ts';
import { checkBalances } from '../company/check-balances.ts';
import { createCompany } from '../company/create-company.ts';
import { createTerritory, createWarehouse } from '../company/create-place.ts';
import { createUser } from '../company/create-user.ts';
import { UsageError } from '../read-options.ts';
import type { SystemWriter } from '../sync/system-command.ts';

type Values = Readonly<Record<string, string | boolean | undefined>>;
/** A task with its options read, ready to run; its result is printed as JSON. */
export type Task = (writer: SystemWriter) => Promise<unknown>;

const name = z.string().trim().min(1).max(200);
const code = z.string().trim().min(1).max(20);
const place = z.object({ code, name });
const company = z.object({
  name,
  currency: currencySchema,
  country: z.string().regex(/^[A-Za-z]{2}$/, 'two letters (ISO 3166)'),
});
const user = z.object({
  login: z.string(),
  name,
  role: z.string(),
  scopes: z.string().default(''),
  'password-stdin': z.literal(true, 'give --password-stdin and the password on standard input'),
});

export const taskUsage = `  create-company    --name <text> --currency <CNY> --country <CN>
  create-territory  --code <text> --name <text>
  create-warehouse  --code <text> --name <text>
  create-user       --login <text> --name <text> --role rep|warehouse|manager --password-stdin
                    --scopes territory:<code>,warehouse:<code> (* for all)
  check-balances    [--repair]   compares every balance with the sum of what it is kept from`;

/**
 * Reads a task's options.
 * @throws UsageError
 */
export async function readTask(task: string, values: Values, readPassword: () => Promise<string>): Promise<Task> {
  switch (task) {
    case 'create-company': {
      const options = check(company, values);
      return (writer) => createCompany(writer, options);
    }
    case 'create-territory': {
      const options = check(place, values);
      return (writer) => createTerritory(writer, options);
    }
    case 'create-warehouse': {
      const options = check(place, values);
      return (writer) => createWarehouse(writer, options);
    }
    case 'create-user': {
      const { login, name, role, scopes } = check(user, values);
      const password = await readPassword();
      const list = scopes.split(',').map((scope) => scope.trim());
      const options = { login, name, password, roleCode: role, scopes: list.filter((scope) => scope !== '') };
      return (writer) => createUser(writer, options);
    }
    case 'check-balances': {
      const repair = values.repair === true;
      return (writer) => checkBalances(writer, repair);
    }
    default:
      throw new UsageError(`there is no task ${task}`);
  }
}

function check<Options>(schema: z.ZodType<Options>, values: Values): Options {
  const parsed = schema.safeParse(values);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new UsageError(`--${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`);
}
