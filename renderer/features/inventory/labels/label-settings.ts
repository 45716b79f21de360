/** How labels are printed at this computer: which roll is in the printer, where the printer is. Kept by the window itself. */
import { create } from 'zustand';
import { type LabelSize, labelSizeNames, type PrinterDpi, printerDpis } from '#shared/kernel/labels/label.ts';
import { type Language, languages } from '../../../app/i18n.ts';
import { type LabelKind, usualSizes } from './label-items.ts';

/** zpl: to the label printer at its address. paper: by the system's dialog. The others are files. */
export const labelWays = ['zpl', 'paper', 'pdf', 'zplFile'] as const;
export type LabelWay = (typeof labelWays)[number];

export interface LabelSettings {
  readonly sizes: Readonly<Record<LabelKind, LabelSize>>;
  readonly way: LabelWay;
  /** 192.168.1.50, with a port where it is not 9100. */
  readonly printer: string;
  readonly dpi: PrinterDpi;
  /** A font of the printer that has Chinese, by its file: E:SIMSUN.TTF. */
  readonly font: string;
  /** Null: the window's. */
  readonly language: Language | null;
}

const KEY = 'satchel.labels';
const LONGEST = 200;

function oneOf<Value>(value: unknown, allowed: readonly Value[], otherwise: Value): Value {
  return allowed.find((each) => each === value) ?? otherwise;
}
const textOf = (value: unknown): string => (typeof value === 'string' ? value.slice(0, LONGEST) : '');
const recordOf = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};

/** As they were kept; what cannot be read is as if nobody had chosen. */
export function readLabelSettings(): LabelSettings {
  let kept: Record<string, unknown> = {};
  try {
    kept = recordOf(JSON.parse(localStorage.getItem(KEY) ?? '{}'));
  } catch {
    // Unreadable choices are as good as none.
  }
  const sizes = recordOf(kept.sizes);
  const size = (kind: LabelKind) => oneOf<LabelSize>(sizes[kind], labelSizeNames, usualSizes[kind]);
  return {
    sizes: { goods: size('goods'), location: size('location'), parcel: size('parcel') },
    way: oneOf<LabelWay>(kept.way, labelWays, 'paper'),
    printer: textOf(kept.printer),
    dpi: oneOf<PrinterDpi>(kept.dpi, printerDpis, 203),
    font: textOf(kept.font),
    language: languages.find((each) => each === kept.language) ?? null,
  };
}

export const useLabelSettings = create<LabelSettings>(() => readLabelSettings());

/** Changes and keeps choices. */
export function setLabelSettings(change: Partial<LabelSettings>): void {
  useLabelSettings.setState(change);
  localStorage.setItem(KEY, JSON.stringify(useLabelSettings.getState()));
}
