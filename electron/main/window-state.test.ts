import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fitToScreens, readWindowState, saveWindowState, type WindowState } from './window-state.ts';

const laptop = { x: 0, y: 0, width: 1280, height: 770 };
const second = { x: 1280, y: 0, width: 1920, height: 1050 };
const state: WindowState = {
  x: 1400,
  y: 60,
  width: 1500,
  height: 900,
  maximised: false,
  zoomLevel: 1,
  language: 'zh',
};

describe('fitToScreens', () => {
  it('puts the window back where it was', () => {
    expect(fitToScreens(state, [laptop, second])).toEqual(state);
  });
  it('brings it home when its screen is gone, no larger than the one that is left', () => {
    expect(fitToScreens(state, [laptop])).toEqual({ ...state, x: null, y: null, width: 1280, height: 770 });
  });
  it('leaves no window with its title above the screen', () => {
    expect(fitToScreens({ ...state, y: -400 }, [laptop, second]).y).toBeNull();
  });
});

describe('on disk', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'satchel-window-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('comes back as it was saved', () => {
    saveWindowState(join(folder, 'window.json'), state);
    expect(readWindowState(join(folder, 'window.json'))).toEqual(state);
  });
  it('starts afresh from a damaged file', () => {
    writeFileSync(join(folder, 'window.json'), '{"x": "left"}');
    expect(readWindowState(join(folder, 'window.json')).width).toBe(1440);
  });
});
