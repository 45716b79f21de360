import type { Act } from './model/command-run.ts';

/** A history of a device, as the server has it. */
export interface RegisteredHistory {
  readonly id: string;
  readonly incarnation: string;
  readonly code: string;
  readonly userId: string;
  readonly createdAt: number;
  readonly revokedAt: number | null;
}

/**
 * Whether a person had a computer with a code when a command came. Where that cannot be told afterwards (made or closed at
 * that moment or since, or a server that was put back and forgot some) the answer is believed.
 */
export function deviceOf(
  devices: readonly RegisteredHistory[],
  { receivedAt, answerReasons }: { readonly receivedAt: number; readonly answerReasons: string },
  wasPutBack: boolean,
): NonNullable<Act['isDeviceOf']> {
  const isBelieved = !answerReasons.includes('"inventory.quotaForNoDevice"');
  return (userId, code) => {
    if (wasPutBack) return isBelieved;
    const own = devices.filter((device) => device.userId === userId && device.code === code);
    return own.some(({ createdAt, revokedAt }) => {
      if (revokedAt !== null && revokedAt < receivedAt) return false;
      return createdAt < receivedAt && revokedAt === null ? true : isBelieved;
    });
  };
}
