/**
 * How a feature tells an answer of the office that waits for a person, as a colleague would, and what can be done about
 * it. The sync ledger has the frame (heading, table, choices, keys); a feature has the facts. To contribute:
 *
 *     // features/<domain>/index.ts
 *     attention: [{ codes: ['inventory.shortStock'], component: loadScreen(() => import('./attention/short-stock.tsx')…) }]
 *
 *     // features/<domain>/attention/short-stock.tsx
 *     export function ShortStock({ entry, reason, children }: AttentionPartProps): ReactNode {
 *       const order = useQuery<OrderDocument | null>('sales.order', { id: … });
 *       if (order.loading) return children('loading');
 *       if (nothing is left to decide) return children('settled');
 *       return children({ title, explanation, subject, rows, question, choices });
 *     }
 *
 * Guards:
 * - one reason is told at a time; a command with several is gone through in the order of the answer, a settled one is
 *   passed over, and only after the last the command needs nobody any more (the ledger marks it as seen);
 * - the first choice stands chosen: put the safest there; keys 1 to 9 choose, Enter does it;
 * - a choice that was refused changes nothing: the panel says why and stays.
 */
import type { ReactNode } from 'react';
import type { Reason } from '#shared/kernel/refusal.ts';
import type { ActionReply } from '#shared/protocol/bridge.ts';
import type { LedgerEntry } from '#shared/protocol/ledger-bridge.ts';
import type { LoadedScreen } from './load-screen.tsx';

/** One line of what was promised on this computer against what holds now. */
export interface AttentionRow {
  readonly label: string;
  /** As it was told to the person when the command was made. */
  readonly promised: ReactNode;
  readonly now: ReactNode;
  /** Stands out; a line that stayed as it was is quiet. */
  readonly isChanged: boolean;
}

export interface AttentionChoice {
  /** Unique among the choices. */
  readonly id: string;
  /** What will be done, also the words of the button: `Keep them on back-order`. */
  readonly label: string;
  /** What comes of it: days, quantities, who is told. */
  readonly detail: ReactNode;
  /** At the right: `no cost`, `+¥86.00 freight`; null where there is nothing to say. */
  readonly cost: ReactNode;
  /** Why it cannot be done now; it is shown all the same, with this instead of its detail. */
  readonly hindrance?: string;
  /**
   * While something is missing that it needs: puts the cursor where that is typed. Called when it is chosen, and instead
   * of `run`.
   */
  readonly ask?: () => void;
  /**
   * Does it, by commands of the feature's domain. `ok` settles the reason; keeping things as they are answers so at once.
   */
  readonly run: () => Promise<ActionReply>;
}

export interface AttentionTelling {
  /** What happened, in one line: `22 of 60 jugs were promised to someone else first`. */
  readonly title: string;
  /** The same as people, goods and days; what stands and what waits. */
  readonly explanation: ReactNode;
  /** What the table is about: product, line. */
  readonly subject: ReactNode;
  readonly rows: readonly AttentionRow[];
  /** Heading of the choices: `What should happen with the 22`. */
  readonly question: string;
  readonly choices: readonly AttentionChoice[];
  /** Left of the button: something that goes with any choice (tell the customer …). */
  readonly aside?: ReactNode;
}

export interface AttentionPartProps {
  readonly entry: LedgerEntry;
  /** The reason that is told: one of `codes`, not foretold by this device. */
  readonly reason: Reason;
  /** Draws it. `loading`: facts are on their way; `settled`: nobody is needed for it any more. */
  readonly children: (telling: AttentionTelling | 'loading' | 'settled') => ReactNode;
}

export interface AttentionPart {
  /** Codes of the reasons that it tells; each has one teller in the application. */
  readonly codes: readonly string[];
  readonly component: LoadedScreen<AttentionPartProps>;
}
