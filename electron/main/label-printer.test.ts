// A label printer stands in: real TCP on loopback, in each way in which printers behave.
import { afterEach, expect, it } from 'vitest';
import type { LabelJob } from '#shared/kernel/labels/label.ts';
import { writeZpl } from '#shared/kernel/labels/write-zpl.ts';
import { startPrinter, type TestPrinter } from '../../tests/support/start-printer.ts';
import { isNear, readPrinterAddress, sendToPrinter } from './label-printer.ts';

const printers: TestPrinter[] = [];
afterEach(() => {
  for (const printer of printers.splice(0)) printer.close();
});

/** A printer that is gone after the test. */
async function plug(...given: Parameters<typeof startPrinter>): Promise<TestPrinter> {
  const printer = await startPrinter(...given);
  printers.push(printer);
  return printer;
}

const job: LabelJob = {
  ...{ size: '100x50', dpi: 203, font: null },
  labels: [
    {
      label: { title: '陶瓷杯 350ml', isLarge: false, mark: null, lines: [], code: { kind: 'code128', text: 'A-100' } },
      copies: 12,
    },
  ],
};
const parts = { lookUp: async (host: string) => [host], patienceMs: 300 };

it('R112 a printer gets the whole job, Chinese as UTF-8, and closes when it has it', async () => {
  const printer = await plug();
  const text = writeZpl(job);
  await sendToPrinter(`127.0.0.1:${printer.port}`, text, parts);
  expect(printer.text()).toBe(text);
  expect(text).toContain('^CI28');
  expect(text).toContain('^PQ12');
});

it('a printer that says something of itself and never closes has taken the job all the same', async () => {
  const got: Buffer[] = [];
  const { port } = await plug((socket) => {
    socket.write('030,0,0,1245,000,0,0,0,000,0,0,0\r\n');
    socket.on('data', (part) => got.push(part));
  });
  await sendToPrinter(`127.0.0.1:${port}`, '^XA^XZ', parts);
  expect(Buffer.concat(got).toString()).toBe('^XA^XZ');
});

it('a name is tried at each of its addresses', async () => {
  const printer = await plug(null, '127.0.0.2');
  const two = { ...parts, lookUp: async () => ['127.0.0.3', '127.0.0.2'] };
  await sendToPrinter(`zebra-2:${printer.port}`, 'x', two);
  expect(printer.text()).toBe('x');
});

it('nobody there, nobody of that name: the person is told to look at the printer', async () => {
  const gone = { code: 'labels.noAnswer', params: { printer: '127.0.0.1:9199' } };
  await expect(sendToPrinter('127.0.0.1:9199', 'x', parts)).rejects.toMatchObject(gone);
  const unknown = { lookUp: async () => Promise.reject(new Error('ENOTFOUND')), patienceMs: 300 };
  await expect(sendToPrinter('zebra-2', 'x', unknown)).rejects.toMatchObject({ code: 'labels.noAnswer' });
});

it('a printer that ends in the middle has not printed all', async () => {
  const { port } = await plug((socket) => socket.once('data', () => socket.resetAndDestroy()));
  const long = 'x'.repeat(20_000_000);
  await expect(sendToPrinter(`127.0.0.1:${port}`, long, parts)).rejects.toMatchObject({ code: 'labels.cutOff' });
});

it('a printer without paper takes nothing more: it is told in time', async () => {
  const { port } = await plug((socket) => socket.pause());
  const long = 'x'.repeat(20_000_000);
  await expect(sendToPrinter(`127.0.0.1:${port}`, long, parts)).rejects.toMatchObject({ code: 'labels.cutOff' });
});

it('nothing goes out of this network, not even by a name that also stands for somewhere else', async () => {
  const far = { code: 'labels.farAddress' };
  for (const address of ['8.8.8.8', '172.32.0.1', '11.0.0.1', '[2001:db8::1]', '[::ffff:8.8.8.8]', '0.0.0.0']) {
    await expect(sendToPrinter(address, 'x', { ...parts, lookUp: async (host) => [host] })).rejects.toMatchObject(far);
  }
  const both = { ...parts, lookUp: async () => ['192.168.1.50', '203.0.113.7'] };
  await expect(sendToPrinter('printer.example', 'x', both)).rejects.toMatchObject(far);
});

it('near is this computer and what only its owner reaches', () => {
  for (const near of [
    '127.0.0.1',
    '10.1.2.3',
    '172.16.0.1',
    '172.31.255.1',
    '192.168.1.50',
    '169.254.9.9',
    '::1',
    'fd00::7',
    'fe80::1',
  ]) {
    expect(isNear(near), near).toBe(true);
  }
  for (const far of ['8.8.8.8', '172.15.0.1', '192.169.0.1', '100.64.0.1', '2001:db8::1', 'ff02::1', '', 'zebra']) {
    expect(isNear(far), far).toBe(false);
  }
});

it('an address is a name or a number, with a printer’s port or none', () => {
  expect(readPrinterAddress(' 192.168.1.50 ')).toEqual({ host: '192.168.1.50', port: 9100 });
  expect(readPrinterAddress('zebra-2.local:9101')).toEqual({ host: 'zebra-2.local', port: 9101 });
  expect(readPrinterAddress('[fe80::1]:6101')).toEqual({ host: 'fe80::1', port: 6101 });
  expect(readPrinterAddress('fe80::1')).toEqual({ host: 'fe80::1', port: 9100 });
  for (const wrong of [
    '',
    'http://x',
    '192.168.1.50:80',
    '192.168.1.50:22',
    'a b',
    '-x',
    'x:99999',
    'x/y',
    '[zebra]',
    'x@y',
  ]) {
    expect(readPrinterAddress(wrong), wrong).toBeNull();
  }
});
