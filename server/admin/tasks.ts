import { resolve } from 'node:path';
import { z } from 'zod';
import { idSchema } from '#shared/kernel/ids.ts';
import { currencySchema } from '#shared/kernel/money.ts';
import { checkChains } from '../audit/check-chain.ts';
import { indexCommands } from '../audit/index-commands.ts';
import { backUpCompany, restoreCompany } from '../company/back-up-company.ts';
import { checkBalances, rebuildStock } from '../company/check-balances.ts';
import { createCompany } from '../company/create-company.ts';
import { createTerritory, createWarehouse } from '../company/create-place.ts';
import { createUser, setPasswordOf } from '../company/create-user.ts';
import { upgradeCompany } from '../company/upgrade-company.ts';
import { type DatabasePlace, placeOptions, UsageError } from '../read-options.ts';
import type { ServerWorld } from '../server-world.ts';
import { purgeLog } from '../sync/purge-log.ts';
import { endRecovery, readRecovery, startRecovery } from '../sync/recovery.ts';
import { listFailed, type RerunWriter, rerunFailed } from '../sync/rerun-failed.ts';
import {
  type DeviceTask,
  discardOne,
  listDevices,
  listQuarantine,
  lockOne,
  revokeDevice,
  runOne,
  showDevice,
  unlockOne,
} from './devices.ts';
import { makeRecoveryKey, openRecovery } from './recovery-key.ts';
import { optionsOf, taskUsages } from './task-usage.ts';

type Values = Readonly<Record<string, string | boolean | undefined>>;
/** A task with its options read, ready to run; its result is printed as JSON. */
export type Task = (writer: RerunWriter) => Promise<unknown>;

const currencies = new Set(Intl.supportedValuesOf('currency'));
const regions = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });
/** Two letters that stand for no country: unknown, unions, and what is for tests. */
const noCountries = new Set(['ZZ', 'EU', 'EZ', 'UN', 'QO', 'XA', 'XB']);

/** Codes that were renamed (UK, SU) stand for their successors, which are to be given. */
const isCountry = (code: string): boolean =>
  /^[A-Z]{2}$/.test(code) &&
  !noCountries.has(code) &&
  regions.of(code) !== undefined &&
  Intl.getCanonicalLocales(`und-${code}`)[0] === `und-${code}`;

/** What would break a line of text, or be stored by one database and not by the other. */
const name = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .regex(/^[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}]*$/u, 'a name has no line breaks, tabs or other control characters');
/** Scopes are written with codes: what parts them there, or means all, is none. */
const code = z
  .string()
  .trim()
  .regex(/^[\p{L}\p{N}][\p{L}\p{N}._-]{0,19}$/u, 'a code has up to 20 letters, digits and . _ -');
const filePath = z.string().min(1);
const deviceCode = z
  .string()
  .trim()
  .toUpperCase()
  .regex(/^[0-9A-Z]{2,4}$/, 'a device code as list-devices shows it: K7');
const place = z.object({ code, name });
const company = z.object({
  name,
  currency: currencySchema.refine((given) => currencies.has(given), 'a currency of ISO 4217: CNY, EUR, USD …'),
  country: z.string().toUpperCase().refine(isCountry, 'a country of ISO 3166, two letters: CN, DE, US …'),
});
const backup = z.object({ to: z.string().min(1), earlier: z.string().min(1).optional() });
const restore = z.object({ from: z.string().min(1) });
const failed = z.object({ command: idSchema });
const doing = z.object({ reason: name.optional(), by: z.string().min(1).optional() });
const knownSeal = z
  .string()
  .regex(/^\d+:[0-9a-f]{64}$/, 'the lastSeal of an earlier check: 812:ab…')
  .transform((text) => {
    const [version = '', seal = ''] = text.split(':');
    return { version: Number(version), seal };
  });
const passwordStdin = z.literal(true, 'give --password-stdin and the password on standard input');
const passwordOf = z.object({ login: z.string().min(1), 'password-stdin': passwordStdin });
const user = z.object({
  login: z.string(),
  name,
  role: z.string(),
  scopes: z.string().default(''),
  'password-stdin': passwordStdin,
});

