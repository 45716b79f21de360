import { create } from 'zustand';
import { openTab } from '../../app/tabs.ts';

/** What a code is asked for: empty from the menu, filled from an approval's own page. */
export interface CodeQuestion {
  readonly number: string;
  readonly amountMinor: number | null;
  readonly currency: string | null;
  readonly kind: 'discount' | 'credit';
}

/** The dialog stands over the list of approvals; null: it is closed. */
export const useCodeQuestion = create<{ readonly asked: CodeQuestion | null }>(() => ({ asked: null }));

export function openSpokenCode(): void {
  openTab('approvalList');
  useCodeQuestion.setState({ asked: { number: '', amountMinor: null, currency: null, kind: 'discount' } });
}
