import type { SystemWriter } from '../sync/system-command.ts';
import { endReleases } from './end-releases.ts';
import { giveSecrets } from './give-secrets.ts';

/** What approvals need of the server now and then: secrets for who may decide, and an end for releases that are over. */
export async function keepWords(writer: SystemWriter): Promise<void> {
  await giveSecrets(writer);
  await endReleases(writer);
}
