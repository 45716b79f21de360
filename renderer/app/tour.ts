/**
 * The welcome tour: who has seen it, and whether it runs. Guards: it comes by itself once to each person on this
 * computer, whatever happens while it runs; whoever wants it again starts it. Kept by the window, like the preferences.
 */
import { create } from 'zustand';

interface KeptTour {
  /** `<login>@<company>` */
  readonly seen: readonly string[];
  /** Nobody is shown it by itself: a computer that many people share. */
  readonly isOff: boolean;
}

interface TourState {
  readonly isRunning: boolean;
  readonly isOff: boolean;
}

const KEY = 'satchel.tour';

function readKept(): KeptTour {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}');
    if (typeof kept !== 'object' || kept === null) return { seen: [], isOff: false };
    const seen: unknown = Reflect.get(kept, 'seen');
    return {
      seen: Array.isArray(seen) ? seen.filter((each) => typeof each === 'string') : [],
      isOff: Reflect.get(kept, 'isOff') === true,
    };
  } catch {
    // Unreadable is as good as nobody.
    return { seen: [], isOff: false };
  }
}

const keep = (kept: KeptTour) => localStorage.setItem(KEY, JSON.stringify(kept));

export const useTour = create<TourState>(() => ({ isRunning: false, isOff: readKept().isOff }));

/** Shows the tour to a person who has not seen it here. @param person `<login>@<company>` */
export function offerTour(person: string): void {
  const kept = readKept();
  if (kept.isOff || kept.seen.includes(person)) return;
  // Before its first step, so that it does not come twice when the window is closed in the midst of it.
  keep({ ...kept, seen: [...kept.seen, person] });
  startTour();
}

export function startTour(): void {
  useTour.setState({ isRunning: true });
}

export function endTour(): void {
  useTour.setState({ isRunning: false });
}

/** Whether new people are shown the tour by itself. */
export function setTourOff(isOff: boolean): void {
  keep({ ...readKept(), isOff });
  useTour.setState({ isOff });
}
