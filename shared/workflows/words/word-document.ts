import type { ApprovalKind } from '../../domains/admin/rules/who-decides.ts';
import type { Actor, WriteContext } from '../../kernel/command.ts';
import type { TableName, Tx } from '../../kernel/table.ts';

/** A kind of documents that words are about (R9, R57): how they are found, what a word binds, and what follows from it. */
export interface WordDocument {
  /** As it stands in `approvals.documentType`. */
  readonly documentType: string;
  readonly reads: readonly TableName[];
  readonly writes: readonly TableName[];
  /** @throws Refusal where the document is not there for the actor, or is over */
  load(tx: Tx, id: string, actor: Actor): Promise<HeldDocument>;
}

/** A document as far as a word about it is concerned. */
export interface HeldDocument {
  readonly id: string;
  readonly number: string;
  readonly customerId: string;
  readonly customerName: string;
  readonly currency: string;
  readonly totalMinor: number;
  /** Who took it: decides nothing about it. */
  readonly madeBy: string;
  isHeld(kind: ApprovalKind): boolean;
  /** What a word of the kind binds, as the document stands now. */
  stands(kind: ApprovalKind): Promise<{ readonly fingerprint: string; readonly amountMinor: number }>;
  /** What follows from a yes that has been written down. */
  release(kind: ApprovalKind, context: WriteContext): Promise<void>;
}
