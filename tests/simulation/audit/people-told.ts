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
  ledger: Pick<IssuedLedger, 'all'>,
  mirror: Pick<ServerMirror, 'log' | 'logged'>,
  images: ReadonlyMap<AuditedDevice, DeviceImage>,
  acted: ReadonlySet<string>,
  nowMs: number,
  say: Say,
): void {
  const byKey = new Map([...images].map(([device, image]) => [device.key, { image, known: knownOf(image, mirror) }]));
  const log = [...mirror.log];
  for (const command of ledger.all) {
    const { image, known = [] } = byKey.get(command.device) ?? {};
    const logged = mirror.logged(command.commandId);
    if (!image || !logged || command.isExcused || nowMs - logged.answeredAt > JOURNAL_MS) continue;
    const ofPerson = () => log.filter(({ userId }) => userId === logged.userId).map(toKnown);
    checkTold(command, logged, image, { acted, known, ofPerson }, say);
  }
}

/**
 * What waits, or was set aside, and has no effect on the screens since its replay broke or was refused, calls its person
 * until he has looked at it.
 * @param acted commands that a person has dealt with
 */
export function checkUnshown(
  image: Pick<DeviceImage, 'pending'>,
  acted: ReadonlySet<string>,
  who: string,
  say: Say,
): void {
  for (const { commandId, name, replayError, answerState, needsAttention } of image.pending) {
    const isEnded = answerState !== null && answerState !== 'failed';
    if (replayError === null || isEnded || needsAttention === 1 || acted.has(commandId)) continue;
    say('lost', 2, `${name} ${commandId} of ${who} has no effect on the screens (${replayError}), and nobody is told`);
  }
}

/** What is told together is compared by these. */
export type KnownCommand = Pick<Issued, 'commandId' | 'name' | 'args'>;

/**
 * Everything that a device holds: a copied laptop has what was issued on the first, and a command over which a device
 * died may be there as well.
 */
function knownOf(image: DeviceImage, mirror: Pick<ServerMirror, 'log'>): readonly KnownCommand[] {
  const here = new Set([...image.finished, ...image.pending].map(({ commandId }) => commandId));
  return [...mirror.log].filter(({ commandId }) => here.has(commandId)).map(toKnown);
}

function toKnown({ commandId, name, args }: LoggedCommand): KnownCommand {
  return { commandId, name, args: JSON.parse(args) as unknown };
}

interface Told {
  readonly acted: ReadonlySet<string>;
  /** What the device of the command holds. */
  readonly known: readonly KnownCommand[];
  /** Everything that the person of the command did, on whichever device. */
  readonly ofPerson: () => readonly KnownCommand[];
}

function checkTold(
  command: Issued,
  logged: LoggedCommand,
  image: DeviceImage,
  { acted, known, ofPerson }: Told,
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
  if (!isOpen || isToldWithAnother(command, image, known)) return;
  // Who took it back has decided, for all devices that hold it: a copied laptop as well.
  const isTakenBack = finished.answerState === 'rejected' && ofPerson().some((other) => isDecidedBy(command, other));
  if (!isTakenBack) say('lost', 2, `${what} was ${logged.answerState}, and nobody is told`);
}

/** The order that a command is about, or the row that it makes. */
function aboutOf({ args }: KnownCommand): unknown {
  const held = args as { readonly orderId?: unknown; readonly id?: unknown };
  return held.orderId ?? held.id;
}

interface MadeRow {
  readonly id?: unknown;
  readonly lotId?: unknown;
  readonly serialId?: unknown;
}

type MadeId = 'orderId' | 'id' | 'userId' | 'roleId' | 'teamId' | 'familyId';

/** Documents by the command that makes them, and the argument that names each. */
const makesDocument: Readonly<Record<string, string>> = {
  'inventory.releaseOrders': 'pickListId',
  'inventory.shipOrder': 'shipmentId',
  'inventory.reverseShipment': 'reversalId',
  'inventory.receiveGoods': 'receiptId',
  'inventory.sendBack': 'receiptId',
  'inventory.reverseReceipt': 'reversalId',
  'inventory.writePurchase': 'purchaseOrderId',
  'inventory.askTransfer': 'transferId',
  'inventory.startCount': 'countId',
  'inventory.grantQuota': 'quotaId',
  'inventory.saveProduct': 'productId',
  'inventory.saveSupplier': 'supplierId',
  'inventory.saveZone': 'zoneId',
  'inventory.takeBackGoods': 'goodsReturnId',
  'sales.moveReservation': 'reservationId',
  'admin.savePaperTemplate': 'templateId',
};

