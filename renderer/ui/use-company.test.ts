import { afterEach, expect, it, vi } from 'vitest';
import type { Company } from '#shared/domains/admin/queries/company.ts';
import { useSyncStatus } from '../app/session.ts';
import { todayAt } from './use-company.ts';

afterEach(() => {
  vi.useRealTimers();
  useSyncStatus.setState({ status: null });
});

it('today is by the clock that the server corrected, at the office', () => {
  vi.useFakeTimers({ now: Date.UTC(2026, 2, 9, 20) });
  const company = { settings: { 'company.utcOffsetMinutes': 0 } } as unknown as Company;
  expect(todayAt(company)).toBe('2026-03-09');
  const status = {
    network: 'offline',
    workOffline: false,
    waiting: 0,
    needsAttention: 0,
    rejected: 0,
    dataAsOf: null,
    firstLoad: null,
    trouble: null,
    clockOffsetMs: 5 * 3_600_000,
  } as const;
  useSyncStatus.setState({ status });
  expect(todayAt(company)).toBe('2026-03-10');
});
