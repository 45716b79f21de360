/**
 * A printer that is none: a print server on loopback that speaks as much of IPP (RFC 8011) as libcups and GTK ask, takes
 * every job and keeps it. A window that is started with `CUPS_SERVER` at its address prints to it by the system's own way.
 */
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What came, as it came: on Linux Chromium hands over a PDF. */
export interface PrintedJob {
  readonly printer: string;
  readonly title: string;
  readonly copies: number;
  /** What was asked for with it, by its name in IPP: `media`, `sides`. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly document: Buffer;
}

export interface VirtualPrinter {
  /** For `CUPS_SERVER`. */
  readonly address: string;
  readonly jobs: readonly PrintedJob[];
  close(): Promise<void>;
}

const operations = {
  printJob: 0x0002,
  validateJob: 0x0004,
  createJob: 0x0005,
  sendDocument: 0x0006,
  getJobAttributes: 0x0009,
  getJobs: 0x000a,
  getPrinterAttributes: 0x000b,
  getDefault: 0x4001,
  getPrinters: 0x4002,
  getClasses: 0x4005,
} as const;

const tags = { operation: 0x01, job: 0x02, end: 0x03, printer: 0x04 } as const;
const OK = 0x0000;
const NOT_SUPPORTED = 0x0501;
const NOT_FOUND = 0x0406;

/** A value as IPP writes it, with its tag. */
type Value = readonly [tag: number, value: Buffer];
type Attributes = Readonly<Record<string, Value | readonly Value[]>>;

const text =
  (tag: number) =>
  (value: string): Value => [tag, Buffer.from(value, 'utf8')];
const charset = text(0x47);
const language = text(0x48);
const uri = text(0x45);
const keyword = text(0x44);
const mimeType = text(0x49);
const name = text(0x42);
const words = text(0x41);
const number =
  (tag: number) =>
  (value: number): Value => {
    const bytes = Buffer.alloc(4);
    bytes.writeInt32BE(value);
    return [tag, bytes];
  };
const integer = number(0x21);
const choice = number(0x23);
const flag = (value: boolean): Value => [0x22, Buffer.from([value ? 1 : 0])];
const range = (from: number, to: number): Value => {
  const bytes = Buffer.alloc(8);
  bytes.writeInt32BE(from);
  bytes.writeInt32BE(to, 4);
  return [0x33, bytes];
};

const isList = (values: Value | readonly Value[]): values is readonly Value[] => Array.isArray(values[0]);

function writeGroup(tag: number, attributes: Attributes): Buffer[] {
  const parts: Buffer[] = [Buffer.from([tag])];
  for (const [key, values] of Object.entries(attributes)) {
    for (const [at, [kind, value]] of (isList(values) ? values : [values]).entries()) {
      const keyBytes = Buffer.from(at === 0 ? key : '', 'utf8');
      const head = Buffer.alloc(3);
      head.writeUInt8(kind);
      head.writeUInt16BE(keyBytes.length, 1);
      const length = Buffer.alloc(2);
      length.writeUInt16BE(value.length);
      parts.push(head, keyBytes, length, value);
    }
  }
  return parts;
}

interface Asked {
  readonly operation: number;
  readonly requestId: number;
  readonly attributes: Record<string, string>;
  /** What follows the attributes. */
  readonly rest: Buffer;
}

/** Attributes of a request, the first value of each, as text. */
function readRequest(body: Buffer): Asked {
  const attributes: Record<string, string> = {};
  let at = 8;
  while (at < body.length) {
    const tag = body.readUInt8(at);
    at += 1;
    if (tag === tags.end) break;
    if (tag < 0x10) continue;
    const keyLength = body.readUInt16BE(at);
    const key = body.toString('utf8', at + 2, at + 2 + keyLength);
    at += 2 + keyLength;
    const length = body.readUInt16BE(at);
    const value = body.subarray(at + 2, at + 2 + length);
    at += 2 + length;
    if (key !== '')
      attributes[key] = tag === 0x21 || tag === 0x23 ? String(value.readInt32BE()) : value.toString('utf8');
  }
  return {
    operation: body.readUInt16BE(2),
    requestId: body.readUInt32BE(4),
    attributes,
    rest: body.subarray(at),
  };
}

function answer(requestId: number, status: number, groups: readonly Buffer[]): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt16BE(0x0200);
  head.writeUInt16BE(status, 2);
  head.writeUInt32BE(requestId, 4);
  const own = writeGroup(tags.operation, {
    'attributes-charset': charset('utf-8'),
    'attributes-natural-language': language('en'),
  });
  return Buffer.concat([head, ...own, ...groups, Buffer.from([tags.end])]);
}