/** Deeds that the same command turns round, by the argument that is turned. */
const turnedBy: Readonly<Record<string, string>> = {
  'admin.setPersonActive': 'active',
  'admin.setTerritoryUse': 'inUse',
  'inventory.setWarehouseUse': 'inUse',
  'inventory.setProductUse': 'inUse',
  'inventory.setZoneUse': 'inUse',
  'inventory.blockLot': 'isBlocked',
};

type Args = Readonly<Record<string, unknown>>;

interface Undoing {
  readonly by: string;
  /** Arguments that both hold: by one name, or by the deed's and by that of what undoes it. */
  readonly same: readonly (string | readonly [string, string])[];
  /** Not every one of that name undoes it. */
  readonly where?: (deed: Args, by: Args) => boolean;
}

/** Deeds that another command takes back. */
const undoneBy: Readonly<Record<string, Undoing>> = {
  'admin.addPerson': { by: 'admin.setPersonActive', same: ['userId'] },
  'admin.addRole': { by: 'admin.removeRole', same: ['roleId'] },
  'admin.setAbsence': { by: 'admin.removeAbsence', same: ['id'] },
  'admin.invitePerson': { by: 'admin.voidInvitation', same: ['invitationId'] },
  'admin.closePeriod': { by: 'admin.reopenPeriod', same: ['legalEntityId', 'month', 'periodId'] },
  'admin.reopenPeriod': { by: 'admin.closePeriod', same: ['legalEntityId', 'month', 'periodId'] },
  'billing.addTaxRate': { by: 'billing.removeTaxRate', same: ['code', 'validFrom'] },
  'inventory.claimPickList': { by: 'inventory.releaseClaim', same: ['pickListId'] },
  'inventory.writePurchase': { by: 'inventory.cancelPurchase', same: ['purchaseOrderId'] },
  'inventory.askTransfer': { by: 'inventory.endTransfer', same: ['transferId'] },
  'inventory.startCount': { by: 'inventory.cancelCount', same: ['countId'] },
  'inventory.grantQuota': {
    ...{ by: 'inventory.giveBackQuota', same: ['quotaId'] },
    where: (_, { quantity }) => quantity === null,
  },
  'inventory.unpickGoods': {
    ...{ by: 'inventory.repickGoods', same: ['unpickId'] },
    where: ({ lines }) => (lines as readonly unknown[]).length === 1,
  },
  'sales.savePromotion': {
    ...{ by: 'sales.endPromotion', same: [['id', 'promotionId']] },
    where: ({ replacesId }) => replacesId === null,
  },
};

/** Commands of which the auditor knows what takes them back. */
export const knownUndone: ReadonlySet<string> = new Set([
  'sales.confirmOrder',
  ...Object.keys({ ...turnedBy, ...undoneBy }),
]);

const argumentOf = ({ args }: KnownCommand, name: string | undefined): unknown =>
  name === undefined ? undefined : (args as Args)[name];

/** Whether a deed is undone by another one of the same things. */
function isUndone(deed: KnownCommand, by: KnownCommand): boolean {
  const turned = turnedBy[deed.name];
  if (turned !== undefined && by.name === deed.name) {
    // As it was made, and as it was sent: the order of names differs.
    const rest = ({ args }: KnownCommand) =>
      JSON.stringify(Object.entries({ ...(args as object), [turned]: null }).sort());
    return rest(deed) === rest(by) && argumentOf(deed, turned) !== argumentOf(by, turned);
  }
  const undone = undoneBy[deed.name];
  if (undone?.by !== by.name) return false;
  const isSame = undone.same.every((name) => {
    const [here, there] = typeof name === 'string' ? [name, name] : name;
    return argumentOf(deed, here) === argumentOf(by, there);
  });
  return isSame && (undone.where?.(deed.args as Args, by.args as Args) ?? true);
}

