/**
 * The company's devices for the administrator who works here. Guards: what is decided is decided by the office alone;
 * what is shown without it is what was last heard, and is said to be.
 */
import type { z } from 'zod';
import type { Reason } from '#shared/kernel/refusal.ts';
import { NetworkUnreachable } from '#shared/kernel/world.ts';
import type { DevicesBridge } from '#shared/protocol/device-bridge.ts';
import {
  deviceListResponseSchema,
  deviceResponseSchema,
  deviceReviewResponseSchema,
  quarantineDiscardResponseSchema,
  quarantineRunResponseSchema,
  recoveryCopyResponseSchema,
} from '#shared/protocol/devices.ts';
import { type ServerClient, ServerError } from './server-client.ts';
import type { Opened } from './session-parts.ts';
import type { SignedIn } from './signed-in.ts';
import { readState, writeState } from './sync-state.ts';

interface DeskParts {
  readonly client: Pick<ServerClient, 'devices'>;
  current(): { readonly signedIn: SignedIn; readonly opened: Opened } | null;
}

type Refused = { readonly ok: false; readonly reason: Reason };

export function makeDeviceDesk({ client, current }: DeskParts): DevicesBridge {
  async function ask<Answer extends object>(
    name: string,
    request: object,
    schema: z.ZodType<Answer>,
  ): Promise<({ readonly ok: true } & Answer) | Refused> {
    const present = current();
    if (!present) return { ok: false, reason: { code: 'device.signedOut', params: {} } };
    const { token, folder } = present.opened;
    if (present.signedIn.loop.state.workOffline)
      return { ok: false, reason: { code: 'sync.workingOffline', params: {} } };
    try {
      return { ok: true, ...(await client.devices(folder.person.server, token, name, request, schema)) };
    } catch (error) {
      if (error instanceof NetworkUnreachable) return { ok: false, reason: { code: 'sync.unreachable', params: {} } };
      if (error instanceof ServerError) return { ok: false, reason: { code: error.code, params: error.params } };
      throw error;
    }
  }

  return {
    async list() {
      const reply = await ask('list', {}, deviceListResponseSchema);
      const context = current()?.signedIn.context;
      if (!context) return { ok: false, reason: { code: 'device.signedOut', params: {} } };
      if (reply.ok) {
        const { devices, schema, serverTime: heardAt } = reply;
        await context.lock.hold('sync', () =>
          writeState(context.writer.kysely, 'deviceList', { heardAt, devices, schema }),
        );
        return { ok: true, devices, schema, heardAt, stale: null };
      }
      // Who may not look any more sees nothing of before either.
      if (reply.reason.code === 'auth.notAllowed') return reply;
      const heard = await readState(context.reader.kysely, 'deviceList');
      return heard ? { ok: true, ...heard, stale: reply.reason } : reply;
    },
    review: (deviceId) => ask('review', { deviceId }, deviceReviewResponseSchema),
    rename: (request) => ask('rename', request, deviceResponseSchema),
    lock: (request) => ask('lock', request, deviceResponseSchema),
    unlock: (deviceId) => ask('unlock', { deviceId }, deviceResponseSchema),
    revoke: (request) => ask('revoke', request, deviceResponseSchema),
    runQuarantine: (request) => ask('run-quarantine', request, quarantineRunResponseSchema),
    discardQuarantine: (request) => ask('discard-quarantine', request, quarantineDiscardResponseSchema),
    recoveryCopy: (deviceId) => ask('recovery-copy', { deviceId }, recoveryCopyResponseSchema),
  };
}
