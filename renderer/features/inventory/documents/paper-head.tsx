import type { ReactNode } from 'react';
import { useSession } from '../../../app/session.ts';
import { Code128 } from '../../../ui/barcode.tsx';
import './paper-head.css';

interface PaperHeadProps {
  /** What it is, with its number. */
  readonly title: string;
  /** Whom it is for. */
  readonly party: string | null;
  /** In bars as well: who takes goods back scans the note. */
  readonly number: string;
}

/** The head of a printed page, seen only there: whose it is, what it is, whom it is for. On screen the page's own says so. */
export function PaperHead({ title, party, number }: PaperHeadProps): ReactNode {
  const company = useSession(({ session }) => (session?.state === 'signedIn' ? session.companyName : ''));
  return (
    <div className="paper-head" aria-hidden="true">
      <p className="paper-company">{company}</p>
      <p className="paper-title">{title}</p>
      {party === null ? null : <p className="paper-party">{party}</p>}
      <Code128 value={number} />
    </div>
  );
}
