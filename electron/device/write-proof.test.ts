import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { checkProof } from '#shared/protocol/proof.ts';
import type { SimulatedCompany } from '../../tests/support/simulated-company.ts';
import type { SimulatedDevice } from '../../tests/support/simulated-device.ts';
import { openScene, type Scene } from '../../tests/support/simulated-scene.ts';
import type { Simulation } from '../../tests/support/simulated-world.ts';

const MINUTE_MS = 60_000;

let scene: Scene;
let simulation: Simulation;
let company: SimulatedCompany;
let north: SimulatedDevice;
beforeEach(async () => {
  scene = await openScene(11, ['north']);
  ({ simulation, company } = scene);
  north = scene.devices.north;
});
afterEach(() => scene.close());

const add = (name: string) =>
  north.run('test.addCustomer', { id: north.newId(), name, territoryId: company.territories[0] });

/** 400 commands that were answered and three that wait, as a file. */
async function proof(): Promise<string> {
  for (let at = 0; at < 400; at += 1) await add(`c${at}`);
  await simulation.advance(5 * MINUTE_MS);
  north.world.isCut = true;
  for (const name of ['x', 'y', 'z']) await add(name);
  const path = join(north.folder, 'proof.jsonl');
  expect(await north.device.main.writeProof({ path })).toEqual({ ok: true, path });
  return readFileSync(path, 'utf8');
}

it('holds every command with its answer, and its chain is whole', async () => {
  const report = checkProof(await proof());
  expect(report.problems).toEqual([]);
  expect(report).toMatchObject({ isWhole: true, head: { userName: 'north', lastSeq: 403 } });
  expect(report.histories).toMatchObject([{ fromSeq: 1, toSeq: 403, isFromStart: true }]);
  expect(report.commands.filter((each) => each.answer?.state === 'applied')).toHaveLength(400);
  expect(report.commands.slice(-3).map((each) => each.answer)).toEqual([null, null, null]);
});

it('a changed word, a command left out, a cut end and a new end are all found', async () => {
  const text = await proof();
  const lines = text.split('\n');
  const without = (at: number) => lines.toSpliced(at, 1).join('\n');
  expect(checkProof(text.replace('"c7"', '"c8"')).problems).toContain(
    'command 8 is not as it was sealed, or one before it was changed',
  );
  expect(checkProof(without(12)).isWhole).toBe(false);
  expect(checkProof(without(12)).histories).toHaveLength(2);
  expect(checkProof(lines.slice(0, 100).join('\n')).problems).toContain('the end is missing: the file was cut');
  expect(checkProof(without(403)).problems).toContain(
    'the chain ended with command 403, which is not the last one here',
  );
  expect(checkProof('nothing').isWhole).toBe(false);
});

it('a file that cannot be written is said', async () => {
  await add('one');
  const path = join(north.folder, 'no such folder', 'proof.jsonl');
  expect(await north.device.main.writeProof({ path })).toMatchObject({
    ok: false,
    reason: { code: 'ledger.proofNotWritten' },
  });
});
