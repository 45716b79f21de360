/**
 * README's "Your own server", typed as it stands there: by the person's own npm and Node, not by ours. Guards that no
 * command lacks an option that its task demands, and that the people whom the commands make can sign in.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, expect, it } from 'vitest';
import { readServerOptions } from '../../server/read-options.ts';
import { TestDevice } from '../support/server.ts';

const root = join(import.meta.dirname, '..', '..');
const readme = readFileSync(join(root, 'README.md'), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'satchel-own-server-'));
let server: ChildProcess | undefined;

afterAll(async () => {
  if (server?.pid !== undefined && server.exitCode === null) {
    const ended = new Promise((end) => server?.once('close', end));
    process.kill(-server.pid, 'SIGTERM');
    await ended;
  }
  rmSync(folder, { recursive: true, force: true });
});

/** The lines of the block under a heading. */
function commandsUnder(heading: string): string[] {
  const section = readme.split(/^(?=### )/m).find((part) => part.startsWith(`### ${heading}\n`)) ?? '';
  const block = /^```sh\n([\s\S]*?)^```/m.exec(section)?.[1] ?? '';
  return block.trim().split('\n');
}

/** A shell as a person's: without the programs of node_modules on PATH, and without what this run has set. */
function typeInShell(lines: readonly string[]): ChildProcess {
  const path = (process.env.PATH ?? '').split(delimiter).filter((part) => !part.includes('node_modules'));
  const own = Object.entries(process.env).filter(([name]) => !/^(SATCHEL_|npm_|NODE_|VITEST|ELECTRON_)/.test(name));
  const env = { ...Object.fromEntries(own), PATH: path.join(delimiter) };
  return spawn('sh', ['-ec', lines.join('\n')], { cwd: root, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
}

async function outputOf(child: ChildProcess): Promise<{ code: number | null; output: string }> {
  let output = '';
  child.stdout?.on('data', (chunk) => {
    output += String(chunk);
  });
  child.stderr?.on('data', (chunk) => {
    output += String(chunk);
  });
  const code = await new Promise<number | null>((end) => child.once('close', end));
  return { code, output };
}

/** Where the server says that it listens. */
function listeningAt(child: ChildProcess): Promise<string> {
  return new Promise((found, fail) => {
    if (!child.stdout) throw new Error('the server has no output');
    child.once('close', (code) => fail(new Error(`the server ended with ${code}`)));
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line.startsWith('{"listening"')) found((JSON.parse(line) as { listening: string }).listening);
    });
  });
}

it('a company of one’s own stands up by the commands of README, and its people sign in', async () => {
  const typed = commandsUnder('Your own server');
  const moved = typed.map((line) =>
    line
      .replace('sqlite:company.sqlite', `sqlite:${join(folder, 'company.sqlite')}`)
      .replace('company.key', join(folder, 'company.key'))
      .replace('--port 7420', '--port 0'),
  );
  const serverLine = moved.at(-1) ?? '';
  expect(serverLine).toMatch(/^npm run server -- /);

  const { code, output } = await outputOf(typeInShell(moved.slice(0, -1)));
  expect(output).not.toMatch(/ERR_|refused|expected/);
  expect(code).toBe(0);

  server = typeInShell([moved[0] ?? '', serverLine]);
  const url = await listeningAt(server);
  const people = [...typed.join('\n').matchAll(/echo "(.+)" \|.*--login (\S+)/g)];
  expect(people.map(([, , login]) => login)).toEqual(['laura', 'andrew', 'nancy', 'steven']);
  for (const [, password, login] of people) {
    const answer = await new TestDevice(url).signIn(login ?? '', password);
    expect(answer.user.name).not.toBe('');
  }
});

it('and is run by the commands of the next chapter, beside its working server', async () => {
  const typed = commandsUnder('Running the server');
  const moved = typed.map((line) =>
    line
      .replace('sqlite:company.sqlite', `sqlite:${join(folder, 'company.sqlite')}`)
      .replace('company.key', join(folder, 'company.key'))
      .replace(/--(out|to) (\S+)/, (_, option, file) => `--${option} ${join(folder, file)}`),
  );
  const { code, output } = await outputOf(typeInShell(moved.slice(0, -1)));
  expect(output).not.toMatch(/ERR_|refused|expected/);
  expect(code).toBe(0);
  for (const file of ['recovery.key', 'by-hand.sqlite']) expect(existsSync(join(folder, file))).toBe(true);
  const args = /^npm run server -- (.+)$/.exec(moved.at(-1) ?? '')?.[1]?.split(' ') ?? [];
  expect(readServerOptions(args, {}).backup).toMatchObject({ hour: 2, keep: 14 });
});

it('every script that README names is there', () => {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: object };
  const named = [...readme.matchAll(/npm run ([\w:-]+)/g)].map(([, name]) => name);
  expect(named.length).toBeGreaterThan(0);
  expect(named.filter((name) => !(String(name) in scripts))).toEqual([]);
});
