import { describe, expect, it } from 'vitest';
import { makeConfiguration, trialVersion } from './build-configuration.mjs';

const official = {
  toolchain: {
    electronIsSubstitute: false,
    electronVersion: '45.4.1',
    pristineElectronDist: '/e',
    nativeBinding: null,
  },
  manifest: { name: 'satchel', version: '1.2.0', productName: 'Satchel' },
  outputFolder: '/output',
  driverStage: null,
  updateKey: null,
  updateFeed: null,
  windowsPublisher: null,
  isQuick: false,
};
const substitute = {
  ...official,
  toolchain: { ...official.toolchain, electronIsSubstitute: true, electronVersion: '33.2.1', nativeBinding: '/d.node' },
  driverStage: '/stage',
};

describe('the configuration of a release', () => {
  it('takes everything from electron-builder.yml but the folder', () => {
    const { extends: base, ...rest } = makeConfiguration(official);
    expect(base).toMatch(/electron-builder\.yml$/);
    expect(rest).toEqual({ directories: { output: '/output' }, extraMetadata: {} });
  });

  it('carries the key and address of the feed, and who signs for Windows', () => {
    const made = makeConfiguration({
      ...official,
      updateKey: 'KEY',
      updateFeed: 'https://u.example/s',
      windowsPublisher: 'Us',
    });
    expect(made).toMatchObject({
      extraMetadata: { updateKey: 'KEY', updateFeed: 'https://u.example/s/' },
      win: { signtoolOptions: { publisherName: 'Us' } },
    });
  });
});

describe('the address of a feed', () => {
  const feedOf = (updateFeed: string) => {
    const { extraMetadata } = makeConfiguration({ ...official, updateFeed }) as {
      extraMetadata: { updateFeed: string };
    };
    return extraMetadata.updateFeed;
  };

  it('is a folder, with a slash at the end', () => {
    expect(feedOf('https://u.example')).toBe('https://u.example/');
    expect(feedOf('https://u.example/a/b/')).toBe('https://u.example/a/b/');
    expect(feedOf('http://127.0.0.1:8080/a')).toBe('http://127.0.0.1:8080/a/');
  });

  it.each(['u.example', 'http://u.example/', 'file:///srv/feed', 'https://u.example/?a=1', 'https://u.example/#a'])(
    'that no device could use ends the build: %s',
    (address) => {
      expect(() => feedOf(address)).toThrow(address);
    },
  );
});

describe('a trial build', () => {
  it('has another id, name, program and version than the release, and the compiled driver', () => {
    const made = makeConfiguration({ ...substitute, updateKey: 'KEY' });
    expect(made).toMatchObject({
      appId: 'app.satchel.trial',
      productName: 'Satchel Trial',
      executableName: 'satchel-trial',
      deb: { compression: 'gz' },
      electronVersion: '33.2.1',
      electronDist: '/e',
      extraMetadata: { name: 'satchel-trial', version: '1.2.0-trial', updateKey: 'KEY' },
    });
    expect(JSON.stringify(made.files)).toContain('/stage');
  });

  it('comes before the release in the order of versions, also of a pre-release', () => {
    expect(trialVersion('1.2.0')).toBe('1.2.0-trial');
    expect(trialVersion('1.2.0-beta.1')).toBe('1.2.0-beta.1.trial');
  });
});
