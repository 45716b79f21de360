import { spawn } from 'node:child_process';
import { createWriteStream, existsSync, mkdirSync, realpathSync } from 'node:fs';
import { basename, delimiter, dirname, join } from 'node:path';

const OUTPUT_LIMIT_CHARACTERS = 200_000;

/**
 * Runs a program to its end without a terminal and collects what it writes.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{cwd?: string, env?: NodeJS.ProcessEnv, timeoutMs?: number, logFile?: string}} [options]
 * @returns {Promise<{code: number, output: string, isTimedOut: boolean}>} code 127 when it could not be started;
 * output holds standard output and error, the last 200,000 characters
 */
export function runProgram(program, args, options = {}) {
  return new Promise((resolve) => {
    let output = '';
    let isTimedOut = false;
    const log = openLog(options.logFile);
    const child = spawn(program, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
    });
    const timer = options.timeoutMs
      ? setTimeout(() => {
          isTimedOut = true;
          child.kill('SIGKILL');
        }, options.timeoutMs)
      : undefined;
    const take = (chunk) => {
      log?.write(chunk);
      output = (output + chunk).slice(-OUTPUT_LIMIT_CHARACTERS);
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    const end = (code) => {
      clearTimeout(timer);
      log?.end();
      resolve({ code, output, isTimedOut });
    };
    child.on('error', (error) => {
      output += String(error.message);
      end(127);
    });
    child.on('close', (code) => end(code ?? 1));
  });
}

/** As `runProgram`, but a failure throws with the end of what the program wrote. */
export async function runOrThrow(program, args, options = {}) {
  const result = await runProgram(program, args, options);
  if (result.code !== 0) {
    const tail = result.output.trim().split('\n').slice(-20).join('\n');
    const cause = result.isTimedOut ? 'took too long' : `ended with code ${result.code}`;
    throw new Error(`${basename(program)} ${cause}\n${[program, ...args].join(' ')}\n${tail}`);
  }
  return result.output;
}

/** The full path of a program on PATH, or null. */
export function findProgram(name) {
  const extensions = process.platform === 'win32' ? ['.exe', '.cmd', ''] : [''];
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    for (const extension of extensions) {
      const path = join(folder, name + extension);
      if (folder && existsSync(path)) return path;
    }
  }
  return null;
}

/**
 * How to start npm: by the Node that npm itself was started with, since the one in node_modules disappears while
 * npm replaces that folder.
 * @returns {{program: string, args: string[], folder: string}} folder is npm's own package folder
 */
export function findNpm() {
  let cli = process.env.npm_execpath;
  if (!cli || !/npm-cli\.c?js$/.test(cli)) {
    const onPath = findProgram('npm');
    if (!onPath) throw new Error('npm is not on PATH: install Node.js 20 or later, which brings it.');
    cli = realpathSync(onPath);
    if (!/npm-cli\.c?js$/.test(cli)) cli = join(dirname(cli), 'node_modules', 'npm', 'bin', 'npm-cli.js');
  }
  const node = process.env.npm_node_execpath ?? findSystemNode();
  return { program: node, args: [cli], folder: dirname(dirname(cli)) };
}

function findSystemNode() {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => !folder.includes('node_modules'));
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  const found = folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
  return found ?? process.execPath;
}

function openLog(path) {
  if (!path) return undefined;
  mkdirSync(dirname(path), { recursive: true });
  return createWriteStream(path);
}
