/** What a work mode keeps of its scans on this device, as its screens ask for it. Types only, as in bridge.ts. */
import type { Reason } from '../kernel/refusal.ts';

/** What somebody is at with a scanner, named by mode and document. */
export interface WorkSession {
  /** `pick:<id of the pick list>`; a mode without a document has an id of its own there. */
  readonly id: string;
  readonly mode: string;
  readonly documentId: string | null;
  readonly documentNumber: string | null;
  readonly startedAt: number;
  readonly updatedAt: number;
  /** How many scans and keys it has kept. */
  readonly scanCount: number;
}

/** One scan or key that counted; `body` is the mode's own. */
export interface WorkScan {
  /** From 1 on. */
  readonly position: number;
  readonly body: unknown;
  readonly scannedAt: number;
}

type Refused = { readonly ok: false; readonly reason: Reason };
export type WorkSessionReply =
  | { readonly ok: true; readonly session: WorkSession; readonly scans: readonly WorkScan[] }
  | Refused;
export type WorkReply = { readonly ok: true } | Refused;

/** A scan is kept in a transaction of its own before its answer comes; nothing here waits for the network. */
export interface WorkBridge {
  /** Those of a mode that are not finished, touched last first; of all modes with null. */
  sessions(mode: string | null): Promise<readonly WorkSession[]>;
  /** Begins a session, or comes back to it with all that it kept. */
  open(request: {
    readonly id: string;
    readonly mode: string;
    readonly documentId: string | null;
    readonly documentNumber: string | null;
  }): Promise<WorkSessionReply>;
  /** @param request.position one more than the last kept one: refused otherwise (`device.workMoved`) */
  keep(request: { readonly sessionId: string; readonly position: number; readonly body: unknown }): Promise<WorkReply>;
  /** Forgets the last one, if it is this one. */
  undo(request: { readonly sessionId: string; readonly position: number }): Promise<WorkReply>;
  /** Forgets a session with all that it kept. */
  close(sessionId: string): Promise<WorkReply>;
}
