/** A computer on which someone signed in before: a home folder with a profile, so that the password alone opens the company. */
import { constants, copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { makeId } from '#shared/kernel/ids.ts';
import { makeVerifier, sealKey, sealText } from '../../electron/device/key-store.ts';
import { databasePath, openProfile } from '../../electron/device/profile.ts';
import { makeRealWorld } from '../../electron/device/real-world.ts';
import { PASSWORD } from '../support/password.ts';
import type { BenchCompany } from './company.ts';

/** No one listens there: the window works without a network. */
export const NO_SERVER = 'http://127.0.0.1:9';
export const LOGIN = 'zhang';

export interface Computer {
  readonly home: string;
  /** What the application is started with there, beside the runtime's own environment. */
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * Makes the home folder, with a copy of the company's database in it.
 * @param server where the person signed in
 */
export async function makeComputer(home: string, company: BenchCompany, server: string = NO_SERVER): Promise<Computer> {
  const configuration = join(home, '.config');
  const folder = join(configuration, 'Satchel', 'profiles', 'default', 'device');
  mkdirSync(folder, { recursive: true });
  const world = makeRealWorld();
  const newId = () => makeId(world.clock.now(), world.random.bytes(16));
  const profile = openProfile(folder, world.clock.now());
  const person = profile.addPerson(newId(), {
    server,
    demo: false,
    companyId: company.companyId,
    companyName: 'Bench',
    timeline: company.timeline,
    userId: company.userId,
    login: LOGIN,
    name: 'Zhang Min',
    roleCode: 'manager',
    permissions: [...company.permissions],
    deviceId: newId(),
    incarnation: newId(),
    deviceCode: 'K7',
    deviceName: '',
    formerCodes: [],
    formerIncarnations: [],
    verifier: await makeVerifier(world, PASSWORD),
    // As on a computer without a key store of its own: the slower way.
    key: await sealKey(world, company.key, null, PASSWORD),
    token: sealText(world, company.key, 'no-token'),
    wrongTries: 0,
    hasUnsent: false,
    ...{
      pushToken: '',
      endTokens: [],
      unsentCount: 0,
      sentAt: null,
      workOffline: false,
      revokedAt: null,
      lockedAt: null,
    },
    isRestored: false,
    restoredKey: '',
  });
  profile.saveLastServer(server);
  copyFileSync(company.path, databasePath(person), constants.COPYFILE_FICLONE);
  return { home, environment: { HOME: home, XDG_CONFIG_HOME: configuration, LANGUAGE: 'en', LC_ALL: 'C.UTF-8' } };
}