/** Whether a person decided about the one with the other: the one takes the other back, whichever came first. */
const isDecidedBy = (command: KnownCommand, other: KnownCommand): boolean =>
  other.commandId !== command.commandId &&
  (isUndone(command, other) ||
    isUndone(other, command) ||
    (other.name === 'sales.cancelOrder' && aboutOf(other) === aboutOf(command)));

interface SettledLine {
  readonly substitute?: { readonly id: string };
}

/**
 * Ids that a command may have brought into the world: of an order, of a row, of a line that takes another's place.
 * @param forWhom the name of the command that holds them
 */
function madeBy({ name, args }: KnownCommand, forWhom: string): readonly unknown[] {
  const { orderId, id, lines, rows, orders, userId, roleId, teamId, purchases, familyId, variants, locations } =
    args as {
      readonly [made in MadeId]?: unknown;
    } & {
      readonly lines?: readonly (SettledLine & MadeRow)[];
      readonly purchases?: readonly { readonly purchaseOrderId: unknown; readonly lines: readonly MadeRow[] }[];
      readonly variants?: readonly { readonly productId: unknown }[];
      readonly locations?: readonly MadeRow[];
      readonly rows?: readonly MadeRow[];
      readonly orders?: readonly MadeRow[];
    };
  if (name === 'sales.confirmOrder') return [orderId];
  const document = argumentOf({ commandId: '', name, args }, makesDocument[name]);
  const hasLines = name === 'inventory.writePurchase' || name === 'inventory.askTransfer';
  const came = name === 'inventory.receiveGoods' ? lines?.flatMap(({ lotId, serialId }) => [lotId, serialId]) : [];
  if (document !== undefined)
    return [document, ...(came ?? []), ...(hasLines ? (lines ?? []).map((line) => line.id) : [])];
  if (name === 'inventory.orderSuggested')
    return (purchases ?? []).flatMap((each) => [each.purchaseOrderId, ...each.lines.map((line) => line.id)]);
  if (name === 'inventory.saveFamily') return [familyId, ...(variants ?? []).map(({ productId }) => productId)];
  if (name === 'inventory.saveLocations') return (locations ?? []).map((row) => row.id);
  if (name === 'sales.settleShortage') return (lines ?? []).map(({ substitute }) => substitute?.id);
  if (/\.import[A-Z]/.test(name)) return [...(rows ?? []), ...(orders ?? [])].map((row) => row.id);
  if (name === 'admin.addPerson') return [userId];
  if (name === 'admin.addRole') return [roleId];
  // New or changed: the command does not say which.
  if (/\.save[A-Z]/.test(name)) return [id ?? teamId];
  // Of two that do the same with a row, neither made it.
  return name === forWhom ? [] : [id];
}

/** Whether what stands between two texts is a part of a name, and not of a longer word. */
const isWhole = (before: string, after: string | undefined): boolean =>
  after !== undefined && /[":]$/.test(before) && /^[":]/.test(after);

/**
 * Rejected, and no decision of its own: its person took it back or it is what takes back, or it names what an earlier
 * rejected command of the device would have made.
 */
export function isToldWithAnother(
  command: KnownCommand,
  image: Pick<DeviceImage, 'finished'>,
  known: readonly KnownCommand[],
): boolean {
  const wasRejected = (each: KnownCommand) =>
    image.finished.some(({ commandId, answerState }) => commandId === each.commandId && answerState === 'rejected');
  if (!wasRejected(command)) return false;
  const text = JSON.stringify(command.args);
  // By itself, as a scope (`territory:ID`), or in the name of a row that came of it (`ID:belowZero:…`).
  const isNamed = (id: unknown): boolean =>
    typeof id === 'string' && text.split(id).some((before, at, parts) => isWhole(before, parts[at + 1]));
  return known.some((other) => {
    if (other.commandId === command.commandId) return false;
    if (isDecidedBy(command, other)) return true;
    return madeBy(other, command.name).some(isNamed) && wasRejected(other);
  });
}
