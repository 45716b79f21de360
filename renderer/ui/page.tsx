/** The parts that every screen is built of: header, filter bar, side panel, notes, empty state. */
import type { ReactNode, Ref } from 'react';
import { useTranslation } from 'react-i18next';
import { useAmended } from '../app/amending.tsx';
import { reasonText } from '../app/i18n.ts';
import { StateShape } from './state-tag.tsx';
import './page.css';

interface PageHeaderProps {
  readonly title: ReactNode;
  /** A page without a field of its own gives the focus to its title. */
  readonly titleRef?: Ref<HTMLHeadingElement>;
  /** Beside the title: the state tag of a document. */
  readonly tag?: ReactNode;
  /** Quieter, behind the title: counts, data age. */
  readonly note?: ReactNode;
  /** At the right: fields or actions. */
  readonly children?: ReactNode;
}

/** The head of a page, 52 px: title and state at the left, fields and actions at the right. */
export function PageHeader({ title, titleRef, tag, note, children }: PageHeaderProps): ReactNode {
  return (
    <header className="page-header">
      <h1 ref={titleRef} tabIndex={titleRef ? -1 : undefined} title={typeof title === 'string' ? title : undefined}>
        {title}
      </h1>
      {tag}
      {note ? <span className="page-header-note">{note}</span> : null}
      <div className="page-header-actions">{children}</div>
    </header>
  );
}

/** One screen: header, body that fills the rest, optional footer (52 px). */
export function Page({
  header,
  footer,
  children,
}: {
  readonly header: ReactNode;
  readonly footer?: ReactNode;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <div className="page">
      {header}
      <AmendNote />
      <div className="page-body">{children}</div>
      {footer ? <footer className="page-footer">{footer}</footer> : null}
    </div>
  );
}

/** Filters of a list, 44 px; what stands in `end` goes to the right. */
export function FilterBar({ children, end }: { readonly children: ReactNode; readonly end?: ReactNode }): ReactNode {
  return (
    <div className="filter-bar">
      {children}
      {end ? <div className="filter-bar-end">{end}</div> : null}
    </div>
  );
}

interface SidePanelProps {
  /** Accessible name. */
  readonly label: string;
  readonly kind: 'order' | 'sync' | 'ticket';
  readonly children: ReactNode;
  readonly footer?: ReactNode;
}

/** The right panel of a page; its width goes by what it is for. */
export function SidePanel({ label, kind, children, footer }: SidePanelProps): ReactNode {
  return (
    <aside className={`side-panel side-panel-${kind}`} aria-label={label}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what is higher than the window is scrolled by keys */}
      <div className="side-panel-body" role="region" aria-label={label} tabIndex={0}>
        {children}
      </div>
      {footer ? <div className="side-panel-footer">{footer}</div> : null}
    </aside>
  );
}

/** A heading inside a panel, with a quieter note at the right (data age). */
export function PanelHeading({
  children,
  note,
}: {
  readonly children: ReactNode;
  readonly note?: ReactNode;
}): ReactNode {
  return (
    <div className="panel-heading">
      <h2>{children}</h2>
      {note ? <span>{note}</span> : null}
    </div>
  );
}

interface NoteProps {
  readonly tone: 'wait' | 'late' | 'open' | 'done' | 'draft';
  readonly title: ReactNode;
  readonly children?: ReactNode;
  /** The key that helps. */
  readonly action?: ReactNode;
}

/** A box that says what will happen or what went wrong, and why. */
export function Note({ tone, title, children, action }: NoteProps): ReactNode {
  return (
    <div className={`note note-${tone}`} role={tone === 'late' ? 'alert' : 'status'}>
      <p className="note-title">
        <StateShape state={tone} />
        {title}
      </p>
      {children ? <div className="note-text">{children}</div> : null}
      {action ? <div className="note-action">{action}</div> : null}
    </div>
  );
}

/** Over what is typed in place of a rejected command: that it is, and why that one was rejected. */
export function AmendNote(): ReactNode {
  const { t } = useTranslation();
  const entry = useAmended();
  if (entry === null) return null;
  return (
    <div className="amend-note">
      <Note tone="wait" title={t('amending.title')}>
        {entry.reasons.map((reason) => (
          <p key={JSON.stringify(reason)}>{reasonText(reason)}</p>
        ))}
      </Note>
    </div>
  );
}

interface EmptyStateProps {
  /** What this list is for. */
  readonly title: ReactNode;
  readonly children?: ReactNode;
  /** The first action: a button. */
  readonly action?: ReactNode;
}

/** What stands where a list is empty: what it is for, and its first action. */
export function EmptyState({ title, children, action }: EmptyStateProps): ReactNode {
  return (
    <div className="empty-state">
      <div className="empty-state-title">{title}</div>
      {children ? <div className="empty-state-text">{children}</div> : null}
      {action ? <div className="empty-state-action">{action}</div> : null}
    </div>
  );
}
