import type { ReactNode } from 'react';
import type {} from '#shared/domains/crm/tables.ts';
import type { Row } from '#shared/kernel/table.ts';
import type { LedgerEntry } from '#shared/protocol/ledger-bridge.ts';
import { useQuery } from '../../app/use-query.ts';
import { Empty } from '../../ui/format.tsx';
import { factsOf } from './read-entry.ts';

/** Whom a command is about: its own words, or the name of the customer that it points to. */
export function Party({ entry }: { readonly entry: LedgerEntry }): ReactNode {
  const { party, customerId } = factsOf(entry);
  const customer = useQuery<Pick<Row<'customers'>, 'name'> | null>(
    'crm.customer',
    { id: customerId },
    { enabled: party === null && customerId !== null },
  );
  return party ?? customer.data?.name ?? <Empty />;
}
