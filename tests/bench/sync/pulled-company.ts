/** The demo company on a server, for measures of what a pull brings: its rows are as different from each other as in life. */
import { demoSizes } from '#db/demo/generate.ts';
import { demoPeople } from '#shared/domains/admin/demo/people.ts';
import { makeId } from '#shared/kernel/ids.ts';
import type { PullResponse } from '#shared/protocol/sync.ts';
import { makeRealWorld } from '../../../electron/device/real-world.ts';
import { makeServerClient } from '../../../electron/device/server-client.ts';
import { buildDemo } from '../../../server/company/build-demo.ts';
import type { CompanyServer, Servers } from './company-server.ts';

const SEED = 7;

/** Makes the demo company and starts its server. */
export async function startDemoServer(servers: Servers, isQuick: boolean): Promise<CompanyServer> {
  const size = isQuick ? demoSizes.small : demoSizes.quick;
  const { server } = await servers.start('demo', (writer) => buildDemo(writer, { language: 'zh', seed: SEED, size }));
  return server;
}

type FetchPage = (cursor: PullResponse['cursor'] | null) => Promise<PullResponse>;

/** Signs a manager in, who sees all. @param came told how long each answer's body was on its way @returns fetches a page */
export async function signInToPull(url: string, came: (bytes: number) => void = () => {}): Promise<FetchPage> {
  const world = makeRealWorld();
  const { network } = world;
  const request: typeof network.request = async (asked) => {
    const answer = await network.request(asked);
    came(answer.body.byteLength);
    return answer;
  };
  const client = makeServerClient({ ...world, network: { ...network, request } });
  const person = demoPeople.find(({ login }) => login === 'zhang');
  if (!person?.password) throw new Error('the demo has no manager who signs in');
  const newId = () => makeId(world.clock.now(), world.random.bytes(16));
  const device = { id: newId(), incarnation: newId(), name: 'puller', appVersion: '0.1.0' };
  const { token } = await client.signIn(url, { login: person.login, password: person.password, device });
  const { id: deviceId, incarnation } = device;
  return (cursor) => client.pull(url, token, { deviceId, incarnation, cursor, schema: '' });
}

export function rowsOf(page: PullResponse): number {
  return page.rows.reduce((sum, { cells }) => sum + (cells[0]?.length ?? 0), 0);
}
