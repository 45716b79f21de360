// Nobody is left alone with a rejected command, or with one that no step takes back: a feature says what to do, in both
// languages.
import { expect, it } from 'vitest';
import { registry } from '#shared/registry.ts';
import type { Mendings } from '../../renderer/app/mending.ts';

const modules = import.meta.glob<{ mending: Mendings }>('../../renderer/features/*/mending.ts', { eager: true });
const locales = import.meta.glob<{ default: Texts }>('../../renderer/features/*/locales/*.json', { eager: true });
interface Texts {
  readonly [key: string]: string | Texts;
}

const mendings = new Map(Object.values(modules).flatMap(({ mending }) => Object.entries(mending)));
const commands = [...new Map([...registry.commands.values()].map((command) => [command.name, command])).values()];

function textOf(language: string, key: string): string | undefined {
  for (const [path, { default: texts }] of Object.entries(locales)) {
    if (!path.endsWith(`/${language}.json`)) continue;
    let found: string | Texts | undefined = texts;
    for (const part of key.split('.')) found = typeof found === 'object' ? found[part] : undefined;
    if (typeof found === 'string') return found;
  }
  return undefined;
}

it('every command that can be rejected has a way on', () => {
  const requests = commands.filter(({ kind }) => kind === 'request').map(({ name }) => name);
  expect(requests.filter((name) => !mendings.has(name))).toEqual([]);
});

it('every command without a counter-command says how it is taken back by hand', () => {
  const without = commands.filter(({ withdraw }) => withdraw === undefined).map(({ name }) => name);
  const untold = without.filter((name) => textOf('en', `${mendings.get(name)?.words}.undo`) === undefined);
  expect(untold).toEqual([]);
});

it.each(['en', 'zh'])('words stand in %s, and none for a command that is not there', (language) => {
  const names = new Set(commands.map(({ name }) => name));
  expect([...mendings.keys()].filter((name) => !names.has(name))).toEqual([]);
  const requests = commands.filter(({ kind, name }) => kind === 'request' && mendings.has(name));
  const mute = requests.filter(({ name }) => !textOf(language, `${mendings.get(name)?.words}.rejected`));
  expect(mute.map(({ name }) => name)).toEqual([]);
  const undo = commands.filter(({ name, withdraw }) => withdraw === undefined && mendings.has(name));
  expect(
    undo.filter(({ name }) => !textOf(language, `${mendings.get(name)?.words}.undo`)).map(({ name }) => name),
  ).toEqual([]);
});

it('a counter-command is one that there is, with arguments that it takes', () => {
  const id = '01930000-0000-7000-8000-000000000001';
  const other = '01930000-0000-7000-8000-000000000002';
  const given: Readonly<Record<string, unknown>> = {
    'admin.addPerson': { userId: id, login: 'li', name: 'Li', roleId: id, phone: null, email: null, scopes: [] },
    'admin.addRole': { roleId: id, name: 'Night', rights: [] },
    'admin.setAbsence': { id, userId: id, deputyId: other, startsOn: '2026-12-01', endsOn: '2026-12-02', note: null },
    'admin.invitePerson': { invitationId: id, userId: id, codeHash: 'a'.repeat(64) },
    'admin.setPersonActive': { userId: id, active: false },
    'admin.closePeriod': { legalEntityId: id, month: '2026-10', periodId: id },
    'admin.reopenPeriod': { legalEntityId: id, month: '2026-10', periodId: id, reason: 'late invoice' },
    'admin.setTerritoryUse': { id, inUse: 0 },
    'billing.addTaxRate': { id, code: 'standard', rate: 1_300, validFrom: '2027-01-01' },
    'inventory.setWarehouseUse': { id, inUse: 1 },
    'inventory.setProductUse': { productId: id, inUse: 0 },
    'inventory.setZoneUse': { zoneId: id, inUse: 1 },
    'inventory.blockLot': { lotId: id, isBlocked: true },
    'inventory.claimPickList': { pickListId: id },
    'inventory.unpickGoods': {
      ...{ unpickId: id, toldAt: 1, why: null },
      lines: [{ pickLineId: `${id}:1`, quantity: 10_000, reason: 'notFound', outId: other, inId: id }],
    },
  };
  for (const [name, args] of Object.entries(given)) {
    const definition = registry.latestCommand(name);
    const taken = definition?.withdraw?.(definition.args.parse(args));
    const counter = taken && registry.latestCommand(taken.name);
    expect(counter?.args.safeParse(taken?.args).success, name).toBe(true);
  }
});
