import type { ReactNode } from 'react';

/** One set of states, everywhere, always a shape beside the word. */
export type StateName = 'draft' | 'open' | 'wait' | 'done' | 'late' | 'soon';

const ring = <circle cx="6" cy="6" r="5" fill="none" stroke="currentColor" strokeWidth="1.4" />;

const shapes: Readonly<Record<StateName, ReactNode>> = {
  draft: <circle cx="6" cy="6" r="5" fill="none" stroke="currentColor" strokeWidth="1.4" strokeDasharray="2.2 1.7" />,
  open: (
    <>
      {ring}
      <path d="M6 1a5 5 0 0 1 0 10z" fill="currentColor" />
    </>
  ),
  wait: (
    <>
      {ring}
      <path d="M4.7 4v4M7.3 4v4" stroke="currentColor" strokeWidth="1.4" />
    </>
  ),
  done: (
    <>
      <circle cx="6" cy="6" r="5.6" fill="currentColor" />
      <path d="M3.4 6.2 5.3 8l3.4-3.7" fill="none" stroke="var(--surface)" strokeWidth="1.5" />
    </>
  ),
  late: (
    <>
      <path d="M6 .8 11.6 11H.4z" fill="currentColor" strokeLinejoin="round" />
      <path d="M6 4.4v3.2M6 8.6v1.2" stroke="var(--surface)" strokeWidth="1.3" />
    </>
  ),
  soon: (
    <>
      {ring}
      <path d="M6 3.2V6l2 1.4" fill="none" stroke="currentColor" strokeWidth="1.4" />
    </>
  ),
};

/** The 12 px shape of a state, in its colour; ornament only, the word stands beside it. */
export function StateShape({ state }: { readonly state: StateName }): ReactNode {
  return (
    <svg className={`state-shape state-${state}`} viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">
      {shapes[state]}
    </svg>
  );
}

interface StateTagProps {
  readonly state: StateName;
  readonly children: ReactNode;
  /** Without the ground, for dense tables. */
  readonly plain?: boolean;
}

/** A state as shape and word, on its ground unless `plain`. */
export function StateTag({ state, children, plain = false }: StateTagProps): ReactNode {
  return (
    <span className={`state-tag state-${state}${plain ? ' state-plain' : ''}`}>
      <StateShape state={state} />
      <span>{children}</span>
    </span>
  );
}
