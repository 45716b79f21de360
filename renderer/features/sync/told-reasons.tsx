import type { ReactNode } from 'react';
import type { Reason } from '#shared/kernel/refusal.ts';
import type { LedgerEntry } from '#shared/protocol/ledger-bridge.ts';
import type { AttentionTelling } from '../../app/attention.ts';
import { findAttentionPart } from '../../app/features.ts';

export interface Told {
  readonly reason: Reason;
  /** null while its facts are on their way. */
  readonly telling: AttentionTelling | null;
  /** Reasons after this one that a feature tells too. */
  readonly rest: number;
}

interface ToldReasonsProps {
  readonly entry: LedgerEntry;
  /** Those of the answer that nobody has decided yet. */
  readonly reasons: readonly Reason[];
  /** Draws the first that still needs a person; null: none of them is told by a feature, or all are settled. */
  readonly children: (told: Told | null) => ReactNode;
}

/** Goes through the reasons of an answer to the first that a feature tells and that still needs a person. */
export function ToldReasons({ entry, reasons, children }: ToldReasonsProps): ReactNode {
  const at = reasons.findIndex((each) => findAttentionPart(each.code));
  const reason = reasons[at];
  const Part = reason && findAttentionPart(reason.code)?.component;
  if (!reason || !Part) return children(null);
  const later = reasons.slice(at + 1);
  return (
    <Part entry={entry} reason={reason}>
      {(telling) =>
        telling === 'settled' ? (
          <ToldReasons entry={entry} reasons={later}>
            {children}
          </ToldReasons>
        ) : (
          children({
            reason,
            telling: telling === 'loading' ? null : telling,
            rest: later.filter((each) => findAttentionPart(each.code)).length,
          })
        )
      }
    </Part>
  );
}
