/** The company's devices, as their administrator's screens ask for them. Types only, as in bridge.ts. */
import type { Reason } from '../kernel/refusal.ts';
import type { DeviceInfo, DeviceReview, QuarantineRun } from './devices.ts';
import type { RecoveryCopy } from './recovery-copy.ts';

type Refused = { readonly ok: false; readonly reason: Reason };

/** What the office says now; where it cannot be reached, what was last heard of it. */
export type DeviceListReply =
  | {
      readonly ok: true;
      readonly devices: readonly DeviceInfo[];
      /** The last migration of the server. */
      readonly schema: string;
      /** Server time. */
      readonly heardAt: number;
      /** Why this is not from now; null: it is. */
      readonly stale: Reason | null;
    }
  | Refused;
export type DeviceReviewReply = ({ readonly ok: true } & DeviceReview) | Refused;
export type DeviceChangeReply = { readonly ok: true; readonly device: DeviceInfo } | Refused;
export type QuarantineRunReply = ({ readonly ok: true } & QuarantineRun) | Refused;
export type QuarantineDiscardReply = { readonly ok: true; readonly discarded: number } | Refused;
export type RecoveryCopyReply = { readonly ok: true; readonly copy: RecoveryCopy } | Refused;

interface WithReason {
  readonly deviceId: string;
  readonly reason: string;
}

/** All but `list` waits for the network: what a device does is decided at the office. */
export interface DevicesBridge {
  list(): Promise<DeviceListReply>;
  review(deviceId: string): Promise<DeviceReviewReply>;
  rename(request: { readonly deviceId: string; readonly name: string }): Promise<DeviceChangeReply>;
  lock(request: WithReason): Promise<DeviceChangeReply>;
  unlock(deviceId: string): Promise<DeviceChangeReply>;
  revoke(request: WithReason): Promise<DeviceChangeReply>;
  runQuarantine(request: WithReason): Promise<QuarantineRunReply>;
  discardQuarantine(request: WithReason): Promise<QuarantineDiscardReply>;
  recoveryCopy(deviceId: string): Promise<RecoveryCopyReply>;
}
