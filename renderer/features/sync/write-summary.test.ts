import { expect, it } from 'vitest';
import { makeFakeBridge, signedIn } from '../../../tests/support/fake-bridge.ts';
import { ledgerEntry } from '../../../tests/support/ledger-entry.ts';
import { startTexts } from '../../app/i18n.ts';
import { useSession } from '../../app/session.ts';
import { exportProof } from './deal-with-entry.ts';
import { writeSummary } from './write-summary.ts';

const madeAt = new Date(2026, 10, 23, 10, 47, 3).getTime();
const subject = { document: 'SO-K7-000121', party: 'Changsha Yuelu', amountMinor: 941_629, currency: 'CNY' };
const reason = { code: 'sales.numberTaken', params: { number: 'SO-K7-000121', wanted: 'SO-K7-000120' } };
const ledger = [
  ledgerEntry(3, { name: 'sales.confirmOrder', subject, issuedAt: madeAt, state: 'waiting', triedAt: madeAt + 60_000 }),
  ledgerEntry(2, {
    ...{ name: 'sales.confirmOrder', subject, issuedAt: madeAt, sentAt: madeAt + 1_000, answeredAt: madeAt + 2_000 },
    ...{ state: 'adjusted', reasons: [reason], replaces: 'command 1' },
  }),
  ledgerEntry(1, { issuedAt: madeAt, state: 'rejected', droppedAt: madeAt, replacedBy: null }),
];

function open(language: 'en' | 'zh', entries = ledger) {
  startTexts(language);
  const saved: string[] = [];
  const proof = {
    export: async ({ summary }: { summary: string }) => ({ ok: true as const, path: `${saved.push(summary)}` }),
  };
  const bridge = makeFakeBridge({ ledger: entries, desktop: { proof } });
  Object.defineProperty(window, 'satchel', { value: bridge, configurable: true });
  useSession.setState({ session: signedIn });
  return saved;
}

it('says oldest first what was made, sent and answered when, by which device, and how it is checked', async () => {
  const saved = open('en');
  await exportProof();
  const [summary = ''] = saved;
  if (signedIn.state !== 'signedIn') throw new Error('nobody is signed in');
  expect(summary).toContain(`Device: ${signedIn.deviceCode}\nPerson: ${signedIn.user.name}`);
  expect(summary).toContain('3 commands: 0 applied, 1 adjusted, 1 rejected, 1 without their end.');
  expect(summary).toContain('    npm run check-proof -- FILE.jsonl\n');
  const told = summary.split('\n\n').filter((part) => part.startsWith('No. '));
  expect(told.map((part) => part.split('\n')[0])).toEqual([
    expect.stringMatching(/^No\. 1 {2}/),
    'No. 2  Order SO-K7-000121 for Changsha Yuelu, ¥9,416.29',
    'No. 3  Order SO-K7-000121 for Changsha Yuelu, ¥9,416.29',
  ]);
  expect(told[1]).toContain('Made      2026-11-23 10:47:03');
  expect(told[1]).toContain('Sent      2026-11-23 10:47:04');
  expect(told[1]).toContain('Answered  2026-11-23 10:47:05: Adjusted');
  expect(told[1]).toMatch(/ {2}– \S.*SO-K7-000121/);
  expect(told[1]).toContain('Sent in place of command 1');
  expect(told[2]).toContain('Not sent  tried 2026-11-23 10:48:03, the office was not reached');
  expect(told[2]).toContain('No answer yet');
});

it('is in the language of the screens', async () => {
  open('zh');
  const summary = await writeSummary();
  expect(summary).toContain('共 3 条操作：已生效 0，有调整 1，被拒绝 1，尚无结果 1。');
  expect(summary).toContain('答复时间  2026-11-23 10:47:05：有调整');
  expect(summary).not.toMatch(/syncLedger\.|\{\{/);
});

it('holds the whole ledger, however long', async () => {
  open(
    'en',
    Array.from({ length: 1_100 }, (_, at) => ledgerEntry(1_100 - at)),
  );
  const summary = await writeSummary();
  expect(summary.match(/^No\. \d+ /gm)).toHaveLength(1_100);
});
