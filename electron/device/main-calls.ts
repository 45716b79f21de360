/**
 * What main asks of the device beside the bridge: what this computer works with, backups, diagnostics. Guards: a choice
 * is left only when nobody is signed in and nothing of it waits to be sent.
 */
import { type Reason, Refusal } from '#shared/kernel/refusal.ts';
import type { World } from '#shared/kernel/world.ts';
import type { ActionReply } from '#shared/protocol/bridge.ts';
import type { CheckDatabaseReply, RecoverReply, SaveReply } from '#shared/protocol/desktop-bridge.ts';
import type { Registry } from '#shared/registry.ts';
import { type Backups, makeBackups } from './backups.ts';
import type { Care } from './care.ts';
import { forgetDemoIn } from './forget-demo.ts';
import { databasePath, type Profile } from './profile.ts';
import { type DeviceDiagnostics, readDiagnostics } from './read-diagnostics.ts';
import { findRecovered, readRecoveredKey } from './recovery-copy.ts';
import { normaliseServer, type ServerClient } from './server-client.ts';
import type { Opened, Session } from './session-parts.ts';
import { toRefusal } from './sign-in-refusals.ts';
import type { SignedIn } from './signed-in.ts';
import { noteTrouble } from './trouble.ts';
import { writeProof } from './write-proof.ts';

export interface MainCalls extends Backups {
  /** Asks the address whether a Satchel server is there; from then on the sign-in screen proposes it. */
  join(server: string): Promise<ActionReply>;
  /** Whether this choice may be left. */
  leave(): Promise<ActionReply>;
  /** Removes what other profiles hold of demo companies but this one. @param profileFolders their device folders */
  forgetDemo(request: { companyId: string; profileFolders: string[] }): Promise<ActionReply>;
  readDiagnostics(): Promise<DeviceDiagnostics>;
  /** Takes the key that the administrator recovered: its person signs in with their password from then on. */
  recover(request: { path: string }): Promise<RecoverReply>;
  /** Reads the whole database of whoever is signed in. */
  checkDatabase(): Promise<CheckDatabaseReply>;
  /** Writes the ledger of whoever is signed in as proof. */
  writeProof(request: { path: string }): Promise<SaveReply>;
}

export interface MainCallParts {
  readonly world: World;
  readonly registry: Registry;
  readonly profileFolder: string;
  readonly profile: Profile;
  readonly session: Session;
  readonly client: ServerClient;
  readonly care: Care;
  readonly appVersion: string;
  /** The operating system's key store keeps the keys. */
  readonly isOsKeeping: boolean;
  /** Whoever is signed in. */
  current(): { readonly signedIn: SignedIn; readonly opened: Opened } | null;
  stateChanged(): void;
  problem(where: string, error: unknown): void;
}

export function makeMainCalls(parts: MainCallParts): MainCalls {
  const { world, profile, session, client, care, problem } = parts;
  const backups = makeBackups({ ...parts, opened: () => parts.current()?.opened ?? null });
  let isChecking = false;

  async function check(opened: Opened): Promise<CheckDatabaseReply> {
    const startedMs = world.clock.monotonicMs();
    const database = { path: databasePath(opened.folder), key: opened.key };
    const { problems, checked, details } = await care.run({ kind: 'check', database });
    for (const detail of details) problem('check of the database', detail);
    // Read through as a whole at the next opening too: then it is set aside.
    if (details.length > 0) opened.database.suspect();
    return { ok: true, problems, checked, durationMs: Math.round(world.clock.monotonicMs() - startedMs) };
  }

  return {
    ...backups,
    async join(typed) {
      const server = normaliseServer(typed);
      if (server === null) return refused('session.invalidServer', { server: typed });
      try {
        await client.checkHealth(server);
      } catch (error) {
        const refusal = toRefusal(error, server);
        if (refusal instanceof Refusal) return { ok: false, reason: refusal.reason };
        throw refusal;
      }
      profile.saveLastServer(server);
      session.proposeServer(server);
      parts.stateChanged();
      return { ok: true };
    },
    async leave() {
      if (parts.current()) return refused('start.signOutFirst');
      const state = session.signedOutState();
      const unsent = state.state === 'signedOut' ? state.known.find(({ hasUnsent }) => hasUnsent) : undefined;
      return unsent ? refused('start.unsentWork', { name: unsent.name }) : { ok: true };
    },
    async forgetDemo({ companyId, profileFolders }) {
      for (const folder of profileFolders) await forgetDemoIn(folder, companyId, problem);
      return { ok: true };
    },
    readDiagnostics: () => readDiagnostics(parts),
    async recover({ path }) {
      if (parts.current()) return refused('start.signOutFirst');
      const recovered = readRecoveredKey(path);
      const folder = recovered && findRecovered(profile, recovered);
      if (!folder) return refused('session.notRecovered', { path });
      session.rememberKey(folder, new Uint8Array(Buffer.from(recovered.key, 'base64')));
      const { login, name, companyName, server } = folder.person;
      session.proposeServer(server);
      parts.stateChanged();
      return { ok: true, person: { login, name, companyName, server } };
    },
    async writeProof({ path }) {
      const current = parts.current();
      if (!current) return refused('device.signedOut');
      const { context } = current.signedIn;
      const { companyName, server, deviceCode, userId, name } = current.opened.folder.person;
      const exportedAt = context.now();
      try {
        const head = { company: companyName, server, deviceCode, userId, userName: name, exportedAt };
        await writeProof(context, head, path);
        return { ok: true, path };
      } catch (error) {
        problem('proof', error);
        return refused('ledger.proofNotWritten', { path });
      }
    },
    async checkDatabase() {
      const current = parts.current();
      if (!current) return refused('device.signedOut');
      if (isChecking) return refused('diagnostics.checkBusy');
      isChecking = true;
      try {
        const checked = await check(current.opened);
        // Whether it is what the server has is looked at beside it, as soon as nothing is in the way.
        await current.signedIn.compareSoon();
        return checked;
      } catch (error) {
        return {
          ok: false,
          reason: noteTrouble(world, problem, 'check of the database', error, 'diagnostics.checkFailed'),
        };
      } finally {
        isChecking = false;
      }
    },
  };
}

function refused(code: string, params: Reason['params'] = {}): { ok: false; reason: Reason } {
  return { ok: false, reason: { code, params } };
}
