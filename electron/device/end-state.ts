/**
 * How a command ended for its person. Guards: what the office adjusted exactly as the device had foretold is applied, to
 * whoever looks for what was changed; both ways of asking, in the program and in the database, say the same.
 */
import canonicalize from 'canonicalize';
import { type RawBuilder, sql } from 'kysely';
import { decisionOf, type Reason } from '#shared/kernel/refusal.ts';
import type { Row } from '#shared/kernel/table.ts';
import type { LedgerState } from '#shared/protocol/ledger-bridge.ts';

type Answered = Pick<Row<'outbox'>, 'answerReasons' | 'predicted'>;

/** Whether an answer decides something else than the device told its person; why it came so is no difference. */
export function isOtherwise(row: Answered): boolean {
  const foretold: { reasons: Reason[] } = JSON.parse(row.predicted);
  const answered: Reason[] = JSON.parse(row.answerReasons ?? '[]');
  return canonicalReasons(foretold.reasons) !== canonicalReasons(answered);
}

function canonicalReasons(reasons: readonly Reason[]): string {
  return reasons
    .map((reason) => canonicalize(decisionOf(reason)) ?? '')
    .sort()
    .join('\n');
}

/** The same in SQL: each reason as its code with the parameters that decide (`decisionOf`), in their order. */
const decisions = (reasons: RawBuilder<unknown>): RawBuilder<string> => sql<string>`(
  select group_concat("line", char(10)) from (
    select json_extract("reason"."value", '$.code') || coalesce((
      select group_concat("key" || '=' || quote("value"), char(9)) from (
        select "key", "value" from json_each("reason"."value", '$.params')
        where "key" not like 'office%' and "key" <> 'context' order by "key"
      )
    ), '') as "line" from json_each(${reasons}) as "reason" order by "line"
  )
)`;

const isAsTold = sql<boolean>`(coalesce(${decisions(sql.ref('answerReasons'))}, '') = coalesce(${decisions(
  sql`json_extract("predicted", '$.reasons')`,
)}, ''))`;

/** `answerState`, with `applied` for what was adjusted as foretold; of the outbox and of the journal alike. */
export const endState = sql<LedgerState | null>`(case when "answerState" = 'adjusted' and ${isAsTold} then 'applied' else "answerState" end)`;

/** Those that ended so. */
export function endsAs(state: string): RawBuilder<boolean> {
  if (state === 'adjusted') return sql<boolean>`("answerState" = 'adjusted' and not ${isAsTold})`;
  if (state === 'applied') {
    return sql<boolean>`("answerState" = 'applied' or ("answerState" = 'adjusted' and ${isAsTold}))`;
  }
  return sql<boolean>`("answerState" = ${state})`;
}
