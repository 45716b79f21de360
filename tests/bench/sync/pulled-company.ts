/** The demo company on a server, for measures of what a pull brings: its rows are as different from each other as in life. */
import { demoSizes } from '#db/demo/generate.ts';
import { demoPeople } from '#shared/domains/admin/demo/people.ts';
import type { DemoSize } from '#shared/kernel/demo.ts';
import { type Id, makeId } from '#shared/kernel/ids.ts';
import type { PullResponse } from '#shared/protocol/sync.ts';
import { makeRealWorld } from '../../../electron/device/real-world.ts';
import { makeServerClient } from '../../../electron/device/server-client.ts';
import { buildDemo } from '../../../server/company/build-demo.ts';
import type { SystemWriter } from '../../../server/sync/system-command.ts';
import type { CompanyServer, Servers } from './company-server.ts';

const SEED = 7;

/** Makes the demo company and starts its server. */
export async function startDemoServer(servers: Servers, isQuick: boolean): Promise<CompanyServer> {
  const { server } = await startDemo(servers, 'demo', isQuick ? demoSizes.small : demoSizes.quick);
  return server;
}

export interface DemoServer {
  readonly server: CompanyServer;
  /** Rows by table. */
  readonly counts: ReadonlyMap<string, number>;
}

/** The same in a schema of this name, as large as it is asked for. */
export async function startDemo(servers: Servers, schema: string, size: DemoSize): Promise<DemoServer> {
  const fill = (writer: SystemWriter) => buildDemo(writer, { language: 'zh', seed: SEED, size });
  const { server, company } = await servers.start(schema, fill);
  return { server, counts: company.counts };
}

type Cursor = PullResponse['cursor'];
type FetchPage = (cursor: Cursor | null, scopes?: readonly string[]) => Promise<PullResponse>;

/** What a device knows of a company before it holds a row of it. */
export interface Standing {
  readonly timeline: Id;
  /** What the manager sees. */
  readonly scopes: readonly string[];
  /** The server's last migration. */
  readonly schema: string;
}

/** Signs the manager in and asks where the company stands. */
export async function askStanding(url: string): Promise<Standing> {
  const fetchPage = await signInToPull(url);
  const { timeline, scopes, schema = '' } = await fetchPage(null, []);
  return { timeline, scopes, schema };
}

/** Fetches everything that the manager sees, page by page, and keeps nothing. @returns rows */
export async function pullThrough(url: string): Promise<number> {
  const fetchPage = await signInToPull(url);
  let rows = 0;
  for (let cursor: Cursor | null = null; ; ) {
    const page: PullResponse = await fetchPage(cursor);
    rows += rowsOf(page);
    if (!page.more) return rows;
    cursor = page.cursor;
  }
}

/**
 * Signs a manager in, who sees all.
 * @param came told how long each answer's body was on its way
 * @returns fetches a page: of everything that may be seen, or of these scopes alone
 */
export async function signInToPull(url: string, came: (bytes: number) => void = () => {}): Promise<FetchPage> {
  const world = makeRealWorld();
  const { network } = world;
  const request: typeof network.request = async (asked) => {
    const answer = await network.request(asked);
    came(answer.body.byteLength);
    return answer;
  };
  const client = makeServerClient({ ...world, network: { ...network, request } });
  const newId = () => makeId(world.clock.now(), world.random.bytes(16));
  const device = { id: newId(), incarnation: newId(), name: 'puller', appVersion: '0.1.0' };
  const { token } = await client.signIn(url, { ...managerOfDemo(), device });
  const { id: deviceId, incarnation } = device;
  return (cursor, scopes) =>
    client.pull(url, token, { deviceId, incarnation, cursor, schema: '', ...(scopes ? { scopes: [...scopes] } : {}) });
}

/** Who sees all of the demo company, as the sign-in screen shows him. */
export function managerOfDemo(): { readonly login: string; readonly password: string } {
  const person = demoPeople.find(({ login }) => login === 'zhang');
  if (!person?.password) throw new Error('the demo has no manager who signs in');
  return { login: person.login, password: person.password };
}

export function rowsOf(page: PullResponse): number {
  return page.rows.reduce((sum, { cells }) => sum + (cells[0]?.length ?? 0), 0);
}
