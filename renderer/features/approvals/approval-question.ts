import { makeListQuestion } from '../../app/list-question.ts';

export const approvalFilters = ['mine', 'asked', 'decided'] as const;
export type ApprovalFilter = (typeof approvalFilters)[number];

/** What the list of approvals shows; null: what its person looks for first. The start page sets it too. */
export const { use: useApprovalQuestion, ask: askApprovals } = makeListQuestion<{
  readonly filter: ApprovalFilter | null;
}>({ filter: null });
