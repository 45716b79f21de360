import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { hashOfFile } from '#db/files/sealed-folder.ts';
import { fileLookUpResponseSchema } from '#shared/protocol/files.ts';
import { eachDatabase, writeAs } from '../../tests/support/databases.ts';
import { pngPicture, svgPicture } from '../../tests/support/pictures.ts';
import { audited } from '../../tests/support/sample-rows.ts';
import {
  PASSWORD,
  refusalOf,
  send,
  startTestCompany,
  type TestCompany,
  TestDevice,
} from '../../tests/support/server.ts';
import { testRegistry } from '../../tests/support/test-commands.ts';
import { createUser } from '../company/create-user.ts';
import { makeCompanyFiles } from '../files/company-files.ts';
import { makeRealWorld } from '../real-world.ts';

const svg = svgPicture('mug '.repeat(1_000));
const unknown = 'f'.repeat(64);

eachDatabase('server', (current) => {
  let folder = '';
  let company: TestCompany;
  let device: TestDevice;
  let svgHash = '';
  let pngHash = '';

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'satchel-files-'));
    const files = makeCompanyFiles({ folder, databaseKey: null }, makeRealWorld(), console);
    company = await startTestCompany(current(), testRegistry, files);
    svgHash = await files.put(svg, 'image/svg+xml');
    pngHash = await files.put(pngPicture, 'image/png');
    device = new TestDevice(company.server.url);
    await device.signIn('north');
  });
  afterEach(async () => {
    await company.server.close();
    rmSync(folder, { recursive: true });
  });

  const ask = (hash: string, headers: Record<string, string> = {}) =>
    fetch(`${company.server.url}/v1/files/${hash}`, {
      headers: { authorization: `Bearer ${device.token}`, ...headers },
    });
  const refusal = (hash: string, headers: Record<string, string>) =>
    send(`${company.server.url}/v1/files/${hash}`, { headers }).then(refusalOf);

  test('a signed-in device gets the bytes, for ever', async () => {
    const answer = await ask(pngHash);
    expect(answer.status).toBe(200);
    expect(new Uint8Array(await answer.arrayBuffer())).toEqual(pngPicture);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'image/png',
      'x-content-type-options': 'nosniff',
      etag: `"${pngHash}"`,
      'cache-control': 'private, max-age=31536000, immutable',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    });
    const again = await ask(pngHash, { 'if-none-match': `"${pngHash}"` });
    expect(again.status).toBe(304);
    expect(await again.text()).toBe('');
  });

  test('an SVG travels compressed where the device can read that', async () => {
    const packed = await ask(svgHash, { 'accept-encoding': 'gzip' });
    expect(packed.headers.get('content-encoding')).toBe('gzip');
    expect(packed.headers.get('content-type')).toBe('image/svg+xml');
    expect(new Uint8Array(await packed.arrayBuffer())).toEqual(svg);
    const plain = await ask(svgHash, { 'accept-encoding': 'identity' });
    expect(plain.headers.get('content-encoding')).toBeNull();
    expect(new Uint8Array(await plain.arrayBuffer())).toEqual(svg);
  });

  test('nobody else gets anything, nor learns whether a file is there', async () => {
    for (const hash of [svgHash, unknown]) {
      expect(await refusal(hash, {})).toMatchObject({ status: 401, code: 'auth.required' });
    }
    await current().kysely.updateTable('accessTokens').set({ pushOnly: 1 }).execute();
    const headers = { authorization: `Bearer ${device.token}` };
    expect(await refusal(svgHash, headers)).toMatchObject({ status: 401, code: 'auth.required' });
  });

  test.each([unknown, 'F'.repeat(64), 'abc', '..%2f..%2fcompany.key', '%00', `${'0'.repeat(64)}.svg`])(
    'no file is named %s',
    async (hash) => {
      const headers = { authorization: `Bearer ${device.token}` };
      expect(await refusal(hash, headers)).toMatchObject({ status: 404, code: 'files.unknown' });
    },
  );

  test('a device learns which files are here and how long they are', async () => {
    const answer = await device.post('/v1/files/look-up', { hashes: [unknown, pngHash, svgHash, pngHash] });
    expect(fileLookUpResponseSchema.parse(answer).files).toEqual([
      { hash: pngHash, sizeBytes: pngPicture.byteLength },
      { hash: svgHash, sizeBytes: svg.byteLength },
    ]);
  });

  test('files that were sent are counted under one address', async () => {
    await ask(pngHash);
    await ask(svgHash);
    const metrics = await (await fetch(`${company.server.url}/v1/metrics`)).text();
    expect(metrics).toContain('satchel_http_requests_total{route="/v1/files/:hash",status="200"} 2');
    expect(metrics).toContain('satchel_sent_files_total 2');
    expect(metrics).toContain(`satchel_sent_file_bytes_total ${svg.byteLength + pngPicture.byteLength}`);
  });

  const keep = (bytes: Uint8Array, hash = hashOfFile(bytes)) =>
    send(`${company.server.url}/v1/files/keep`, {
      method: 'POST',
      headers: { authorization: `Bearer ${device.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ hash, content: Buffer.from(bytes).toString('base64') }),
    });

  const signInAs = async (roleCode: string) => {
    await createUser(
      { database: current(), world: company.server.house.world },
      { login: roleCode, name: roleCode, password: PASSWORD, roleCode, scopes: [] },
    );
    device = new TestDevice(company.server.url);
    await device.signIn(roleCode);
  };

  test('R102 whoever may bring pictures does so; nobody else does, nothing else, and nothing damaged', async () => {
    const other = new Uint8Array([...pngPicture, 1, 2, 3]);
    await signInAs('service');
    expect(refusalOf(await keep(other))).toMatchObject({ status: 403, code: 'auth.notPermitted' });
    await signInAs('administrator');
    expect(refusalOf(await keep(svg))).toMatchObject({ status: 415, code: 'files.foreignType' });
    expect(refusalOf(await keep(other, pngHash))).toMatchObject({ status: 422, code: 'files.otherHash' });
    const wide = pngPicture.slice();
    new DataView(wide.buffer).setUint32(16, 100_000);
    expect(refusalOf(await keep(wide))).toMatchObject({ status: 415, code: 'files.foreignType' });
    const hash = hashOfFile(other);
    expect(await ask(hash)).toMatchObject({ status: 404 });
    for (let twice = 0; twice < 2; twice += 1) {
      expect(await keep(other)).toMatchObject({ status: 200, json: { hash } });
    }
    expect(new Uint8Array(await (await ask(hash)).arrayBuffer())).toEqual(other);
  });

  test('R102 what was handed over at a door is brought by whoever confirms deliveries; R113 and by its author after that, where a row names it', async () => {
    const signature = new Uint8Array([...pngPicture, 7]);
    expect(await keep(signature)).toMatchObject({ status: 200, json: { hash: hashOfFile(signature) } });
    await signInAs('service');
    const late = new Uint8Array([...pngPicture, 8]);
    expect(refusalOf(await keep(late))).toMatchObject({ status: 403 });
    await writeAs(current(), 'command', (tx) =>
      tx
        .insertInto('products')
        .values({
          ...{ id: 'p', code: 'P', name: 'Mug', category: null, unit: 'piece', packaging: null, barcode: null },
          ...{ basePrice: 1, currency: 'CNY', taxCode: 'standard', reorderPoint: 0, pictureHash: hashOfFile(late) },
          discontinued: 0,
          ...audited,
        })
        .execute(),
    );
    expect(await keep(late)).toMatchObject({ status: 200, json: { hash: hashOfFile(late) } });
  });
});
