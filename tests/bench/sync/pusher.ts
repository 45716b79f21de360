/** Sends orders as a device does, with nothing of a device behind: a chain of commands, ready before the clock starts. */
import { type Id, makeId } from '#shared/kernel/ids.ts';
import { type CommandEnvelope, chainHash, GENESIS_HASH } from '#shared/protocol/envelope.ts';
import type { PullResponse } from '#shared/protocol/sync.ts';
import { makeRealWorld } from '../../../electron/device/real-world.ts';
import { makeServerClient } from '../../../electron/device/server-client.ts';
import { PASSWORD } from '../../support/password.ts';
import { makeSyncOrder, type SyncCompany } from './sync-company.ts';

export interface Pusher {
  /** The next orders of the chain, each once. */
  makeOrders(count: number): CommandEnvelope[];
  /** @throws unless every command was applied */
  push(commands: readonly CommandEnvelope[]): Promise<void>;
  pull(cursor: PullResponse['cursor'] | null): Promise<PullResponse>;
}

const world = makeRealWorld();
const newId = (): Id => makeId(world.clock.now(), world.random.bytes(16));

/** Signs in as a device of its own. */
export async function startPusher(url: string, login: string, company: SyncCompany): Promise<Pusher> {
  const client = makeServerClient(world);
  const device = { id: newId(), incarnation: newId(), name: 'pusher', appVersion: '0.1.0' };
  const { token, deviceCode, user } = await client.signIn(url, { login, password: PASSWORD, device });
  let [seq, hash] = [0, GENESIS_HASH];
  const { id: deviceId, incarnation } = device;
  return {
    makeOrders: (count) =>
      Array.from({ length: count }, () => {
        seq += 1;
        const number = `SO-${deviceCode}-${String(seq).padStart(6, '0')}`;
        const command = {
          id: newId(),
          name: 'sales.confirmOrder',
          version: 1,
          args: makeSyncOrder(company, seq, number, newId),
          deviceId,
          seq,
          userId: user.id,
          issuedAt: world.clock.now(),
        };
        hash = chainHash(hash, command);
        return { ...command, hash };
      }),
    async push(commands) {
      const { answers } = await client.push(url, token, { deviceId, incarnation, commands: [...commands] });
      const other = answers.find(({ state }) => state !== 'applied');
      if (other || answers.length !== commands.length) throw new Error(`an order was ${JSON.stringify(other)}`);
    },
    pull: (cursor) => client.pull(url, token, { deviceId, incarnation, cursor, schema: '' }),
  };
}

/** Cuts a list into pieces. */
export function inPieces<Item>(items: readonly Item[], size: number): Item[][] {
  const pieces: Item[][] = [];
  for (let from = 0; from < items.length; from += size) pieces.push(items.slice(from, from + size));
  return pieces;
}