function printerAttributes(printer: string, address: string, index: number): Attributes {
  const at = `ipp://${address}/printers/${printer}`;
  return {
    'printer-uri-supported': uri(at),
    'uri-security-supported': keyword('none'),
    'uri-authentication-supported': keyword('none'),
    'device-uri': uri(`socket://${address}`),
    'printer-name': name(printer),
    'printer-info': words(printer),
    'printer-location': words(''),
    'printer-make-and-model': words('Virtual printer'),
    'printer-id': integer(index + 1),
    'printer-type': integer(0x0004 | 0x0100 | 0x2000),
    'printer-state': choice(3),
    'printer-state-message': words(''),
    'printer-state-reasons': keyword('none'),
    'printer-is-accepting-jobs': flag(true),
    'printer-is-shared': flag(false),
    'queued-job-count': integer(0),
    'auth-info-required': keyword('none'),
    'ipp-versions-supported': [keyword('1.1'), keyword('2.0')],
    'operations-supported': Object.values(operations).map((each) => choice(each)),
    'charset-configured': charset('utf-8'),
    'charset-supported': charset('utf-8'),
    'natural-language-configured': language('en'),
    'document-format-default': mimeType('application/pdf'),
    'document-format-supported': [mimeType('application/pdf'), mimeType('application/octet-stream')],
    'pdl-override-supported': keyword('attempted'),
    'printer-up-time': integer(1_000),
    'compression-supported': keyword('none'),
    'color-supported': flag(true),
    'copies-supported': range(1, 99),
    'copies-default': integer(1),
    'media-supported': [
      'iso_a4_210x297mm',
      'custom_241x140mm_241x140mm',
      'custom_min_50x50mm',
      'custom_max_420x594mm',
    ].map(keyword),
    'media-default': keyword('iso_a4_210x297mm'),
    'sides-supported': keyword('one-sided'),
    'sides-default': keyword('one-sided'),
    'number-up-default': integer(1),
    'job-sheets-default': name('none'),
    'multiple-document-jobs-supported': flag(true),
  };
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

/** @param printers their names; the first is the default one */
export async function startVirtualPrinter(
  printers: readonly string[] = ['Virtual'],
  log: (line: string) => void = () => undefined,
): Promise<VirtualPrinter> {
  const jobs: PrintedJob[] = [];
  const opened = new Map<number, Asked['attributes']>();
  let lastJob = 0;
  let address = '';

  const keep = (asked: Asked['attributes'], document: Buffer) => {
    const printer = printerOf(asked) ?? '';
    const copies = Number(asked.copies ?? '1');
    jobs.push({ printer, title: asked['job-name'] ?? '', copies, attributes: asked, document });
  };
  const jobGroup = (id: number, state: number) =>
    writeGroup(tags.job, {
      'job-uri': uri(`ipp://${address}/jobs/${id}`),
      'job-id': integer(id),
      'job-state': choice(state),
      'job-state-reasons': keyword(state === 9 ? 'job-completed-successfully' : 'none'),
    });
  const printerOf = (asked: Asked['attributes']) => {
    const named = asked['printer-uri']?.split('/').at(-1);
    return printers.find((each) => each === named);
  };
  const groupOf = (printer: string) =>
    writeGroup(tags.printer, printerAttributes(printer, address, printers.indexOf(printer)));

  const answerTo = (asked: Asked): Buffer => {
    const { operation, requestId, attributes } = asked;
    const reply = (status: number, groups: readonly Buffer[] = []) => answer(requestId, status, groups);
    switch (operation) {
      case operations.getDefault:
        return reply(OK, groupOf(printers[0] ?? ''));
      case operations.getPrinters:
        return reply(OK, printers.flatMap(groupOf));
      case operations.getClasses:
      case operations.getJobs:
      case operations.validateJob:
        return reply(OK);
      case operations.getPrinterAttributes: {
        const printer = printerOf(attributes);
        return printer === undefined ? reply(NOT_FOUND) : reply(OK, groupOf(printer));
      }
      case operations.printJob:
        lastJob += 1;
        keep(attributes, asked.rest);
        return reply(OK, jobGroup(lastJob, 9));
      case operations.createJob:
        lastJob += 1;
        opened.set(lastJob, attributes);
        return reply(OK, jobGroup(lastJob, 4));
      case operations.sendDocument: {
        const id = Number(attributes['job-id'] ?? attributes['job-uri']?.split('/').at(-1));
        keep({ ...attributes, ...opened.get(id) }, asked.rest);
        return reply(OK, jobGroup(id, 9));
      }
      case operations.getJobAttributes:
        return reply(OK, jobGroup(Number(attributes['job-id'] ?? lastJob), 9));
      default:
        return reply(NOT_SUPPORTED);
    }
  };

  const server: Server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      if (request.method !== 'POST' || body.length < 8) {
        log(`${request.method} ${request.url}`);
        response.writeHead(404).end();
        return;
      }
      const asked = readRequest(body);
      log(
        `ipp ${asked.operation.toString(16)} ${request.url} ${JSON.stringify(asked.attributes)} + ${asked.rest.length}`,
      );
      response.writeHead(200, { 'content-type': 'application/ipp' }).end(answerTo(asked));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  address = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    address,
    jobs,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
