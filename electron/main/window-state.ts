/**
 * Where the window was. Guards: it always comes back where it can be seen and reached, whatever screens are there now.
 */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';

const MIN_WIDTH = 800;
const MIN_HEIGHT = 560;
/** As much of the window as must be on a screen to be dragged by its title. */
const GRIP_PX = 120;

const windowStateSchema = z.object({
  x: z.int().nullable(),
  y: z.int().nullable(),
  width: z.int(),
  height: z.int(),
  maximised: z.boolean(),
  zoomLevel: z.number().min(-5).max(5),
  language: z.enum(['en', 'zh']).nullable(),
});
export type WindowState = z.infer<typeof windowStateSchema>;

export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const firstState: WindowState = {
  x: null,
  y: null,
  width: 1440,
  height: 900,
  maximised: false,
  zoomLevel: 0,
  language: null,
};

/** The kept state, or the first one where there is none that can be read: nothing of worth is lost. */
export function readWindowState(path: string): WindowState {
  try {
    const parsed = windowStateSchema.safeParse(JSON.parse(readFileSync(path, 'utf8')));
    return parsed.success ? parsed.data : firstState;
  } catch {
    return firstState;
  }
}

export function saveWindowState(path: string, state: WindowState): void {
  writeFileSync(`${path}.new`, JSON.stringify(state));
  renameSync(`${path}.new`, path);
}

/** The state as it fits the screens of now: `workAreas` are their usable parts, the primary one first. */
export function fitToScreens(state: WindowState, workAreas: readonly Area[]): WindowState {
  const [primary] = workAreas;
  if (!primary) return state;
  const { x, y } = state;
  const home =
    x === null || y === null
      ? undefined
      : workAreas.find(
          (area) =>
            x + state.width >= area.x + GRIP_PX &&
            x <= area.x + area.width - GRIP_PX &&
            y >= area.y &&
            y <= area.y + area.height - GRIP_PX,
        );
  const area = home ?? primary;
  const width = Math.min(Math.max(state.width, MIN_WIDTH), area.width);
  const height = Math.min(Math.max(state.height, MIN_HEIGHT), area.height);
  return home ? { ...state, width, height } : { ...state, x: null, y: null, width, height };
}
