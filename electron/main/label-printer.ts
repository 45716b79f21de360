/**
 * A label printer in the company's network, spoken to over TCP. Guards:
 * - only addresses of this computer and of private networks: whatever name a person or a page gives, what it stands for is
 *   looked up once, checked, and that very address is spoken to;
 * - only the ports at which printers listen;
 * - a printer that does not answer, or stops taking, ends in words and in time.
 */
import { lookup } from 'node:dns/promises';
import { BlockList, isIP, Socket } from 'node:net';
import { Refusal } from '#shared/kernel/refusal.ts';

const RAW_PORT = 9100;
/** Where printers and print servers listen for raw data: AppSocket with its further outlets, Zebra's own. */
const isPrinterPort = (port: number): boolean => (port >= RAW_PORT && port <= RAW_PORT + 99) || port === 6101;

const near = new BlockList();
near.addSubnet('127.0.0.0', 8, 'ipv4');
near.addSubnet('10.0.0.0', 8, 'ipv4');
near.addSubnet('172.16.0.0', 12, 'ipv4');
near.addSubnet('192.168.0.0', 16, 'ipv4');
near.addSubnet('169.254.0.0', 16, 'ipv4');
near.addAddress('::1', 'ipv6');
near.addSubnet('fc00::', 7, 'ipv6');
near.addSubnet('fe80::', 10, 'ipv6');

export interface PrinterAddress {
  readonly host: string;
  readonly port: number;
}

/** What a person typed: a name or an address, with a port or without. @returns null for what is none, or no printer's port */
export function readPrinterAddress(typed: string): PrinterAddress | null {
  const match =
    /^(?:\[([0-9a-f:.]+)\]|([a-z0-9](?:[a-z0-9.-]{0,250}[a-z0-9])?)|([0-9a-f:]+:[0-9a-f:]*))(?::(\d{1,5}))?$/i.exec(
      typed.trim(),
    );
  if (!match) return null;
  const [, bracketed, name, bare, digits] = match;
  const host = bracketed ?? name ?? bare ?? '';
  const port = digits === undefined ? RAW_PORT : Number(digits);
  const isAddress = (bracketed ?? bare) === undefined || isIP(host) === 6;
  return isAddress && isPrinterPort(port) ? { host, port } : null;
}

/** Whether an address is this computer's or of a network that only its owner reaches. */
export function isNear(address: string): boolean {
  const family = isIP(address);
  return family !== 0 && near.check(address, family === 6 ? 'ipv6' : 'ipv4');
}

export interface PrinterParts {
  /** All addresses of a name. */
  lookUp(host: string): Promise<readonly string[]>;
  /** How long a printer may take to answer, and between two swallows. */
  readonly patienceMs: number;
}

const realParts: PrinterParts = {
  lookUp: async (host) => (await lookup(host, { all: true })).map(({ address }) => address),
  patienceMs: 5_000,
};

/**
 * Sends a text to a printer; answers when it has taken all of it.
 * @throws Refusal `labels.badAddress`, `labels.farAddress`, `labels.noAnswer`, `labels.cutOff`
 */
export async function sendToPrinter(typed: string, text: string, parts: PrinterParts = realParts): Promise<void> {
  const printer = typed.trim();
  const address = readPrinterAddress(printer);
  if (!address) throw new Refusal('labels.badAddress', { printer });
  const found = await parts.lookUp(address.host).catch(() => []);
  if (!found.every(isNear)) throw new Refusal('labels.farAddress', { printer });
  for (const host of found) {
    const answer = await hand({ host, port: address.port }, text, parts.patienceMs);
    if (answer === 'taken') return;
    // What began to be printed is not begun again at another address.
    if (answer === 'cutOff') throw new Refusal('labels.cutOff', { printer });
  }
  throw new Refusal('labels.noAnswer', { printer });
}

type Answer = 'taken' | 'cutOff' | 'noAnswer';

/** Taken is what went out and was followed by the end of the connection, from our side at least. */
function hand({ host, port }: PrinterAddress, text: string, patienceMs: number): Promise<Answer> {
  return new Promise((resolve) => {
    let answer: Answer = 'noAnswer';
    const socket = new Socket();
    const end = () => {
      socket.destroy();
      resolve(answer);
    };
    // Some printers never close a connection themselves: after a while what was taken is taken.
    socket.setTimeout(patienceMs, end);
    socket.on('error', () => {
      if (answer === 'taken') answer = 'cutOff';
    });
    socket.on('connect', () => {
      answer = 'cutOff';
      socket.once('finish', () => {
        answer = 'taken';
      });
      socket.end(text, 'utf8');
    });
    socket.on('close', end);
    // What a printer says of itself is not asked for; unread it would keep the connection open.
    socket.resume();
    socket.connect({ host, port });
  });
}
