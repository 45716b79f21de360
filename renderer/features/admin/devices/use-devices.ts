import { useCallback, useEffect, useState } from 'react';
import type { Reason } from '#shared/kernel/refusal.ts';
import type { DeviceListReply, DeviceReviewReply } from '#shared/protocol/device-bridge.ts';
import { bridge } from '../../../app/bridge.ts';
import { replyOf } from '../../../app/kept-notice.ts';
import { useSyncStatus } from '../../../app/session.ts';

export type HeardList = Extract<DeviceListReply, { ok: true }>;

interface Asked<Answer> {
  readonly answer: Answer | null;
  readonly refused: Reason | null;
  readonly isAsking: boolean;
  readonly ask: () => void;
}

/** Asks at once, and again when the network comes back; what was heard stays while it is asked again. */
function useAsked<Answer extends { readonly ok: true }>(
  question: () => Promise<Answer | { readonly ok: false; readonly reason: Reason }>,
): Asked<Answer> {
  const [answer, setAnswer] = useState<Answer | null>(null);
  const [refused, setRefused] = useState<Reason | null>(null);
  const [isAsking, setAsking] = useState(true);
  const [turn, setTurn] = useState(0);
  const isOffline = useSyncStatus(({ status }) => status?.network === 'offline');
  // biome-ignore lint/correctness/useExhaustiveDependencies: another turn, or a network that came, asks again
  useEffect(() => {
    let isOver = false;
    setAsking(true);
    void replyOf(question()).then((reply) => {
      if (isOver) return;
      setAsking(false);
      if (reply.ok) setAnswer(reply);
      setRefused(reply.ok ? null : reply.reason);
    });
    return () => {
      isOver = true;
    };
  }, [question, turn, isOffline]);
  return { answer, refused, isAsking, ask: useCallback(() => setTurn((before) => before + 1), []) };
}

const list = () => bridge().devices.list();

/** All devices, as the office says or as it last said. */
export const useDeviceList = (): Asked<HeardList> => useAsked<HeardList>(list);

/** One device with what it handed over; only the office knows. */
export function useDeviceReview(deviceId: string): Asked<Extract<DeviceReviewReply, { ok: true }>> {
  return useAsked(useCallback(() => bridge().devices.review(deviceId), [deviceId]));
}
