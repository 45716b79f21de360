// docs/protocol.md is read by people who cannot ask: it names every address.
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { makeOpenApi } from '../../server/http/open-api.ts';
import { listEndpoints } from '../../server/http/routes.ts';

const page = readFileSync(new URL('../../docs/protocol.md', import.meta.url), 'utf8');

it('the page on the protocol names every address of the server', () => {
  const { paths } = makeOpenApi(listEndpoints({} as never, {} as never)) as { paths: Record<string, unknown> };
  expect(Object.keys(paths).filter((path) => !page.includes(path))).toEqual([]);
});

it('and every command that proves it is one of package.json', () => {
  const { scripts } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    scripts: Record<string, string>;
  };
  const named = [...page.matchAll(/npm run ([a-z]+)/g)].map(([, name]) => name ?? '');
  expect(named.length).toBeGreaterThan(3);
  expect(named.filter((name) => !(name in scripts))).toEqual([]);
});
