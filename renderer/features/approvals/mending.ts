import type { Mendings } from '../../app/mending.ts';

/** The request is opened by `approvalId`. */
export const mending: Mendings = { 'admin.decideApproval': { words: 'approvals.mending.decision' } };
