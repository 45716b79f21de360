import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { networkTold } from '../../../../app/network-told.ts';
import { setPreference, usePreferences } from '../../../../app/preferences.ts';
import { useSignedIn, useSyncStatus } from '../../../../app/session.ts';
import { keyText, useShortcut } from '../../../../app/shortcuts.ts';
import { timeText } from '../../../../ui/format-text.ts';
import { KeyCap } from '../../../../ui/key-cap.tsx';
import { StateShape } from '../../../../ui/state-tag.tsx';
import type { Sentence } from './answer.ts';
import { AnswerBand } from './answer-band.tsx';
import type { ShownAnswer } from './use-answers.ts';
import './work-frame.css';
import './work-queue.css';

/** A key at the bottom: printed there, registered, and listed by `?`. */
export interface WorkKey {
  readonly keys: string;
  /** A key of the locales, in a word or two. */
  readonly labelKey: string;
  readonly run: () => void;
  readonly disabled?: boolean;
}

/** One step of the work: the line at hand is `now`, one that ended with less is `short`. */
export type SegmentState = 'done' | 'short' | 'now' | 'open';

export interface WorkProgress {
  readonly segments: readonly SegmentState[];
  /** What is counted: a key of the locales with {{count}} (`inventory.work.lines`). */
  readonly countKey: string;
  /** Which one is at hand, from 1. */
  readonly at: number;
}

interface WorkFrameProps {
  /** The mode's name, a key of the locales. */
  readonly titleKey: string;
  /** What is worked at: document, warehouse. */
  readonly subject: string;
  readonly progress?: WorkProgress | null;
  readonly answer: ShownAnswer | null;
  /** What the band says before the first scan. */
  readonly ready: Sentence;
  /** What stays true and needs an eye: somebody else works at the same. */
  readonly notice?: ReactNode;
  readonly keys: readonly WorkKey[];
  /** A question is open: it has the keys, and scans wait for its answer. */
  readonly asks?: boolean;
  /** Esc. */
  readonly onLeave: () => void;
  /** The three big things, or whatever is at hand. */
  readonly children: ReactNode;
  /** What follows, faint, above the keys. */
  readonly next?: ReactNode;
}

/** A whole window for one piece of work with a scanner: progress on top, the last answer as a band, keys at the bottom. */
export function WorkFrame({
  titleKey,
  subject,
  progress = null,
  answer,
  ready,
  notice = null,
  keys,
  asks = false,
  onLeave,
  children,
  next = null,
}: WorkFrameProps): ReactNode {
  const { t } = useTranslation();
  useShortcut('escape', onLeave, { labelKey: 'inventory.work.leave' });
  return (
    <section className="work" aria-label={t(titleKey)}>
      <header className="work-head">
        <div className="work-title">
          <h1>{t(titleKey)}</h1>
          <span className="ellipsis">{subject}</span>
        </div>
        {progress ? <Progress progress={progress} /> : <span />}
        <div className="work-head-end">
          <Network />
          <span className="ellipsis">{useSignedIn().user.name}</span>
          <Clock />
          <button type="button" className="work-key" onClick={onLeave} aria-keyshortcuts="Escape">
            <KeyCap keys="escape" />
            {t('inventory.work.leave')}
          </button>
        </div>
      </header>
      <AnswerBand answer={answer} ready={ready} />
      {notice ? (
        <div className="work-notice" role="status">
          <StateShape state="wait" />
          <span>{notice}</span>
        </div>
      ) : null}
      <div className="work-body">{children}</div>
      {next}
      <footer className="work-foot">
        <span className="work-listening">
          {asks ? <StateShape state="wait" /> : <span className="work-dot" />}
          <span className="work-listening-text">{t(`inventory.work.${asks ? 'answerFirst' : 'listening'}`)}</span>
        </span>
        <div className="work-keys">
          {(asks ? [] : keys).map((key) => (
            <FootKey key={key.keys} {...key} />
          ))}
          <SoundKey />
        </div>
      </footer>
    </section>
  );
}

function FootKey({ keys, labelKey, run, disabled = false }: WorkKey): ReactNode {
  const { t } = useTranslation();
  useShortcut(keys, run, { labelKey, enabled: !disabled });
  return (
    <button
      type="button"
      className="work-key"
      disabled={disabled}
      onClick={run}
      // The focus stays where the keys are: a scan's ending presses nothing.
      onMouseDown={(event) => event.preventDefault()}
      title={`${t(labelKey)} (${keyText(keys)})`}
      aria-keyshortcuts={keys.replace('mod', 'Control')}
    >
      <KeyCap keys={keys} />
      {t(labelKey)}
    </button>
  );
}

function SoundKey(): ReactNode {
  const isOn = usePreferences((state) => state.workSounds);
  return (
    <FootKey
      keys="f8"
      labelKey={isOn ? 'inventory.work.silence' : 'inventory.work.sound'}
      run={() => setPreference('workSounds', !usePreferences.getState().workSounds)}
    />
  );
}

/** More than these are a bar: single steps would not be seen. */
const MOST_SEGMENTS = 40;

function Progress({ progress: { segments, countKey, at } }: { readonly progress: WorkProgress }): ReactNode {
  const { t } = useTranslation();
  const done = segments.filter((state) => state === 'done' || state === 'short').length;
  const count = segments.length;
  return (
    <div
      className="work-progress"
      role="progressbar"
      aria-valuemin={0}
      aria-valuemax={count}
      aria-valuenow={done}
      aria-label={t('inventory.work.progress')}
    >
      {count > MOST_SEGMENTS ? (
        <span className="work-bar">
          <span style={{ width: `${(100 * done) / count}%` }} />
        </span>
      ) : (
        <span className="work-segments">
          {segments.map((state, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: steps have nothing but their place
            <span key={index} className={`work-segment work-segment-${state}`} />
          ))}
        </span>
      )}
      <span className="work-progress-count">
        <strong>{Math.min(at, count)}</strong>
        <span>{t(countKey, { count })}</span>
      </span>
    </div>
  );
}

function Network(): ReactNode {
  const { t } = useTranslation();
  const status = useSyncStatus((state) => state.status);
  if (!status) return null;
  const { state: shape, word } = networkTold(status);
  return (
    <span className={`work-network state-${shape}`}>
      <StateShape state={shape} />
      {word}
      {status.waiting > 0 ? <span className="work-waiting">{t('sync.waiting', { count: status.waiting })}</span> : null}
    </span>
  );
}

const LOOK_AGAIN_MS = 5_000;

function Clock(): ReactNode {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }, []);
  return <time className="work-clock">{timeText(now)}</time>;
}
