/** What `npm run bench -- …` was asked for. */
export interface BenchOptions {
  readonly isQuick: boolean;
  readonly lists: boolean;
  /** Counted runs of what takes minutes; null: as many as its median needs. */
  readonly runs: number | null;
  /** Names of the measures to run, in their order. */
  readonly names: readonly string[];
}

export const usage = 'npm run bench -- [--quick] [--only NAME[,NAME]] [--runs N] [--list]';

/**
 * Reads the command line.
 * @param known every measure there is
 * @throws with the list of what there is, on a name or an option that is none
 */
export function readOptions(args: readonly string[], known: readonly string[]): BenchOptions {
  const wanted = new Set<string>();
  let isQuick = false;
  let lists = false;
  let runs: number | null = null;
  const rest = [...args];
  for (let option = rest.shift(); option !== undefined; option = rest.shift()) {
    const [name, value] = option.split(/=(.*)/s);
    if (option === '--quick') isQuick = true;
    else if (option === '--list') lists = true;
    else if (name === '--only') for (const one of (value ?? rest.shift() ?? '').split(',')) wanted.add(one.trim());
    else if (name === '--runs') runs = readRuns(value ?? rest.shift() ?? '');
    else throw new Error(`Unknown option ${option}. There are: --quick, --only NAME[,NAME], --runs N, --list.`);
  }
  const unknown = [...wanted].filter((name) => !known.includes(name));
  if (unknown.length > 0)
    throw new Error(`No measure is called ${unknown.join(', ') || '…'}. There are: ${known.join(', ')}.`);
  return { isQuick, lists, runs, names: wanted.size === 0 ? known : known.filter((name) => wanted.has(name)) };
}

function readRuns(text: string): number {
  if (!/^[1-9]\d?$/.test(text)) throw new Error(`--runs takes a number from 1 to 99, not ${text || '…'}.`);
  return Number(text);
}
