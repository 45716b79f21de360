import { generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { feedAddress, readUpdateManifest, refuseVersion, verifyFeed } from './update-feed.ts';

const maker = generateKeyPairSync('ed25519');
const key = maker.publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
const feed = 'version: 0.2.0\npath: 行囊_0.2.0.deb\n';
const signature = sign(null, Buffer.from(feed), maker.privateKey).toString('base64');

describe('what the build says about updates', () => {
  it('names key and feed, or neither', () => {
    expect(readUpdateManifest('{"name":"satchel","updateKey":"K","updateFeed":"https://u.example/s/"}')).toEqual({
      key: 'K',
      feed: 'https://u.example/s/',
    });
    expect(readUpdateManifest('{"name":"satchel"}')).toEqual({ key: null, feed: null });
  });

  it.each(['u.example', 'http://u.example/', 'https://u.example/s', 'https://u.example/?a=/', ''])(
    'a damaged feed turns updates off, and not the application: %s',
    (updateFeed) => {
      expect(readUpdateManifest(JSON.stringify({ updateKey: 'K', updateFeed }))).toEqual({
        code: 'updates.badFeed',
        params: {},
      });
    },
  );
});

describe('a feed', () => {
  it('is read when its maker signed it, with a line end behind the signature or not', () => {
    expect(() => verifyFeed(feed, signature, key)).not.toThrow();
    expect(() => verifyFeed(feed, `${signature}\n`, key)).not.toThrow();
  });

  it.each([
    ['another text', `${feed} `, signature],
    ['no signature', feed, ''],
    ['half a signature', feed, signature.slice(0, 44)],
    ['no base64', feed, '<html>not found</html>'],
    [
      'another signer',
      feed,
      sign(null, Buffer.from(feed), generateKeyPairSync('ed25519').privateKey).toString('base64'),
    ],
  ])('is not read with %s', (_what, text, given) => {
    expect(() => verifyFeed(text, given, key)).toThrow('updates.badSignature');
  });
});

describe('the address of a feed', () => {
  it.each([
    ['https://satchel.example.com', 'https://satchel.example.com/v1/updates/'],
    ['https://satchel.example.com:8443/', 'https://satchel.example.com:8443/v1/updates/'],
    ['http://127.0.0.1:7420', 'http://127.0.0.1:7420/v1/updates/'],
    ['http://localhost:7420', 'http://localhost:7420/v1/updates/'],
    ['http://satchel.example.com', null],
    ['ftp://satchel.example.com', null],
    ['file:///srv/feed', null],
    ['satchel', null],
    ['', null],
  ])('of %s is %s', (server, address) => {
    expect(feedAddress(server)).toBe(address);
  });
});

describe('a version', () => {
  it.each([
    ['0.1.0', '0.1.1'],
    ['0.9.9', '0.10.0'],
    ['1.0.0-beta.2', '1.0.0-beta.10'],
    ['1.0.0-beta', '1.0.0-beta.1'],
    ['1.0.0-1', '1.0.0-beta'],
    ['1.0.0-rc.1', '1.0.0'],
    ['0.1.0-trial', '0.2.0-trial'],
  ])('%s gives way to %s, and never the other way round', (old, young) => {
    expect(refuseVersion(old, young)).toBeNull();
    expect(refuseVersion(young, old)).toMatchObject({ code: 'updates.older' });
  });

  it('that is here is nothing new', () => {
    expect(refuseVersion('1.2.3', '1.2.3')).toBe('same');
    expect(refuseVersion('1.2.3-beta.1', '1.2.3-beta.1')).toBe('same');
  });

  it('of a trial build is none for a release, however new, and the other way round', () => {
    expect(refuseVersion('0.1.0', '9.0.0-trial')).toMatchObject({ code: 'updates.otherKind' });
    expect(refuseVersion('0.1.0-trial', '9.0.0')).toMatchObject({ code: 'updates.otherKind' });
  });

  it.each(['', 'latest', '1.2', 'v1.2.3', '1.2.3+4', '1.2.3-../../x', '1'.repeat(100)])('%j is none', (text) => {
    expect(refuseVersion('0.1.0', text)).toMatchObject({ code: 'updates.badVersion' });
  });
});
