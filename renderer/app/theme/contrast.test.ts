// Guards what the look promises: text and state colours reach 4.5 : 1 on every ground that they stand on.
import { describe, expect, it } from 'vitest';
import { dark, light, type Palette } from './tokens.ts';

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [dim = 0, bright = 0] = [luminance(one), luminance(other)].sort((left, right) => left - right);
  return (bright + 0.05) / (dim + 0.05);
}

const texts = ['text', 'text2', 'text3', 'accent', 'draft', 'open', 'wait', 'done', 'late'] as const;
const grounds = ['surface', 'canvas', 'sunken', 'hover', 'selected', 'accentSoft', 'waitBg'] as const;
const own = [
  ['draft', 'draftBg'],
  ['open', 'openBg'],
  ['wait', 'waitBg'],
  ['done', 'doneBg'],
  ['late', 'lateBg'],
  ['onAccent', 'accent'],
] as const satisfies readonly (readonly [keyof Palette, keyof Palette])[];

describe.each([
  ['light', light],
  ['dark', dark],
])('%s', (_name, palette) => {
  it.each(texts.flatMap((text) => grounds.map((ground) => [text, ground] as const)))('%s on %s', (text, ground) => {
    expect(contrast(palette[text], palette[ground])).toBeGreaterThanOrEqual(4.5);
  });
  it.each(own)('%s on its own ground %s', (text, ground) => {
    expect(contrast(palette[text], palette[ground])).toBeGreaterThanOrEqual(4.5);
  });
});
