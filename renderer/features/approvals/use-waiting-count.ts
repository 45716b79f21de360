import { useQuery } from '../../app/use-query.ts';

/** How many words wait for the person at this desk. */
export function useWaitingCount(): number {
  return useQuery<{ readonly mine: number }>('admin.approvalCount', {}).data?.mine ?? 0;
}
