/** What befalls a line, and what the order on it has to stand. Figures are those of lines that people have. */
import { pause } from '../crash/stage.ts';
import { GOOD_LINE, type Line } from './line-proxy.ts';
import type { DeviceNetwork } from './namespaces.ts';

export interface Situation {
  readonly name: string;
  readonly words: string;
  readonly orders: number;
  /** Only in the long run: it takes minutes. */
  readonly isLong?: boolean;
  /** Needs a link of its own that can be taken down. */
  readonly needsLink?: boolean;
  /** Before the order is taken. */
  readonly before?: (line: Line, network: DeviceNetwork | null) => void;
  /** After it was taken, while it is under way. */
  readonly meanwhile?: (line: Line, network: DeviceNetwork | null) => Promise<void>;
}

const TWO_G = { upBytesPerSecond: 2_500, downBytesPerSecond: 5_000, latencyMs: 300, lostPercent: 0 };

export const situations: readonly Situation[] = [
  { name: 'good', words: 'a good line', orders: 1 },
  {
    name: 'tenOrders',
    words: 'a good line, ten orders in a row',
    orders: 10,
  },
  {
    name: '2g',
    words: '2G: 20 kbit/s up, 40 down, 600 ms there and back',
    orders: 1,
    before: (line) => {
      line.nature = TWO_G;
    },
  },
  {
    name: 'lossy',
    words: 'every twelfth packet lost, 200 ms there and back',
    orders: 1,
    before: (line) => {
      line.nature = { ...GOOD_LINE, latencyMs: 100, lostPercent: 8 };
    },
  },
  {
    name: 'drip',
    isLong: true,
    words: 'a drip of 400 bytes a second down',
    orders: 1,
    before: (line) => {
      line.nature = { ...GOOD_LINE, downBytesPerSecond: 400, upBytesPerSecond: 2_500 };
    },
  },
  {
    name: 'cutInPush',
    words: 'cut in the middle of the order',
    orders: 1,
    before: (line) => line.cutAfter('up', 300),
  },
  {
    name: 'cutInAnswer',
    words: 'cut in the middle of the answer',
    orders: 1,
    before: (line) => line.cutAfter('down', 150),
  },
  {
    name: 'flapping',
    words: 'reset every second for eight seconds',
    orders: 3,
    async meanwhile(line) {
      for (let times = 0; times < 8; times += 1) {
        line.cut();
        line.isRefusing = times % 2 === 0;
        await pause(1_000);
      }
      line.isRefusing = false;
    },
  },
  {
    name: 'frozen',
    words: 'every connection silent for ever, without a word (half-open)',
    orders: 1,
    before: (line) => line.freeze(),
  },
  {
    name: 'linkDown',
    words: 'the link itself down for 12 seconds',
    orders: 1,
    needsLink: true,
    before: (_line, network) => network?.setLink(false),
    async meanwhile(_line, network) {
      await pause(12_000);
      network?.setLink(true);
    },
  },
  {
    name: 'linkDownLong',
    words: 'the link down for two minutes',
    orders: 1,
    isLong: true,
    needsLink: true,
    before: (_line, network) => network?.setLink(false),
    async meanwhile(_line, network) {
      await pause(120_000);
      network?.setLink(true);
    },
  },
  {
    name: 'backlog2g',
    words: '300 orders at once on 2G',
    orders: 300,
    isLong: true,
    before: (line) => {
      line.nature = TWO_G;
    },
  },
  {
    name: 'backlogCut2g',
    words: '300 orders on 2G, cut every 20 seconds for two minutes',
    orders: 300,
    isLong: true,
    before: (line) => {
      line.nature = TWO_G;
    },
    async meanwhile(line) {
      for (let times = 0; times < 6; times += 1) {
        await pause(20_000);
        line.cut();
      }
    },
  },
];
