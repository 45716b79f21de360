/**
 * The calls of the renderer. Guards (with check-call.ts): every call's sender frame and arguments are checked before
 * anything acts on them. Who acts is never in a call: the device thread knows who is signed in.
 */
import { randomUUID } from 'node:crypto';
import { type IpcMainInvokeEvent, ipcMain, type WebContents } from 'electron';
import { Refusal } from '#shared/kernel/refusal.ts';
import { type CallName, callNames } from '../device/device-messages.ts';
import { CALL_PREFIX, desktopCallNames, eventChannels } from '../preload/channels.ts';
import { checkCall, type DesktopCallName, isOurs, refuseCall } from './check-call.ts';
import type { DeviceClient } from './device-client.ts';

export type DesktopCalls = { readonly [Name in DesktopCallName]: (...args: readonly unknown[]) => Promise<unknown> };

export interface IpcParts {
  readonly origin: string;
  readonly device: DeviceClient;
  readonly desktop: DesktopCalls;
  /** The only page that is heard; null while there is no window. */
  readonly contents: () => WebContents | null;
  readonly problem: (where: string, message: string) => void;
}

/** Opens the channels that the preload names, and no other. */
export function openChannels(parts: IpcParts): void {
  for (const name of callNames) open(parts, name, (args) => parts.device.call(name, args));
  for (const name of desktopCallNames) open(parts, name, (args) => parts.desktop[name](...args));
}

/** Tells the page about an event. */
export function tell(contents: WebContents | null, event: keyof typeof eventChannels, value: unknown): void {
  if (contents && !contents.isDestroyed()) contents.send(eventChannels[event], value);
}

function open(
  parts: IpcParts,
  name: CallName | DesktopCallName,
  act: (args: readonly unknown[]) => Promise<unknown>,
): void {
  ipcMain.handle(CALL_PREFIX + name, (event, ...args: unknown[]) => {
    if (!comesFromOurPage(event, parts)) {
      parts.problem('ipc', `${name} from a foreign frame: ${event.senderFrame?.url ?? 'gone'}`);
      return refuseCall(name, { code: 'ipc.foreignSender', params: { call: name } });
    }
    const checked = checkCall(name, args);
    if (!('reason' in checked)) return answer(parts, name, () => act(checked.args));
    parts.problem('ipc', `${name}: ${checked.problem}`);
    return refuseCall(name, checked.reason);
  });
}

function comesFromOurPage(event: IpcMainInvokeEvent, parts: IpcParts): boolean {
  const contents = parts.contents();
  if (!contents || event.sender !== contents) return false;
  const frame = event.senderFrame;
  return isOurs(frame ? { isMainFrame: frame === contents.mainFrame, url: frame.url } : null, parts.origin);
}

async function answer(
  parts: IpcParts,
  name: CallName | DesktopCallName,
  act: () => Promise<unknown>,
): Promise<unknown> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof Refusal) return refuseCall(name, error.reason);
    const errorId = randomUUID();
    parts.problem(`${name} [${errorId}]`, error instanceof Error ? (error.stack ?? error.message) : String(error));
    return refuseCall(name, { code: 'device.trouble', params: { errorId } });
  }
}
