import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { stepFocus } from '../../../app/focus.ts';
import { initialOf } from '../../../app/shell/user-menu.tsx';

interface Person {
  readonly key: string;
  readonly name: string;
  /** Role or company. */
  readonly note: string;
  /** What they do here, in a sentence; may be empty. */
  readonly text: string;
  /** What should be known before signing in: unsent work. */
  readonly mark: string | null;
  readonly isBusy: boolean;
  readonly onPress: () => void;
}

interface PeopleListProps {
  readonly title: string;
  readonly level: 1 | 2;
  readonly text?: string;
  readonly people: readonly Person[];
  readonly busyFor: string | null;
  /** Whose key has the focus: the first one's, or the one's with this key. */
  readonly firstFocus?: boolean | string;
}

/** People to sign in as; the arrows step through them. */
export function PeopleList({ title, level, text, people, busyFor, firstFocus = false }: PeopleListProps): ReactNode {
  const { t } = useTranslation();
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (firstFocus === false) return;
    const keys = [...(list.current?.querySelectorAll<HTMLElement>('button') ?? [])];
    (keys.find(({ dataset }) => dataset.person === firstFocus) ?? keys[0])?.focus();
  }, [firstFocus]);
  const onKeyDown = (event: KeyboardEvent) => {
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (by === 0) return;
    event.preventDefault();
    stepFocus(list.current, by);
  };
  const Heading = level === 1 ? 'h1' : 'h2';
  return (
    <section aria-labelledby={id}>
      <Heading id={id}>{title}</Heading>
      {text ? <p className="small text-3">{text}</p> : null}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the arrows step through the keys inside */}
      <div ref={list} className="people" onKeyDown={onKeyDown}>
        {people.map((person) => (
          <button
            key={person.key}
            data-person={person.key}
            type="button"
            className="person"
            disabled={busyFor !== null}
            aria-description={[person.text, person.mark].filter(Boolean).join(' ')}
            onClick={person.onPress}
          >
            <span className="visually-hidden">{t('session.signInAs', { name: person.name, role: person.note })}</span>
            <span className="avatar" aria-hidden>
              {initialOf(person.name)}
            </span>
            <span className="person-who" aria-hidden>
              <span className="strong">{person.name}</span>
              {person.text ? <span className="small text-3">{person.text}</span> : null}
            </span>
            <span className="person-note" aria-hidden>
              {person.isBusy ? t('session.signingIn') : person.note}
              {person.mark ? <span className="small person-mark">{person.mark}</span> : null}
            </span>
          </button>
        ))}
      </div>
    </section>
  );
}
