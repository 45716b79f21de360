/**
 * The addresses of the company's devices, for people with the right `admin.manageDevices`. Guards: the right is looked
 * up with every request; a token that only sends does nothing here; nobody asks without measure.
 */
import type { z } from 'zod';
import { migrationIds } from '#db/migrations/schema-mark.ts';
import { permissions } from '#shared/domains/admin/model.ts';
import type { Id } from '#shared/kernel/ids.ts';
import {
  type DeviceInfo,
  deviceListRequestSchema,
  deviceListResponseSchema,
  deviceReasonRequestSchema,
  deviceRenameRequestSchema,
  deviceRequestSchema,
  deviceResponseSchema,
  deviceReviewResponseSchema,
  quarantineDiscardResponseSchema,
  quarantineRunResponseSchema,
  recoveryCopyResponseSchema,
} from '#shared/protocol/devices.ts';
import type { Session } from '../auth/access-token.ts';
import { closeDevice, lockDevice, renameDevice, takeRecoveryCopy, unlockDevice } from '../devices/change-device.ts';
import { readDevices } from '../devices/read-devices.ts';
import { makeRequestLimit } from '../devices/request-limit.ts';
import { discardHeld, readReview, runHeld } from '../devices/review-quarantine.ts';
import type { House } from '../house.ts';
import { readActor } from '../sync/actor.ts';
import { findUnstorableText } from '../sync/plain-json.ts';
import { serverSchema } from '../sync/server-schema.ts';
import { type AnyEndpoint, defineEndpoint } from './endpoint.ts';
import { HttpRefusal, type HttpRefusalCode } from './http-refusal.ts';

/** An id, a name, a reason. */
const LIMIT_BYTES = 16 * 1024;

interface Described<Body, Answer> {
  readonly name: string;
  readonly summary: string;
  readonly body: z.ZodType<Body>;
  readonly answer: z.ZodType<Answer>;
  readonly refusals?: readonly HttpRefusalCode[];
  readonly handle: (body: Body, session: Session) => Promise<Answer>;
}

/** The addresses under /v1/admin/devices. */
export function listDeviceEndpoints(house: House): AnyEndpoint[] {
  const { database } = house;
  const countIn = makeRequestLimit(house.world);

  async function admit(session: Session): Promise<void> {
    if (session.pushOnly) throw new HttpRefusal('auth.required');
    countIn(session.userId);
    const actor = await readActor(database.kysely, session.userId);
    if (!actor.permissions.has(permissions.manageDevices)) throw new HttpRefusal('auth.notAllowed');
  }

  const read = async ({ deviceId }: Session, only?: Id): Promise<DeviceInfo[]> =>
    // The server has migrations that no device ever has: a device is behind the last one of its own side.
    readDevices(database.kysely, { deviceId, schema: migrationIds('device').at(-1) ?? '' }, only);

  async function readOne(session: Session, deviceId: Id): Promise<DeviceInfo> {
    const [device] = await read(session, deviceId);
    if (!device) throw new HttpRefusal('devices.unknown');
    return device;
  }

  function define<Body, Answer>({
    name,
    summary,
    body,
    answer,
    refusals,
    handle,
  }: Described<Body, Answer>): AnyEndpoint {
    return defineEndpoint({
      path: `/v1/admin/devices/${name}`,
      summary,
      access: 'signedIn',
      limitBytes: LIMIT_BYTES,
      body: body.refine(
        (value) => findUnstorableText(value as never) === null,
        'text with NUL or half a surrogate pair',
      ),
      answer,
      refusals: [
        'auth.inactive',
        'auth.revoked',
        'auth.locked',
        'auth.notAllowed',
        'auth.tooManyRequests',
        ...(refusals ?? []),
      ],
      handle: async (call, session) => {
        await admit(session);
        return handle(call.body, session);
      },
    });
  }

  /** Something done with one device, answered with what it is then. */
  function defineChange<Body extends { readonly deviceId: Id }>(
    described: Pick<Described<Body, unknown>, 'name' | 'summary' | 'body' | 'refusals'>,
    change: (body: Body, session: Session) => Promise<void>,
  ): AnyEndpoint {
    return define({
      ...described,
      answer: deviceResponseSchema,
      handle: async (body, session) => {
        await change(body, session);
        return { device: await readOne(session, body.deviceId) };
      },
    });
  }

  return [
    define({
      name: 'list',
      summary: 'The company’s devices: whose they are, what they hold, when each was heard, what waits on it.',
      body: deviceListRequestSchema,
      answer: deviceListResponseSchema,
      handle: async (_body, session) => ({
        devices: await read(session),
        schema: await serverSchema(house),
        serverTime: house.world.clock.now(),
      }),
    }),
    define({
      name: 'review',
      summary: 'One device, what it handed over and nobody has decided on, and what was done with it.',
      body: deviceRequestSchema,
      answer: deviceReviewResponseSchema,
      refusals: ['devices.unknown'],
      handle: async ({ deviceId }, session) => ({
        device: await readOne(session, deviceId),
        ...(await readReview(house, deviceId)),
      }),
    }),
    defineChange(
      {
        name: 'rename',
        summary: 'Gives a device a name of the administrator’s.',
        body: deviceRenameRequestSchema,
        refusals: ['devices.unknown'],
      },
      ({ deviceId, name }, session) => renameDevice(house, session, deviceId, name),
    ),
    defineChange(
      {
        name: 'lock',
        summary: 'Locks a device: nobody works on it until it is unlocked; what is unsent stays on it.',
        body: deviceReasonRequestSchema,
        refusals: ['devices.unknown', 'devices.own', 'devices.isRevoked'],
      },
      ({ deviceId, reason }, session) => lockDevice(house, session, deviceId, reason),
    ),
    defineChange(
      {
        name: 'unlock',
        summary: 'Takes a lock back.',
        body: deviceRequestSchema,
        refusals: ['devices.unknown', 'devices.isRevoked'],
      },
      ({ deviceId }, session) => unlockDevice(house, session, deviceId, null),
    ),
    defineChange(
      {
        name: 'revoke',
        summary: 'Closes a device for good: it hands over what is unsent at its next contact, and destroys its key.',
        body: deviceReasonRequestSchema,
        refusals: ['devices.unknown', 'devices.own'],
      },
      ({ deviceId, reason }, session) => closeDevice(house, session, deviceId, reason),
    ),
    define({
      name: 'run-quarantine',
      summary: 'Runs what a closed device handed over, as its author’s, in order, each once.',
      body: deviceReasonRequestSchema,
      answer: quarantineRunResponseSchema,
      refusals: ['devices.unknown', 'devices.notRevoked', 'sync.commandTooNew'],
      handle: ({ deviceId, reason }, session) => runHeld(house, session, deviceId, reason),
    }),
    define({
      name: 'discard-quarantine',
      summary: 'Puts aside for good what a closed device handed over; it stays to be read in the database.',
      body: deviceReasonRequestSchema,
      answer: quarantineDiscardResponseSchema,
      refusals: ['devices.unknown', 'devices.notRevoked'],
      handle: ({ deviceId, reason }, session) => discardHeld(house, session, deviceId, reason),
    }),
    define({
      name: 'recovery-copy',
      summary: 'The key of a device’s database, sealed to the company’s recovery key: only who has that opens it.',
      body: deviceRequestSchema,
      answer: recoveryCopyResponseSchema,
      refusals: ['devices.unknown', 'devices.noRecoveryCopy'],
      handle: async ({ deviceId }, session) => ({ copy: await takeRecoveryCopy(house, session, deviceId) }),
    }),
  ];
}
