/**
 * Every colour and measure of the application, once. Names are also CSS variables (`accentSoft` is `--accent-soft`,
 * measures in px). All text and state colours reach 4.5 : 1 on the grounds that they are used on; a test computes it.
 */
export interface Palette {
  readonly accent: string;
  readonly accentHover: string;
  readonly accentActive: string;
  readonly accentSoft: string;
  readonly accentLine: string;
  readonly onAccent: string;
  readonly canvas: string;
  readonly surface: string;
  readonly sunken: string;
  readonly raised: string;
  readonly hover: string;
  readonly selected: string;
  readonly line: string;
  readonly lineSoft: string;
  readonly text: string;
  readonly text2: string;
  readonly text3: string;
  readonly textOff: string;
  readonly bar: string;
  readonly draft: string;
  readonly draftBg: string;
  readonly open: string;
  readonly openBg: string;
  readonly wait: string;
  readonly waitBg: string;
  readonly waitLine: string;
  readonly done: string;
  readonly doneBg: string;
  readonly late: string;
  readonly lateBg: string;
  readonly lateLine: string;
  readonly age0: string;
  readonly age1: string;
  readonly age2: string;
  readonly age3: string;
  readonly age4: string;
  /** For what a scanner reads off the screen: light and dark in both themes. */
  readonly paper: string;
  readonly ink: string;
  readonly shadow: string;
  /** Over what rests while something in front wants the person. */
  readonly scrim: string;
}

export const light: Palette = {
  accent: '#0B6B66',
  accentHover: '#0E7F79',
  accentActive: '#08524E',
  accentSoft: '#E3F1F0',
  accentLine: '#9CCBC7',
  onAccent: '#FFFFFF',
  canvas: '#F4F6F6',
  surface: '#FFFFFF',
  sunken: '#F8FAFA',
  raised: '#FFFFFF',
  hover: '#F1F5F4',
  selected: '#E9F3F2',
  line: '#DCE2E1',
  lineSoft: '#EAEEED',
  text: '#16201F',
  text2: '#4C5957',
  text3: '#606D6B',
  textOff: '#98A3A1',
  bar: '#C3CECC',
  draft: '#5A6664',
  draftBg: '#EDF0F0',
  open: '#1D5FBF',
  openBg: '#E7F0FC',
  wait: '#8F5600',
  waitBg: '#FCF1DC',
  waitLine: '#E5C384',
  done: '#1B7440',
  doneBg: '#E4F4EA',
  late: '#B42318',
  lateBg: '#FCEAE8',
  lateLine: '#EDB5AF',
  age0: '#C3CECC',
  age1: '#E9A59E',
  age2: '#D9756B',
  age3: '#C6473B',
  age4: '#B42318',
  paper: '#FFFFFF',
  ink: '#16201F',
  shadow: '0 6px 20px rgba(16,32,30,.12)',
  scrim: 'rgba(16,32,30,.4)',
};

export const dark: Palette = {
  accent: '#3FB6AB',
  accentHover: '#5AC8BE',
  accentActive: '#2E9990',
  accentSoft: '#12302E',
  accentLine: '#276660',
  onAccent: '#06201E',
  canvas: '#0C1010',
  surface: '#131818',
  sunken: '#0F1414',
  raised: '#1A2121',
  hover: '#1A2121',
  selected: '#142625',
  line: '#2A3333',
  lineSoft: '#1F2727',
  text: '#E6ECEB',
  text2: '#A8B4B2',
  text3: '#8A9795',
  textOff: '#5C6866',
  bar: '#3B4746',
  draft: '#A3AFAD',
  draftBg: '#222A2A',
  open: '#78AEF7',
  openBg: '#14243B',
  wait: '#E3AE4B',
  waitBg: '#2F2412',
  waitLine: '#6B5222',
  done: '#5FC485',
  doneBg: '#13291C',
  late: '#F58076',
  lateBg: '#361A18',
  lateLine: '#78352F',
  age0: '#3B4746',
  age1: '#7A3B36',
  age2: '#A64F47',
  age3: '#D0655C',
  age4: '#F58076',
  paper: '#FFFFFF',
  ink: '#16201F',
  shadow: '0 6px 20px rgba(0,0,0,.5)',
  scrim: 'rgba(0,0,0,.6)',
};

