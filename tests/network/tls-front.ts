/** TLS before the server, as a company has it by a reverse proxy: by a certificate made for this run by openssl. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { createServer } from 'node:tls';
import { freePort } from '../crash/server-process.ts';

export interface TlsFront {
  readonly port: number;
  /** For NODE_EXTRA_CA_CERTS of the devices. */
  readonly certificate: string;
  close(): void;
}

/** @param addresses that the certificate names @returns null where there is no openssl */
export async function openTlsFront(
  folder: string,
  serverPort: number,
  addresses: readonly string[],
): Promise<TlsFront | null> {
  const [key, certificate] = [join(folder, 'tls.pem'), join(folder, 'certificate.pem')];
  const names = addresses.map((address) => `IP:${address}`).join(',');
  const made = spawnSync(
    'openssl',
    ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'].concat([
      ...[
        '-keyout',
        key,
        '-out',
        certificate,
        '-subj',
        '/CN=satchel network tests',
        '-addext',
        `subjectAltName=${names}`,
      ],
    ]),
    { stdio: 'ignore' },
  );
  if (made.status !== 0) return null;
  const port = await freePort();
  const server = createServer({ key: readFileSync(key), cert: readFileSync(certificate) }, (device) => {
    const inner = connect(serverPort, '127.0.0.1');
    device.on('error', () => inner.destroy());
    inner.on('error', () => device.destroy());
    device.on('close', () => inner.destroy());
    inner.on('close', () => device.destroy());
    device.pipe(inner).pipe(device);
  });
  server.on('tlsClientError', () => {});
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return { port, certificate, close: () => server.close() };
}
