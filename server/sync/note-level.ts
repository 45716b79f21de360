import type { Id } from '#shared/kernel/ids.ts';
import { prepareQuery } from '#shared/kernel/prepared.ts';
import { type DeviceReport, type DeviceTold, deviceToldSchema } from '#shared/protocol/devices.ts';
import type { PullRequest, PullResponse } from '#shared/protocol/sync.ts';
import type { House } from '../house.ts';

/** A contact is written down again after this long: writing at every pull would cost more than the pull. */
const NOTED_EVERY_MS = 5 * 60_000;

/** What the answer to a pull says of how far the server knows the device. */
type Known = Pick<PullResponse, 'timeline' | 'lastSeq' | 'formerLastSeqs' | 'diverged'>;

/**
 * Writes down that a device was here, what it told of itself, and that it is level: it asks with a cursor of the present
 * timeline, and has sent again what a server that was put back had lost (recovery.ts). One that could not, for this
 * server's program is older or its person has to sign in, goes on pulling, and says with each pull where it stood.
 */
export async function noteLevel(
  { database, world }: Pick<House, 'database' | 'world'>,
  request: PullRequest,
  userId: Id,
  known: Known,
): Promise<void> {
  const { deviceId, incarnation, cursor, schema, report } = request;
  const isLevel = cursor?.timeline === known.timeline && !isOwed(request, known);
  if (!isLevel && !report) return;
  const { kysely } = database;
  const [company] = await findRecovery(kysely, {});
  const [device] = await findLevel(kysely, { deviceId, incarnation });
  if (!device) return;
  const now = world.clock.now();
  const levelAt = device.levelAt ?? 0;
  const isNoted = !isLevel || (levelAt > now - NOTED_EVERY_MS && levelAt >= (company?.recoverySince ?? 0));
  if (isNoted && !report && device.schema === schema) return;
  await kysely
    .updateTable('devices')
    .set({
      schema,
      ...(isLevel ? { levelAt: now } : {}),
      ...(report ? toldBy(report, device.told, deviceId, userId) : {}),
    })
    .$if(report !== undefined, (query) => query.set({ toldAt: now }))
    .where('id', '=', deviceId)
    .where('incarnation', '=', incarnation)
    .execute();
}

/** Whether the device was answered more than this server has, or something else. */
function isOwed({ incarnation, acknowledged = [] }: PullRequest, known: Known): boolean {
  const lastSeqs: Readonly<Record<Id, number>> = { ...known.formerLastSeqs, [incarnation]: known.lastSeq };
  return (
    known.diverged !== undefined || acknowledged.some((history) => history.seq > (lastSeqs[history.incarnation] ?? 0))
  );
}

/** A copy that is bound to another device or person is none of this one's. */
function toldBy(report: DeviceReport, before: string | null, deviceId: Id, userId: Id) {
  const { name, appVersion, waiting, sharedWith, recoveryCopy, unshown = [] } = report;
  const known = before === null ? null : deviceToldSchema.safeParse(JSON.parse(before));
  const holds = report.holds ?? (known?.success ? known.data.holds : []);
  const isOwn = recoveryCopy?.deviceId === deviceId && recoveryCopy.userId === userId;
  return {
    ...{ name, appVersion, unsentCount: waiting },
    told: JSON.stringify({ holds, sharedWith, unshown } satisfies DeviceTold),
    ...(recoveryCopy && isOwn ? { recoveryCopy: JSON.stringify(recoveryCopy) } : {}),
  };
}

// Asked with every pull.
const findRecovery = prepareQuery((tx) => tx.selectFrom('companyVersion').select('recoverySince').where('id', '=', 1));
const findLevel = prepareQuery((tx, given: { deviceId: string; incarnation: string }) =>
  tx
    .selectFrom('devices')
    .select(['levelAt', 'schema', 'told'])
    .where('id', '=', given.deviceId)
    .where('incarnation', '=', given.incarnation),
);
