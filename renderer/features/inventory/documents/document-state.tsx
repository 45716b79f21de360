import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { type StateName, StateTag } from '../../../ui/state-tag.tsx';

const shapes = {
  purchase: { draft: 'draft', open: 'open', closed: 'done', cancelled: 'draft' },
  transfer: { open: 'open', underWay: 'soon', closed: 'done', cancelled: 'draft' },
  pickList: { released: 'open', claimed: 'soon', picked: 'wait', closed: 'done', cancelled: 'draft' },
  count: { open: 'open', posted: 'done', cancelled: 'draft' },
  countLine: { open: 'draft', recount: 'wait', counted: 'open', posted: 'done', skipped: 'draft' },
} as const satisfies Record<string, Record<string, StateName>>;

interface DocumentStateProps {
  readonly kind: keyof typeof shapes;
  readonly state: string;
  /** Without its ground, in tables. */
  readonly plain?: boolean;
  /** Its day is over. */
  readonly late?: boolean;
}

/** Where a document of the warehouse stands. */
export function DocumentState({ kind, state, plain = false, late = false }: DocumentStateProps): ReactNode {
  const { t } = useTranslation();
  const shape = (shapes[kind] as Readonly<Record<string, StateName>>)[state] ?? 'open';
  return (
    <StateTag state={late ? 'late' : shape} plain={plain}>
      {t(late ? 'inventory.documents.late' : `inventory.documents.states.${kind}.${state}`)}
    </StateTag>
  );
}
