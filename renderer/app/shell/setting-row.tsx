import { type ReactNode, useId } from 'react';
import './settings.css';

interface SettingSectionProps {
  readonly title: string;
  readonly children: ReactNode;
}

/** One subject of the settings or of the about page, under its heading. */
export function SettingSection({ title, children }: SettingSectionProps): ReactNode {
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  );
}

interface SettingRowProps {
  /** Id of the label, for a control that has no name of its own. */
  readonly labelId?: string;
  readonly label: ReactNode;
  /** What it is good for, in a sentence. */
  readonly help?: ReactNode;
  readonly children: ReactNode;
}

/** One line: what it is at the left, how it is set at the right. */
export function SettingRow({ label, labelId, help, children }: SettingRowProps): ReactNode {
  return (
    <div className="setting-row">
      <span className="setting-label">
        <span id={labelId}>{label}</span>
        {help ? <span className="small text-3">{help}</span> : null}
      </span>
      <span className="setting-value">{children}</span>
    </div>
  );
}

/** Facts by name, to be read and copied. */
export function FactList({
  facts,
}: {
  readonly facts: readonly (readonly [name: string, value: ReactNode])[];
}): ReactNode {
  return (
    <dl className="facts" data-selectable>
      {facts.map(([name, value]) => (
        <div key={name} className="setting-row">
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
