/** Sessions of work modes in memory, kept by the rules of the device (electron/device/work-sessions.ts). */
import type { WorkBridge, WorkScan, WorkSession } from '#shared/protocol/work-bridge.ts';

/** Makes an empty one. */
export function makeFakeWork(): WorkBridge {
  const sessions = new Map<string, WorkSession>();
  const scans = new Map<string, WorkScan[]>();
  const moved = { ok: false, reason: { code: 'device.workMoved', params: {} } } as const;
  const ok = { ok: true } as const;
  return {
    sessions: async (mode) =>
      [...sessions.values()]
        .filter((session) => mode === null || session.mode === mode)
        .map((session) => ({ ...session, scanCount: scans.get(session.id)?.length ?? 0 })),
    async open({ id, ...request }) {
      const session = sessions.get(id) ?? { id, ...request, startedAt: 1, updatedAt: 1, scanCount: 0 };
      sessions.set(id, session);
      const kept = scans.get(id) ?? [];
      return { ok: true, session: { ...session, scanCount: kept.length }, scans: kept };
    },
    async keep({ sessionId, position, body }) {
      const kept = scans.get(sessionId) ?? [];
      if (!sessions.has(sessionId) || kept.length !== position - 1) return moved;
      scans.set(sessionId, [...kept, { position, body, scannedAt: position }]);
      return ok;
    },
    async undo({ sessionId, position }) {
      const kept = scans.get(sessionId) ?? [];
      if (kept.length !== position) return moved;
      scans.set(sessionId, kept.slice(0, -1));
      return ok;
    },
    async close(sessionId) {
      sessions.delete(sessionId);
      scans.delete(sessionId);
      return ok;
    },
  };
}
