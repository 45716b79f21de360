/**
 * The welcome tour: one card after another, each beside the real thing. Guards:
 * - the keys stay with the card while it is there, and go back to where they were;
 * - Esc ends it at any step, and what a step brought onto the screen is taken away again;
 * - the key that a step shows is not held back: it ends the tour and does its work;
 * - a step whose thing is not on the screen is still said, in the middle.
 */
import { Button } from 'antd';
import { type KeyboardEvent, type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { useTranslation } from 'react-i18next';
import { KeyCap } from '../../ui/key-cap.tsx';
import type { TourStep } from '../feature.ts';
import { tourSteps } from '../features.ts';
import { isFocusFree, returnFocus, stepFocus } from '../focus.ts';
import { may, useSession, useSignedIn } from '../session.ts';
import { chordOf } from '../shortcuts.ts';
import { measures } from '../theme/tokens.ts';
import { endTour, offerTour, useTour } from '../tour.ts';
import { useAbout } from '../use-about.ts';
import { type Box, placeCard } from './place-card.ts';
import './welcome-tour.css';

const shellSteps: readonly TourStep[] = [
  {
    id: 'search',
    order: 100,
    titleKey: 'tour.search.title',
    textKey: 'tour.search.text',
    keys: ['mod+k'],
    target: '.shell-search',
  },
  {
    id: 'network',
    order: 400,
    titleKey: 'tour.network.title',
    textKey: 'tour.network.text',
    target: '.sync-pill',
  },
  {
    id: 'secondDevice',
    order: 600,
    titleKey: 'tour.secondDevice.title',
    textKey: 'tour.secondDevice.text',
    target: '.user-button',
    audience: 'demo',
  },
  {
    id: 'person',
    order: 600,
    titleKey: 'tour.person.title',
    textKey: 'tour.person.text',
    keys: ['?'],
    target: '.user-button',
    audience: 'company',
  },
];

/** The tour when it runs; offers itself once to who is new here. */
export function WelcomeTour(): ReactNode {
  const { user, companyName } = useSignedIn();
  const session = useSession((state) => state.session);
  const isRunning = useTour((state) => state.isRunning);
  const about = useAbout();
  useEffect(() => offerTour(`${user.login}@${companyName}`), [user.login, companyName]);
  useEffect(() => endTour, []);
  if (!isRunning || !about) return null;
  const audience = about.demo ? 'demo' : 'company';
  const steps = [...shellSteps, ...tourSteps]
    .filter((step) => may(session, step.permission) && (step.audience ?? audience) === audience)
    .sort((one, other) => one.order - other.order);
  return <TourCards steps={steps} />;
}

function TourCards({ steps }: { readonly steps: readonly TourStep[] }): ReactNode {
  const { t } = useTranslation();
  const [at, setAt] = useState(0);
  const card = useRef<HTMLDivElement>(null);
  const step = steps[at];
  const target = useTargetBox(step?.target ?? '');
  const place = usePlace(card, target, at);
  useKeptFocus(card, at);
  // What a step brought stays when the person goes on with it.
  const isTaken = useRef(false);
  useEffect(() => {
    const takeAway = step?.prepare?.();
    return () => {
      if (!isTaken.current) takeAway?.();
    };
  }, [step]);
  if (!step) return null;

  const isLast = at === steps.length - 1;
  const next = () => (isLast ? endTour() : setAt(at + 1));
  const back = () => setAt(Math.max(0, at - 1));
  const onKeyDown = (event: KeyboardEvent) => {
    // The key that the step shows goes on to the window, which does its work.
    if (step.keys?.includes(chordOf(event.nativeEvent))) {
      isTaken.current = true;
      // Gone before the window hears the key: nothing fetches the focus back.
      flushSync(endTour);
      return;
    }
    // The screens behind hear nothing else meanwhile.
    event.stopPropagation();
    if (event.key === 'Escape') endTour();
    else if (event.key === 'ArrowRight') next();
    else if (event.key === 'ArrowLeft') back();
    else if (event.key === 'Tab') stepFocus(card.current, event.shiftKey ? -1 : 1);
    else return;
    event.preventDefault();
  };
  return (
    <div className="tour">
      <div className="tour-light" style={target ? grown(target) : undefined} aria-hidden />
      <div
        ref={card}
        className="tour-card"
        style={place}
        role="dialog"
        aria-modal="true"
        aria-labelledby="tour-title"
        aria-describedby="tour-text"
        onKeyDown={onKeyDown}
      >
        <div className="tour-head">
          <h2 id="tour-title">{t(step.titleKey)}</h2>
          {step.keys?.map((keys) => (
            <KeyCap key={keys} keys={keys} />
          ))}
          <span className="tour-count small text-3">{t('tour.count', { at: at + 1, of: steps.length })}</span>
        </div>
        <p id="tour-text" className="text-2" aria-live="polite">
          {t(step.textKey)}
        </p>
        <div className="tour-foot">
          {isLast ? null : (
            <Button type="text" className="tour-skip" onClick={endTour} aria-keyshortcuts="Escape">
              {t('tour.skip')}
              <KeyCap keys="escape" />
            </Button>
          )}
          {at > 0 ? (
            <Button onClick={back} aria-keyshortcuts="ArrowLeft">
              {t('tour.back')}
              <KeyCap keys="arrowleft" />
            </Button>
          ) : null}
          <Button type="primary" className="tour-next" onClick={next} aria-keyshortcuts="Enter ArrowRight">
            {t(isLast ? 'tour.end' : 'tour.next')}
            <KeyCap keys="enter" />
          </Button>
        </div>
      </div>
    </div>
  );
}

/** A little air around what is lit. */
function grown({ left, top, width, height }: Box): Box {
  const air = measures.d4;
  return { left: left - air, top: top - air, width: width + 2 * air, height: height + 2 * air };
}

/** The keys are with the card at each step, even when a screen behind takes them, and go back at the end. */
function useKeptFocus(card: { readonly current: HTMLElement | null }, at: number): void {
  useEffect(() => {
    const before = document.activeElement;
    const fetchBack = (event: FocusEvent) => {
      if (event.target instanceof Node && !card.current?.contains(event.target)) focusNext(card.current);
    };
    document.addEventListener('focusin', fetchBack);
    return () => {
      document.removeEventListener('focusin', fetchBack);
      requestAnimationFrame(() => {
        if (isFocusFree()) returnFocus(before);
      });
    };
  }, [card]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each step has its own key
  useEffect(() => focusNext(card.current), [card, at]);
}

function focusNext(card: HTMLElement | null): void {
  card?.querySelector<HTMLElement>('.tour-next')?.focus({ preventScroll: true });
}

/** A screen that is opened for a step comes within this; until then the card stays where it was. */
const TARGET_COMES_MS = 800;

/** Where the thing is that a selector names, frame by frame: screens come late and move. */
function useTargetBox(selector: string): Box | null {
  const [box, setBox] = useState<Box | null>(null);
  useLayoutEffect(() => {
    const since = performance.now();
    let frame = 0;
    const look = () => {
      const found = findShown(selector);
      const isLate = performance.now() - since > TARGET_COMES_MS;
      setBox((old) => (isSame(old, found) || (found === null && !isLate) ? old : found));
      frame = requestAnimationFrame(look);
    };
    look();
    return () => cancelAnimationFrame(frame);
  }, [selector]);
  return box;
}

function findShown(selector: string): Box | null {
  for (const element of selector === '' ? [] : document.querySelectorAll(selector)) {
    const { left, top, width, height } = element.getBoundingClientRect();
    if (width > 0 && height > 0) return { left, top, width, height };
  }
  return null;
}

function isSame(one: Box | null, other: Box | null): boolean {
  if (one === null || other === null) return one === other;
  return (['left', 'top', 'width', 'height'] as const).every((side) => one[side] === other[side]);
}

function usePlace(
  card: { readonly current: HTMLElement | null },
  target: Box | null,
  at: number,
): { readonly left: number; readonly top: number } {
  const [place, setPlace] = useState({ left: 0, top: 0 });
  // biome-ignore lint/correctness/useExhaustiveDependencies: each step's card has its own height
  useLayoutEffect(() => {
    const { offsetWidth: width = 0, offsetHeight: height = 0 } = card.current ?? {};
    setPlace(
      placeCard(target, { width, height }, { width: window.innerWidth, height: window.innerHeight }, measures.d12),
    );
  }, [card, target, at]);
  return place;
}
