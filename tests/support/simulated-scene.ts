/** A company's server and a signed-in device for each of some people, and the comparison that the theorem asks for. */
import { expect } from 'vitest';
import { makeSimulatedCompany, type SimulatedCompany } from './simulated-company.ts';
import { addDevice, type Login, rowsInScope, rowsOnDevice, type SimulatedDevice } from './simulated-device.ts';
import { makeSimulation, type Simulation } from './simulated-world.ts';

export interface Scene {
  readonly simulation: Simulation;
  readonly company: SimulatedCompany;
  readonly devices: Readonly<Record<Login, SimulatedDevice>>;
  close(): Promise<void>;
}

export async function openScene(seed: number, logins: readonly Login[] = ['north', 'south', 'boss']): Promise<Scene> {
  const simulation = makeSimulation(seed);
  const company = await makeSimulatedCompany(simulation);
  const devices = {} as Record<Login, SimulatedDevice>;
  for (const login of logins) {
    devices[login] = await addDevice(simulation);
    expect(await devices[login].signIn(login)).toEqual({ ok: true });
  }
  await simulation.advance(1_000);
  return {
    simulation,
    company,
    devices,
    async close() {
      for (const device of Object.values(devices)) await device.close();
      await company.close();
    },
  };
}

/** Each device holds the server's rows of its scopes, byte for byte, and nothing went wrong in it. */
export async function expectLevel(scene: Scene): Promise<void> {
  for (const [login, device] of Object.entries(scene.devices)) {
    const expected = await rowsInScope(scene.company, scene.company.users[login as Login]);
    expect(await rowsOnDevice(device), login).toEqual(expected);
    expect(device.problems).toEqual([]);
  }
}
