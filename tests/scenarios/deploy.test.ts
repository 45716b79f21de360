// What README and deploy/ promise to whoever runs a server: the files parse, and name only what is there.
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { readServerOptions, usage } from '../../server/read-options.ts';

const root = join(import.meta.dirname, '..', '..');
const deploy = join(root, 'deploy');
const text = (path: string): string => readFileSync(join(root, path), 'utf8');

interface Service {
  readonly image?: string;
  readonly build?: { readonly context: string; readonly dockerfile: string };
  readonly environment?: Readonly<Record<string, string>>;
  readonly volumes?: readonly string[];
  readonly command?: readonly string[];
  readonly depends_on?: readonly string[] | Readonly<Record<string, unknown>>;
}
const compose = parse(text('deploy/compose.yaml')) as {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
};

it('the compose file starts the server with options that it has', () => {
  const { server } = compose.services;
  const given = Object.entries(server?.environment ?? {});
  for (const [name] of given) {
    const option = `--${name
      .replace(/^SATCHEL_/, '')
      .toLowerCase()
      .replaceAll('_', '-')} `;
    expect(usage).toContain(option);
  }
  const filled = given.map(([name, value]) => [name, value.replace(/\$\{[^}]*\}/g, 'secret')]);
  expect(readServerOptions([], Object.fromEntries(filled))).toMatchObject({
    host: '0.0.0.0',
    port: 7420,
    place: { kind: 'postgres', schema: 'satchel', filesFolder: '/data/files' },
    backup: { folder: '/backups', hour: 2, keep: 14 },
  });
});

it('it names services, volumes, folders and files that are there', () => {
  const { services, volumes } = compose;
  for (const service of Object.values(services)) {
    expect(service.image ?? service.build).toBeDefined();
    for (const name of Array.isArray(service.depends_on) ? service.depends_on : Object.keys(service.depends_on ?? {})) {
      expect(services).toHaveProperty(name);
    }
    for (const volume of service.volumes ?? []) {
      const [source = ''] = volume.split(':');
      if (!source.startsWith('.')) expect(volumes).toHaveProperty(source);
    }
    if (!service.build) continue;
    const context = resolve(deploy, service.build.context);
    expect(context).toBe(root);
    const file = readFileSync(join(context, service.build.dockerfile), 'utf8');
    const copied = [...file.matchAll(/^COPY (.+) \S+$/gm)].flatMap(([, sources]) => (sources ?? '').split(' '));
    expect(copied.filter((source) => !existsSync(join(context, source)))).toEqual([]);
    const entry = /^ENTRYPOINT \["node", "(.+)"\]$/m.exec(file)?.[1] ?? '';
    expect(existsSync(join(context, entry))).toBe(true);
  }
});

it('the server imports nothing that its image does not hold', () => {
  const copied = ['#shared/', '#db/'];
  const { imports } = JSON.parse(text('package.json')) as { imports: Record<string, string> };
  expect(Object.keys(imports).map((name) => name.replace('*', ''))).toEqual(copied);
});

it('README names only tasks and options that there are', () => {
  const chapter =
    text('README.md')
      .split(/^(?=### )/m)
      .find((part) => part.startsWith('### Running the server\n')) ?? '';
  expect(chapter).not.toBe('');
  const tasks = text('server/admin/tasks.ts');
  const named = [...chapter.matchAll(/npm run admin -- ([a-z-]+)/g)].map(([, task]) => task ?? '');
  expect(named.length).toBeGreaterThan(4);
  expect(named.filter((task) => !tasks.includes(`'${task}'`))).toEqual([]);
  const options = [...chapter.matchAll(/`--(backup-[a-z]+|trust-proxy|files|log-level)/g)].map(
    ([, name]) => name ?? '',
  );
  expect(options.filter((name) => !usage.includes(`--${name} `))).toEqual([]);
});
