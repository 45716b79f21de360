/** A company's server that never rests: whoever pulls gets changed customers, again and again, and is poked for more. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { Instant } from '#shared/kernel/instants.ts';
import type { SignInResponse } from '#shared/protocol/auth.ts';
import { type PullResponse, pullRequestSchema, type RowBlock } from '#shared/protocol/sync.ts';
import type { BenchCompany } from './company.ts';
import { LOGIN } from './computer.ts';

const POKE_EVERY_MS = 100;
const notFound = { error: { code: 'http.notFound', params: {}, message: 'there is nothing here' } };

export interface PouringServer {
  readonly url: string;
  /** Pulls that were answered so far. */
  readonly pulls: number;
  close(): Promise<void>;
}

/** @param nextRows what each pull brings */
export async function startPouringServer(company: BenchCompany, nextRows: () => RowBlock): Promise<PouringServer> {
  let pulls = 0;
  const streams = new Set<ServerResponse>();
  const now = (): Instant => Date.now();

  function signIn(): SignInResponse {
    return {
      token: 'a token of no other use',
      companyId: company.companyId,
      companyName: 'Bench',
      timeline: company.timeline,
      deviceCode: 'K7',
      lastSeq: 0,
      pushToken: 'none-is-needed-to-pour',
      numberHighWater: {},
      leaseDays: 30,
      user: { id: company.userId, login: LOGIN, name: 'Zhang Min', roleCode: 'manager' },
      permissions: [...company.permissions],
      serverTime: now(),
    };
  }

  function pull(body: unknown): PullResponse {
    const { cursor } = pullRequestSchema.parse(body);
    if (!cursor) throw new Error('this server knows no beginning');
    pulls += 1;
    return {
      timeline: cursor.timeline,
      scopes: [...company.scopes],
      rows: [nextRows()],
      entries: [],
      answers: [],
      cursor: { ...cursor, version: cursor.version + 1, table: '', id: '' },
      more: false,
      lastSeq: 0,
      serverTime: now(),
    };
  }

  const server = createServer(async (request, response) => {
    if (request.url === '/v1/sync/live') {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(': here\n\n');
      streams.add(response);
      response.once('close', () => streams.delete(response));
      return;
    }
    const answers: Readonly<Record<string, (body: unknown) => object>> = {
      '/v1/auth/sign-in': signIn,
      '/v1/sync/pull': pull,
    };
    const answerOf = answers[request.url ?? ''];
    // Pictures and the like: there are none here.
    const answer = answerOf?.(await readBody(request)) ?? notFound;
    response.writeHead(answerOf ? 200 : 404, { 'content-type': 'application/json', 'content-encoding': 'gzip' });
    response.end(gzipSync(JSON.stringify(answer)));
  });
  const poking = setInterval(() => {
    for (const stream of streams) stream.write(`event: moved\ndata: {"version":${pulls + 2},"scopes":["company"]}\n\n`);
  }, POKE_EVERY_MS);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get pulls() {
      return pulls;
    },
    async close() {
      clearInterval(poking);
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const bytes = Buffer.concat(chunks);
  return JSON.parse(String(request.headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes));
}
