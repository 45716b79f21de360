/**
 * The first start and what follows from its choice. Guards:
 * - the choice is on disk before anything acts on it;
 * - a choice is left only when the device says that it may be;
 * - the demo is thrown away only after whoever works here was signed out.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ActionReply } from '#shared/protocol/bridge.ts';
import type { Language, StartState } from '#shared/protocol/desktop-bridge.ts';
import { type DemoLife, type DemoLifeParts, makeDemoLife } from './demo-life.ts';
import type { DeviceClient } from './device-client.ts';
import type { DesktopCalls } from './ipc.ts';
import { type Choice, keepChoice } from './start-choice.ts';

type StartCalls = Pick<
  DesktopCalls,
  'start.state' | 'start.tryDemo' | 'start.joinCompany' | 'start.backToChoice' | 'start.resetDemo'
>;

export interface Start {
  readonly calls: StartCalls;
  readonly choice: Choice['choice'];
  readonly demo: DemoLife;
  /** Acts on the choice that was found; once, when the device is there. */
  begin(): void;
  /**
   * Acts on the choice that came with a backup, whose data is here by now: it counts for this run even where it is
   * refused, because it cannot be kept.
   */
  follow(choice: Choice): ActionReply;
}

export interface StartParts {
  readonly choice: Choice;
  /** Where all profiles lie, and this one in it. */
  readonly profilesFolder: string;
  readonly profileFolder: string;
  readonly device: Pick<DeviceClient, 'call' | 'setDemo'>;
  readonly demo: Pick<DemoLifeParts, 'home' | 'serverFile'>;
  language(): Language;
  stateChanged(state: StartState): void;
  problem(where: string, message: string): void;
}

const ok: ActionReply = { ok: true };
const refused = (code: string): ActionReply => ({ ok: false, reason: { code, params: {} } });
const textOf = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error));

export function makeStart(parts: StartParts): Start {
  const { device, profileFolder, profilesFolder } = parts;
  let current = parts.choice;
  let isResetting = false;
  const demo = makeDemoLife({
    ...parts.demo,
    found: (found) => device.setDemo(found),
    stateChanged: () => parts.stateChanged(state()),
    problem: (where, error) => parts.problem(where, textOf(error)),
  });

  const state = (): StartState => ({ ...current, demo: demo.state });

  function begin(): void {
    if (current.choice === 'demo') demo.start(parts.language());
    else device.setDemo(null);
  }

  function choose(next: Choice): ActionReply {
    try {
      keepChoice(profileFolder, next);
    } catch (error) {
      parts.problem('start', textOf(error));
      return refused('start.notKept');
    }
    current = next;
    parts.stateChanged(state());
    return ok;
  }

  const ask = async (name: 'start.join' | 'start.leave', ...args: string[]): Promise<ActionReply> =>
    (await device.call(name, args)) as ActionReply;

  /** @returns why the choice of now must stay, or ok */
  const mayLeave = async (): Promise<ActionReply> => (current.choice === 'none' ? ok : ask('start.leave'));

  /** Nobody waits for the server's end: it may be in the middle of making its company. */
  function leaveDemo(): void {
    device.setDemo(null);
    void demo.stop();
  }

  async function reset(language: Language): Promise<ActionReply> {
    if (current.choice !== 'demo') return refused('start.notInDemo');
    if (isResetting) return refused('start.demoBusy');
    isResetting = true;
    try {
      const out = (await device.call('session.signOut', [])) as ActionReply;
      if (!out.ok) return out;
      const { companyId } = await demo.reset(language);
      await device.call('demo.forget', [{ companyId, profileFolders: otherProfiles() }]);
      return ok;
    } finally {
      isResetting = false;
    }
  }

  function otherProfiles(): string[] {
    const folders = readdirSync(profilesFolder).map((name) => join(profilesFolder, name));
    return folders.filter((folder) => folder !== profileFolder).map((folder) => join(folder, 'device'));
  }

  const languageOf = (request: unknown): Language => (request as { language: Language }).language;

  return {
    demo,
    get choice() {
      return current.choice;
    },
    begin,
    follow(next) {
      const kept = choose(next);
      if (!kept.ok) {
        current = next;
        parts.stateChanged(state());
      }
      if (next.choice === 'demo') begin();
      else leaveDemo();
      return kept;
    },
    calls: {
      'start.state': async () => state(),
      async 'start.tryDemo'(request) {
        if (current.choice !== 'demo') {
          const may = await mayLeave();
          const chosen = may.ok ? choose({ choice: 'demo', server: null }) : may;
          if (!chosen.ok) return chosen;
        }
        demo.start(languageOf(request));
        return ok;
      },
      async 'start.joinCompany'(request) {
        const { server } = request as { server: string };
        const may = await mayLeave();
        if (!may.ok) return may;
        const joined = await ask('start.join', server);
        if (!joined.ok) return joined;
        const chosen = choose({ choice: 'company', server: server.trim() });
        if (chosen.ok) leaveDemo();
        return chosen;
      },
      async 'start.backToChoice'() {
        const may = await mayLeave();
        const left = may.ok ? choose({ choice: 'none', server: null }) : may;
        if (left.ok) leaveDemo();
        return left;
      },
      'start.resetDemo': (request) => reset(languageOf(request)),
    },
  };
}
