import { describe, expect, it } from 'vitest';
import { chooseTargets } from './choose-targets.mjs';

const debian = { platform: 'linux', hasDpkgDeb: true, canDownloadTools: true, wanted: null };

describe('the installers that a machine makes', () => {
  it.each([
    ['linux', ['deb', 'AppImage']],
    ['win32', ['nsis']],
    ['darwin', ['dmg', 'zip']],
  ])('on %s are its own, and the others have a line each', (platform, make) => {
    const chosen = chooseTargets({ ...debian, platform });
    expect(chosen.make).toEqual(make);
    expect(chosen.missing).toHaveLength(2);
    for (const line of chosen.missing) expect(line).toMatch(/: npm run dist, on /);
  });

  it('without tools leave a line that says what brings them', () => {
    const { make, missing } = chooseTargets({ ...debian, hasDpkgDeb: false, canDownloadTools: false });
    expect(make).toEqual([]);
    expect(missing[0]).toBe('deb: needs dpkg-deb. Bring it with: apt-get install dpkg');
    expect(missing[1]).toMatch(/^AppImage: needs tools .* Bring it with: /);
  });

  it('are only those that were asked for, without a word on the others', () => {
    expect(chooseTargets({ ...debian, wanted: ['deb'] })).toEqual({ make: ['deb'], missing: [] });
  });

  it('are none that another system makes', () => {
    expect(() => chooseTargets({ ...debian, wanted: ['dmg', 'deb'] })).toThrow('dmg: this system makes deb, AppImage');
    expect(() => chooseTargets({ ...debian, platform: 'aix', wanted: ['deb'] })).toThrow('no installers');
  });
});
