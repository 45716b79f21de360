import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Reason } from '#shared/kernel/refusal.ts';
import { bridge } from '../../../app/bridge.ts';
import { stepFocus } from '../../../app/focus.ts';
import { reasonText } from '../../../app/i18n.ts';
import { replyOf } from '../../../app/kept-notice.ts';
import { usePreferences } from '../../../app/preferences.ts';
import { useShortcut } from '../../../app/shortcuts.ts';
import { KeyCap } from '../../../ui/key-cap.tsx';
import { Note } from '../../../ui/page.tsx';

export type Way = 'demo' | 'join' | 'restore';
const ways: readonly Way[] = ['demo', 'join', 'restore'];

interface ChooseWayProps {
  /** Has the focus. */
  readonly first: Way;
  readonly onChoose: (way: Way) => void;
}

/** Three ways to begin, each in a sentence; 1, 2, 3 or the arrows and Enter. */
export function ChooseWay({ first, onChoose }: ChooseWayProps): ReactNode {
  const { t } = useTranslation();
  const language = usePreferences((state) => state.language);
  const list = useRef<HTMLDivElement>(null);
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<Reason | null>(null);
  useEffect(() => list.current?.querySelector<HTMLElement>(`[data-way="${first}"]`)?.focus(), [first]);

  const choose = async (way: Way) => {
    if (busy) return;
    setRefused(null);
    if (way !== 'demo') {
      onChoose(way);
      return;
    }
    setBusy(true);
    const reply = await replyOf(bridge().start.tryDemo({ language }));
    setBusy(false);
    if (!reply.ok) setRefused(reply.reason);
  };
  useShortcut('1', () => void choose('demo'));
  useShortcut('2', () => void choose('join'));
  useShortcut('3', () => void choose('restore'));

  const onKeyDown = (event: KeyboardEvent) => {
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (by === 0) return;
    event.preventDefault();
    stepFocus(list.current, by);
  };
  return (
    <>
      <div>
        <h1>{t('session.start.title')}</h1>
        <p className="text-2">{t('session.start.text')}</p>
      </div>
      {refused ? (
        <Note tone="late" title={t('session.start.refused')}>
          {reasonText(refused)}
        </Note>
      ) : null}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the arrows step through the keys inside */}
      <div ref={list} className="ways" onKeyDown={onKeyDown}>
        {ways.map((way, index) => (
          <button
            key={way}
            type="button"
            className="way"
            data-way={way}
            aria-keyshortcuts={String(index + 1)}
            aria-describedby={`way-${way}-text`}
            disabled={busy}
            onClick={() => void choose(way)}
          >
            <KeyCap keys={String(index + 1)} />
            <span>
              <span className="way-title">{t(`session.start.ways.${way}`)}</span>
              <span id={`way-${way}-text`} className="text-2" aria-hidden>
                {t(`session.start.texts.${way}`)}
              </span>
            </span>
          </button>
        ))}
      </div>
      <p className="small text-3">{t('session.start.later')}</p>
    </>
  );
}
