import { QueryClientProvider } from '@tanstack/react-query';
import { act, renderHook } from '@testing-library/react';
import { createElement, type ReactNode } from 'react';
import { afterEach, expect, it, vi } from 'vitest';
import type { Company } from '#shared/domains/admin/queries/company.ts';
import { useSyncStatus } from '../app/session.ts';
import { queryClient } from '../app/use-query.ts';
import { todayAt, useToday } from './use-company.ts';

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
    lastExchangeAt: null,
    dataAsOf: null,
    firstLoad: null,
    trouble: null,
    clockOffsetMs: 5 * 3_600_000,
    lease: null,
  } as const;
  useSyncStatus.setState({ status });
  expect(todayAt(company)).toBe('2026-03-10');
});

it('a window that is left open over night has the new day soon after midnight', () => {
  vi.useFakeTimers({ now: Date.UTC(2026, 2, 9, 23, 59, 50) });
  queryClient.setQueryData(['admin.company', {}], { settings: { 'company.utcOffsetMinutes': 0 } });
  const wrapper = ({ children }: { readonly children: ReactNode }) =>
    createElement(QueryClientProvider, { client: queryClient }, children);
  const { result, unmount } = renderHook(useToday, { wrapper });
  expect(result.current).toBe('2026-03-09');
  act(() => void vi.advanceTimersByTime(60_000));
  expect(result.current).toBe('2026-03-10');
  unmount();
});