/** A task on the company's files, which opens no database beforehand. */
export type FileTask = (place: DatabasePlace, world: ServerWorld) => Promise<unknown>;

/** Reads the options of a task on files; null: the task is none of these. @throws UsageError */
export function readFileTask(task: string, values: Values): FileTask | null {
  switch (task) {
    case 'backup': {
      const { to, earlier } = check(backup, values);
      return (place) => backUpCompany(place, resolve(to), earlier === undefined ? null : resolve(earlier));
    }
    case 'restore': {
      const { from } = check(restore, values);
      return (place, world) => restoreCompany(place, world, resolve(from));
    }
    case 'upgrade':
      return upgradeCompany;
    case 'open-recovery': {
      const files = check(z.object({ sealed: filePath, key: filePath, out: filePath }), values);
      return async (_place, world) => openRecovery(world.keys, files);
    }
    default:
      return null;
  }
}

/**
 * Reads a task's options.
 * @param account of whoever types, on this machine
 * @throws UsageError
 */
export async function readTask(
  task: string,
  values: Values,
  readPassword: () => Promise<string>,
  account = '',
): Promise<Task> {
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
    case 'set-password': {
      const { login } = check(passwordOf, values);
      const password = await readPassword();
      return (writer) => setPasswordOf(writer, { login, password });
    }
    case 'make-recovery-key': {
      const { out } = check(z.object({ out: filePath }), values);
      return (writer) => makeRecoveryKey(writer, out);
    }
    case 'list-devices':
      return listDevices;
    case 'list-quarantine':
      return listQuarantine;
    case 'show-device': {
      const given = check(z.object({ code: deviceCode }), values).code;
      return (writer) => showDevice(writer, given);
    }
    case 'lock-device':
    case 'unlock-device':
    case 'revoke-device': {
      const given = { ...check(z.object({ code: deviceCode }), values), ...saidBy(values, account) };
      const change = { 'lock-device': lockOne, 'unlock-device': unlockOne, 'revoke-device': revokeDevice }[task];
      return (writer) => change(writer, given);
    }
    case 'run-quarantine':
    case 'discard-quarantine': {
      const { device: code } = check(z.object({ device: deviceCode }), values);
      const given = { code, ...saidBy(values, account) };
      return (writer) => (task === 'run-quarantine' ? runOne(writer, given) : discardOne(writer, given));
    }
    case 'check-balances': {
      const repair = values.repair === true;
      return (writer) => checkBalances(writer, repair);
    }
    case 'rebuild-balances': {
      const compares = values.compare === true;
      return (writer) => rebuildStock(writer, compares);
    }
    case 'list-failed':
      return listFailed;
    case 'rerun-failed': {
      const commandId = values.command === undefined ? null : check(failed, values).command;
      return (writer) => rerunFailed(writer, commandId === null ? {} : { commandId });
    }
    case 'start-recovery':
      return startRecovery;
    case 'show-recovery':
      return readRecovery;
    case 'end-recovery': {
      const isAccepted = values['accept-missing'] === true;
      return (writer) => endRecovery(writer, isAccepted);
    }
    case 'check-chain': {
      const known = values.known === undefined ? null : check(z.object({ known: knownSeal }), values).known;
      return (writer) => checkChains(writer, known);
    }
    case 'index-audit':
      return (writer) => indexCommands(writer);
    case 'purge-log':
      return purgeLog;
    default:
      throw new UsageError(`there is no task ${task}`);
  }
}

function saidBy(values: Values, account: string): Pick<DeviceTask, 'reason' | 'by' | 'account'> {
  const { reason = null, by = null } = check(doing, values);
  return { reason, by, account };
}

/** Options of another task would be left out without a word. @throws UsageError */
export function refuseForeignOptions(task: string, values: Values): void {
  if (!taskUsages.some(({ name }) => name === task)) throw new UsageError(`there is no task ${task}`);
  const known = new Set([...optionsOf(task), ...Object.keys(placeOptions)]);
  for (const name of Object.keys(values)) {
    if (!known.has(name)) throw new UsageError(`--${name} is no option of ${task}`);
  }
}

function check<Options>(schema: z.ZodType<Options>, values: Values): Options {
  const parsed = schema.safeParse(values);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new UsageError(`--${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`);
}