/** px */
export const measures = {
  d2: 2,
  d4: 4,
  d8: 8,
  d12: 12,
  d16: 16,
  d24: 24,
  pageEdge: 16,
  header: 44,
  tabs: 34,
  pageHead: 52,
  pageHeadTall: 60,
  pageFoot: 52,
  /** A column of names before what they name. */
  labelColumn: 136,
  /** The menu: no word of it is cut short in either language. */
  sideMenu: 184,
  sideHeading: 24,
  /** The usual laptop of the field. */
  laptopHeight: 768,
  sideItem: 32,
  filterBar: 44,
  tabStrip: 40,
  searchWidth: 420,
  control: 28,
  tag: 20,
  row: 32,
  rowComfortable: 40,
  rowTwoLines: 45,
  rowHead: 30,
  panelOrder: 304,
  panelCustomer: 544,
  panelSync: 480,
  panelTicket: 288,
  queue: 348,
  popover: 320,
  shortcuts: 640,
  hitCode: 128,
  dialog: 480,
  signIn: 560,
  settingsColumn: 560,
  barThin: 3,
  barCover: 6,
  barCredit: 8,
  barTall: 16,
  /** Sizes of type with their lines: labels, page titles, figures in a strip, totals, key figures. */
  typeSmall: 12,
  typeSmallLine: 18,
  typeTitle: 16,
  typeTitleLine: 24,
  typeStrip: 18,
  typeStripLine: 26,
  typeTotal: 20,
  typeTotalLine: 28,
  typeKey: 22,
  typeKeyLine: 30,
  /** Type: size and leading by what it is for. */
  fontSmall: 12,
  leadSmall: 18,
  fontBody: 13,
  leadBody: 20,
  fontBrand: 14,
  fontTitle: 16,
  leadTitle: 24,
  fontStrip: 18,
  leadStrip: 26,
  fontTotal: 20,
  leadTotal: 28,
  fontKey: 22,
  leadKey: 30,
  /** Work modes: what is read from two metres, with gloves on. */
  workHead: 72,
  workBand: 72,
  workNext: 48,
  workFoot: 64,
  workPlace: 470,
  workAmount: 330,
  workRack: 32,
  workRackLine: 24,
  workBar: 12,
  workSegment: 14,
  workDialog: 640,
  fontWork: 20,
  leadWork: 28,
  fontWorkLarge: 24,
  leadWorkLarge: 32,
  fontWorkAnswer: 28,
  fontWorkName: 48,
  leadWorkName: 64,
  fontWorkNameLong: 34,
  leadWorkNameLong: 46,
  fontWorkPlace: 104,
  fontWorkPlaceLong: 64,
  fontWorkAmount: 136,
  fontWorkAmountLong: 80,
  fontWorkAmountLongest: 56,
  leadWorkBig: 136,
  radius: 4,
  radiusSmall: 3,
  radiusLarge: 6,
} as const;

const chinese = '"PingFang SC","Microsoft YaHei","Noto Sans CJK SC"';
export const fonts = {
  zh: `"Latin Dot",${chinese},"Segoe UI",system-ui,sans-serif`,
  en: `"Latin Dot","Latin Quotes","Segoe UI",-apple-system,${chinese},sans-serif`,
} as const;

const kebab = (name: string) => name.replace(/([A-Z])/g, (letter) => `-${letter.toLowerCase()}`);
const declare = (values: object, unit = '') =>
  Object.entries(values)
    .map(([name, value]) => `--${kebab(name)}:${value}${unit};`)
    .join('');

/** The style sheet that gives every name above to CSS. */
export function themeStyleSheet(): string {
  return [
    `:root{${declare(measures, 'px')}}`,
    `:root[data-theme="light"]{color-scheme:light;${declare(light)}}`,
    `:root[data-theme="dark"]{color-scheme:dark;${declare(dark)}}`,
    `:root:lang(en){--font:${fonts.en};}`,
    `:root:lang(zh-CN){--font:${fonts.zh};}`,
  ].join('\n');
}
