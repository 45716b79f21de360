/**
 * What main asks of the device beside the bridge: what this computer works with. Guards: a choice is left only when
 * nobody is signed in and nothing of it waits to be sent.
 */
import { Refusal } from '#shared/kernel/refusal.ts';
import type { ActionReply } from '#shared/protocol/bridge.ts';
import { forgetDemoIn } from './forget-demo.ts';
import type { Profile } from './profile.ts';
import { normaliseServer, type ServerClient } from './server-client.ts';
import type { Session } from './session-parts.ts';
import { toRefusal } from './sign-in-refusals.ts';

export interface MainCalls {
  /** Asks the address whether a Satchel server is there; from then on the sign-in screen proposes it. */
  join(server: string): Promise<ActionReply>;
  /** Whether this choice may be left. */
  leave(): Promise<ActionReply>;
  /** Removes what other profiles hold of demo companies but this one. @param profileFolders their device folders */
  forgetDemo(request: { companyId: string; profileFolders: string[] }): Promise<ActionReply>;
}

export interface MainCallParts {
  readonly profile: Profile;
  readonly session: Session;
  readonly client: ServerClient;
  isSignedIn(): boolean;
  stateChanged(): void;
  problem(where: string, error: unknown): void;
}

export function makeMainCalls(parts: MainCallParts): MainCalls {
  const { profile, session, client } = parts;
  return {
    async join(typed) {
      const server = normaliseServer(typed);
      if (server === null) return { ok: false, reason: { code: 'session.invalidServer', params: { server: typed } } };
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
      if (parts.isSignedIn()) return { ok: false, reason: { code: 'start.signOutFirst', params: {} } };
      const state = session.signedOutState();
      const unsent = state.state === 'signedOut' ? state.known.find(({ hasUnsent }) => hasUnsent) : undefined;
      if (!unsent) return { ok: true };
      return { ok: false, reason: { code: 'start.unsentWork', params: { name: unsent.name } } };
    },
    async forgetDemo({ companyId, profileFolders }) {
      for (const folder of profileFolders) {
        try {
          await forgetDemoIn(folder, companyId);
        } catch (error) {
          parts.problem('forget the demo', error);
        }
      }
      return { ok: true };
    },
  };
}
