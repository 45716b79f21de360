import { expect, it } from 'vitest';
import type { NetworkRequest, NetworkResponse, World } from '#shared/kernel/world.ts';
import { makeRealWorld } from './real-world.ts';
import { makeServerClient } from './server-client.ts';

const realWorld = makeRealWorld();
const SERVER = 'https://company.example';
const hashes = Array.from({ length: 10 }, (_, at) => String(at).repeat(64));

/** @param says what each answer says that it reads, in turn; null: nothing */
function clientOf(says: readonly (string | null)[], encodings: World['compression']['encodings']) {
  const sent: NetworkRequest[] = [];
  const compression: World['compression'] = {
    encodings,
    compress: async (encoding) => new TextEncoder().encode(encoding),
    decompress: realWorld.compression.decompress,
  };
  const network: World['network'] = {
    ...realWorld.network,
    async request(request): Promise<NetworkResponse> {
      const said = says[sent.length] ?? null;
      sent.push(request);
      const body = new TextEncoder().encode(JSON.stringify({ error: { code: 'x.y', params: {}, message: '' } }));
      return { status: 400, headers: said === null ? {} : { 'accept-encoding': said }, body };
    },
  };
  const client = makeServerClient({ ...realWorld, compression, network });
  return {
    async encodings(servers: readonly string[]) {
      for (const server of servers) await client.lookUpFiles(server, 'token', hashes).catch(() => {});
      return sent.map(({ headers, body }) => {
        expect(new TextDecoder().decode(body)).toBe(headers['content-encoding']);
        return headers['content-encoding'];
      });
    },
  };
}

it('sends zstd once the server has said that it reads it, and until it says so no more', async () => {
  const client = clientOf(['zstd, gzip', 'gzip', null], ['zstd', 'gzip']);
  expect(await client.encodings([SERVER, SERVER, SERVER, SERVER])).toEqual(['gzip', 'zstd', 'gzip', 'gzip']);
});

it('knows it of each server by itself', async () => {
  const client = clientOf(['zstd, gzip', 'zstd, gzip'], ['zstd', 'gzip']);
  expect(await client.encodings([SERVER, 'https://other.example'])).toEqual(['gzip', 'gzip']);
});

it('sends gzip where it has nothing else', async () => {
  const client = clientOf(['zstd, gzip', 'zstd, gzip'], ['gzip']);
  expect(await client.encodings([SERVER, SERVER])).toEqual(['gzip', 'gzip']);
});
