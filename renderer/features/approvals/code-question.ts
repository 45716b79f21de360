import { create } from 'zustand';

/** What a code is asked for: empty from the list, filled from an approval's own page. */
export interface CodeQuestion {
  readonly number: string;
  readonly amountMinor: number | null;
  readonly currency: string | null;
  readonly kind: 'discount' | 'credit';
}

/** The dialog stands over the list of approvals; null: it is closed. */
export const useCodeQuestion = create<{ readonly asked: CodeQuestion | null }>(() => ({ asked: null }));

export function openSpokenCode(): void {
  useCodeQuestion.setState({ asked: { number: '', amountMinor: null, currency: null, kind: 'discount' } });
}
