import { afterEach, beforeEach, expect, it } from 'vitest';
import { makeSimulatedCompany, type SimulatedCompany } from '../../tests/support/simulated-company.ts';
import { addDevice, type SimulatedDevice } from '../../tests/support/simulated-device.ts';
import { makeSimulation, type Simulation } from '../../tests/support/simulated-world.ts';

let simulation: Simulation;
let company: SimulatedCompany;
let desk: SimulatedDevice;
beforeEach(async () => {
  simulation = makeSimulation(42);
  company = await makeSimulatedCompany(simulation);
  desk = await addDevice(simulation);
  await desk.signIn('north');
  await simulation.advance(1_000);
});
afterEach(async () => {
  await desk.close();
  await company.close();
});

const moved = { ok: false, reason: { code: 'device.workMoved', params: {} } };
const session = () => ({ id: 'pick:k1', mode: 'pick', documentId: null, documentNumber: 'PK-1' });
const work = () => desk.device.work;
const open = () => simulation.finish(work().open(session()));
const keep = (position: number, body: unknown = { text: `scan ${position}` }) =>
  simulation.finish(work().keep({ sessionId: 'pick:k1', position, body }));
const kept = async () => {
  const reply = await open();
  if (!reply.ok) throw new Error(reply.reason.code);
  return reply.scans.map(({ position, body }) => [position, body]);
};

it('a device that starts anew after scan n comes back with n, in order', async () => {
  await open();
  for (let position = 1; position <= 20; position += 1) expect(await keep(position)).toEqual({ ok: true });
  await desk.restart();
  await desk.signIn('north');
  expect(await kept()).toEqual(Array.from({ length: 20 }, (_scan, at) => [at + 1, { text: `scan ${at + 1}` }]));
  expect(await work().sessions('pick')).toMatchObject([{ ...session(), scanCount: 20 }]);
  expect(await work().sessions('count')).toEqual([]);
});

it('a scan has one place: an older state of another window is refused and changes nothing', async () => {
  await open();
  expect(await keep(1, { text: 'first' })).toEqual({ ok: true });
  expect(await keep(1, { text: 'other window' })).toEqual(moved);
  expect(await keep(3, { text: 'ahead' })).toEqual(moved);
  expect(await kept()).toEqual([[1, { text: 'first' }]]);
});

it('the last scan is taken back, and no other', async () => {
  await open();
  await keep(1);
  await keep(2);
  const undo = (position: number) => simulation.finish(work().undo({ sessionId: 'pick:k1', position }));
  expect(await undo(1)).toEqual(moved);
  expect(await undo(2)).toEqual({ ok: true });
  expect(await keep(2, { text: 'instead' })).toEqual({ ok: true });
  expect(await kept()).toEqual([
    [1, { text: 'scan 1' }],
    [2, { text: 'instead' }],
  ]);
});

it('a session goes with its scans; nothing is kept of one that is not open; a page of text is no scan', async () => {
  await open();
  await keep(1);
  expect(await simulation.finish(work().close('pick:k1'))).toEqual({ ok: true });
  expect(await work().sessions(null)).toEqual([]);
  expect(await keep(1)).toEqual(moved);
  expect(await kept()).toEqual([]);
  expect(await keep(1, { text: 'x'.repeat(10_000) })).toMatchObject({
    ok: false,
    reason: { code: 'device.scanTooLarge' },
  });
});
