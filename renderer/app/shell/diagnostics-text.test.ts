import { expect, it } from 'vitest';
import { makeFakeBridge } from '../../../tests/support/fake-bridge.ts';
import { diagnosticsText } from './diagnostics-text.ts';

it('names every fact by its place, instants as text, and says what is not known', async () => {
  const soundDiagnostics = await makeFakeBridge().diagnostics.read();
  const text = diagnosticsText({ ...soundDiagnostics, profile: { ...soundDiagnostics.profile, freeDiskBytes: null } });
  expect(text.split('\n')).toEqual(
    expect.arrayContaining([
      'versions.app: 0.1.0',
      'profile.freeDiskBytes: –',
      'database.rows.customers: 320',
      'database.status.dataAsOf: 2025-11-24T16:00:00.000Z',
    ]),
  );
  expect(text).not.toContain('[object');
});
