import { expect, it } from 'vitest';
import { demoSource } from '#db/demo/seeded-random.ts';
import { defaultRoles } from '#shared/domains/admin/model.ts';
import type { Id } from '#shared/kernel/ids.ts';
import type { GeneratorView } from '#shared/kernel/simulation.ts';
import { commands, latestCommand } from '#shared/registry.ts';
import { makeCompany, NOW, newId } from '../support/company.ts';
import { newSqlite } from '../support/databases.ts';
import { simulationRegistry } from '../support/simulated-company.ts';
import { isModelled } from './audit/model/run-modelled.ts';
import { commandNames } from './command-names.ts';
import { extraCommands } from './commands/commands.ts';
import { listGenerators } from './list-generators.ts';

it('every command of the house is brought by its domain, under its name', async () => {
  const generators = await listGenerators();
  const names = new Set(generators.map(({ name }) => name.split(' ')[0] ?? ''));
  expect([...names].sort()).toEqual(commandNames);
});

it('the auditor knows by itself what every command of the house must do', () => {
  const own = [...commands.values(), ...extraCommands];
  const unknown = own.filter(({ name, version }) => !isModelled(name, version));
  expect(unknown.map(({ name, version }) => `${name}@${version}`)).toEqual([]);
});

it('what they make is what the command takes, but for what is absurd on purpose', async () => {
  const database = await newSqlite('device');
  const company = await makeCompany(database);
  let number = 0;
  const view: GeneratorView = {
    random: demoSource(7, 'generators').random,
    newId: (): Id => newId(),
    nextNumber: async () => {
      number += 1;
      return `SO-K7-${String(number).padStart(6, '0')}`;
    },
    db: database.kysely,
    now: NOW,
    person: { userId: company.userId, roleCode: 'manager', permissions: new Set(defaultRoles[1]?.permissions) },
  };
  let made = 0;
  for (const generator of await listGenerators()) {
    for (let round = 0; round < 20; round += 1) {
      const command = await generator.make(view);
      if (command === null) continue;
      const definition = simulationRegistry.latestCommand(command.name);
      expect(definition?.args.safeParse(command.args).error).toBeUndefined();
      made += 1;
      if (definition && latestCommand(command.name)) await company.run(definition, command.args);
    }
  }
  expect(made).toBeGreaterThan(200);
  await database.close();
});
