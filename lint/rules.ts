import type { Rule } from './rule.ts';
import { sharedStandsAlone } from './rules/01-shared-stands-alone.ts';
import { rendererValues } from './rules/02-renderer-values.ts';
import { electronServerApart } from './rules/03-electron-server-apart.ts';
import { dbBelow } from './rules/04-db-below.ts';
import { domainsApart } from './rules/05-domains-apart.ts';
import { featuresApart } from './rules/06-features-apart.ts';
import { pureRulesAndCommands } from './rules/07-pure-rules-and-commands.ts';
import { processesApart } from './rules/08-processes-apart.ts';
import { driversAndWriters } from './rules/09-drivers-and-writers.ts';
import { onlyTx } from './rules/10-only-tx.ts';
import { portableReads } from './rules/11-portable-reads.ts';
import { injectedWorld } from './rules/12-injected-world.ts';
import { readableImports } from './rules/13-readable-imports.ts';
import { locales } from './rules/14-locales.ts';
import { hardCodedText } from './rules/15-hard-coded-text.ts';
import { look } from './rules/16-look.ts';
import { refusalTexts } from './rules/17-refusal-texts.ts';

/** Every rule of the house, in the order of their numbers. */
export const rules: readonly Rule[] = [
  sharedStandsAlone,
  rendererValues,
  electronServerApart,
  dbBelow,
  domainsApart,
  featuresApart,
  pureRulesAndCommands,
  processesApart,
  driversAndWriters,
  onlyTx,
  portableReads,
  injectedWorld,
  readableImports,
  locales,
  hardCodedText,
  look,
  refusalTexts,
];
