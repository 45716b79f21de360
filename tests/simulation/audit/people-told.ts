import type { AuditedDevice, Verdict } from '../contract.ts';
import { type DeviceImage, needsEye } from './device-rows.ts';
import type { Issued, IssuedLedger } from './issued-ledger.ts';
import type { LoggedCommand, ServerMirror } from './server-mirror.ts';

type Say = (verdict: Verdict, invariant: number, text: string) => void;

/** The journal lets go of what is older. */
const JOURNAL_MS = 89 * 86_400_000;

/**
 * The device that issued a command still knows it, with the answer that the server has; what was rejected, or ended
 * otherwise than foretold, waits for the person until he has seen it (2).
 * @param acted commands that a person has dealt with
 */
export function checkPeople(
  ledger: IssuedLedger,
  mirror: ServerMirror,
  images: ReadonlyMap<AuditedDevice, DeviceImage>,
  acted: ReadonlySet<string>,
  nowMs: number,
  say: Say,
): void {
  const byKey = new Map([...images].map(([device, image]) => [device.key, image]));
  for (const command of ledger.all) {
    const image = byKey.get(command.device);
    const logged = mirror.logged(command.commandId);
    if (!image || !logged || command.isExcused || nowMs - logged.answeredAt > JOURNAL_MS) continue;
    // A copied laptop has what was issued on the first.
    const here = new Set([...image.finished, ...image.pending].map(({ commandId }) => commandId));
    checkTold(
      command,
      logged,
      image,
      { acted, issued: [...ledger.all].filter((each) => here.has(each.commandId)) },
      say,
    );
  }
}

function checkTold(
  command: Issued,
  logged: LoggedCommand,
  image: DeviceImage,
  { acted, issued }: { readonly acted: ReadonlySet<string>; readonly issued: readonly Issued[] },
  say: Say,
): void {
  const what = `${command.name} ${command.commandId} of ${command.device}`;
  const finished = image.finished.find((each) => each.commandId === command.commandId);
  if (!finished) {
    const isPending = image.pending.some((each) => each.commandId === command.commandId);
    if (!isPending) say('lost', 2, `${what} is on its device no longer`);
    return;
  }
  if (finished.answerState !== logged.answerState || finished.answerReasons !== logged.answerReasons) {
    say('diverged', 2, `${what} is ${finished.answerState} on its device, ${logged.answerState} at the server`);
    return;
  }
  const isOpen = needsEye(finished) && finished.needsAttention === 0 && !acted.has(command.commandId);
  if (isOpen && !isToldWithAnother(command, image, issued))
    say('lost', 2, `${what} was ${logged.answerState}, and nobody is told`);
}

/** The order that a command is about, or the row that it makes. */
function aboutOf({ args }: Issued): unknown {
  const held = args as { readonly orderId?: unknown; readonly id?: unknown };
  return held.orderId ?? held.id;
}

interface SettledLine {
  readonly substitute?: { readonly id: string };
}

/**
 * Ids that a command may have brought into the world: of an order, of a row, of a line that takes another's place.
 * @param forWhom the name of the command that holds them
 */
function madeBy({ name, args }: Issued, forWhom: string): readonly unknown[] {
  const { orderId, id, lines } = args as {
    readonly orderId?: unknown;
    readonly id?: unknown;
    readonly lines?: readonly SettledLine[];
  };
  if (name === 'sales.confirmOrder') return [orderId];
  if (name === 'sales.settleShortage') return (lines ?? []).map(({ substitute }) => substitute?.id);
  // Of two that do the same with a row, neither made it.
  return name === forWhom ? [] : [id];
}

/**
 * Rejected, and no decision of its own: its person took it back or it is what takes back, or it names what an earlier
 * rejected command of the device would have made.
 */
export function isToldWithAnother(
  command: Issued,
  image: Pick<DeviceImage, 'finished'>,
  issued: readonly Issued[],
): boolean {
  const wasRejected = (each: Issued) =>
    image.finished.some(({ commandId, answerState }) => commandId === each.commandId && answerState === 'rejected');
  if (!wasRejected(command)) return false;
  const text = JSON.stringify(command.args);
  return issued.some((other) => {
    if (other === command) return false;
    if (other.name === 'sales.cancelOrder' && aboutOf(other) === aboutOf(command)) return true;
    const isNamed = (id: unknown) => typeof id === 'string' && text.includes(JSON.stringify(id));
    return madeBy(other, command.name).some(isNamed) && other.atMs <= command.atMs && wasRejected(other);
  });
}
