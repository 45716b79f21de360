/** What the administrator's command line can do, as `--help` tells it. Guards: a task takes the options that it names here, and no other. */

interface TaskUsage {
  readonly name: string;
  /** As typed; in brackets: may be left out. */
  readonly options: string;
  readonly about: string;
}

const who = '[--reason <text>] [--by <login>]';

export const taskUsages: readonly TaskUsage[] = [
  {
    name: 'create-company',
    options: '--name <text> --currency <CNY> --country <CN>',
    about: 'makes the company of a database that has none',
  },
  { name: 'create-territory', options: '--code <text> --name <text>', about: 'a part of the market' },
  { name: 'create-warehouse', options: '--code <text> --name <text>', about: 'a place of stock' },
  {
    name: 'upgrade',
    options: '',
    about:
      'brings the database to this version’s schema while no server works with it; a server does so by itself when it starts. Other tasks refuse a database of an earlier version',
  },
  {
    name: 'create-user',
    options: '--login <text> --name <text> --role <code> --password-stdin [--scopes <list>]',
    about:
      'a person who signs in; the password is the first line of standard input. Roles: administrator, manager, rep, warehouse, service, finance, marketing. Scopes: territory:<code>,warehouse:<code>, * for all',
  },
  {
    name: 'set-password',
    options: '--login <text> --password-stdin',
    about: 'another password for somebody, on standard input; who is signed in by the one before is signed out',
  },
  {
    name: 'make-recovery-key',
    options: '--out <file>',
    about: 'devices seal their databases’ keys to it; keep the file off the server',
  },
  {
    name: 'open-recovery',
    options: '--sealed <file> --key <file> --out <file>',
    about:
      'what a device needs to open its database again, from its recovery.json and the file of make-recovery-key; needs no --database',
  },
  {
    name: 'list-devices',
    options: '',
    about: 'whose they are, when each was seen, what may wait on it, whether it is locked or closed',
  },
  { name: 'show-device', options: '--code <K7>', about: 'one device, and who did what with it, when and why' },
  {
    name: 'lock-device',
    options: `--code <K7> ${who}`,
    about: 'nobody works on it until it is unlocked; what it has not sent stays on it',
  },
  { name: 'unlock-device', options: `--code <K7> ${who}`, about: 'takes the lock back' },
  {
    name: 'revoke-device',
    options: `--code <K7> ${who}`,
    about: 'closes it for good: it locks at its next contact, hands over what it has not sent, and destroys its key',
  },
  {
    name: 'list-quarantine',
    options: '',
    about: 'what closed devices handed over, with everything that each command says',
  },
  {
    name: 'run-quarantine',
    options: `--device <K7> ${who}`,
    about: 'runs it, as its author’s, after you have looked through it',
  },
  { name: 'discard-quarantine', options: `--device <K7> ${who}`, about: 'puts it aside for good' },
  {
    name: 'check-balances',
    options: '[--repair]',
    about: 'compares every balance with the sum of what it is kept from',
  },
  {
    name: 'rebuild-balances',
    options: '[--compare]',
    about:
      'adds every balance up anew from the ledger and puts wrong ones right; with --compare it only says which are wrong',
  },
  {
    name: 'backup',
    options: '--to <file> [--earlier <file>]',
    about:
      'saves an SQLite company beside a working server; its key is kept apart. Pictures that lie beside an earlier copy are not written a second time',
  },
  {
    name: 'restore',
    options: '--from <file>',
    about: 'puts it back while no server works with it, moves aside what was there, and begins a recovery',
  },
  {
    name: 'list-failed',
    options: '',
    about: 'commands that broke here, each with the error’s number in the log',
  },
  {
    name: 'rerun-failed',
    options: '[--command <id>]',
    about: 'runs them again, under their ids, after what broke them was mended',
  },
  {
    name: 'start-recovery',
    options: '',
    about:
      'after a restore from a backup: devices send again what is missing here, and the numbering of billing documents is closed until end-recovery',
  },
  {
    name: 'show-recovery',
    options: '',
    about: 'which devices were not heard yet, and which numbers of billing documents are missing',
  },
  {
    name: 'end-recovery',
    options: '[--accept-missing]',
    about:
      'opens the numbering again and runs what waited for a number; ends with 1 where it was not ended ("ended": false, with who was not heard)',
  },
  {
    name: 'check-chain',
    options: '[--known <version:seal>]',
    about:
      'checks every command of every device, and what became of audited rows, against their seals; says the first thing that is wrong, and ends with 1. --known: the lastSeal of an earlier check, kept elsewhere',
  },
  {
    name: 'index-audit',
    options: '',
    about: 'finds out what commands are about that came before the audit kept it; searches do it by and by',
  },
  {
    name: 'purge-log',
    options: '',
    about: 'lets go of log entries of rows that went 90 days ago and more; the server does it by itself too',
  },
];

const WIDTH = 118;
const INDENT = 6;

/** All tasks, or one of them, as lines for a terminal. */
export function tellTasks(only?: string): string {
  return taskUsages
    .filter(({ name }) => only === undefined || name === only)
    .map(({ name, options, about }) => [`  ${name} ${options}`.trimEnd(), ...wrapped(about)].join('\n'))
    .join('\n');
}

function wrapped(text: string): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && INDENT + line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = '';
    }
    line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line].map((each) => ' '.repeat(INDENT) + each);
}

/** Names of the options that a task takes. */
export function optionsOf(task: string): ReadonlySet<string> {
  const { options = '' } = taskUsages.find(({ name }) => name === task) ?? {};
  return new Set([...options.matchAll(/--([a-z-]+)/g)].map(([, name]) => name ?? ''));
}
