import { useEffect, useMemo, useRef, useState } from 'react';
import type { Reason } from '#shared/kernel/refusal.ts';
import { bridge } from '../../../../app/bridge.ts';

/** What a session is named by: a mode and its document. */
export interface SessionName {
  readonly mode: string;
  /** The document's id; where there is none (a blind receipt) an id that was made for it. */
  readonly documentId: string;
  readonly documentNumber: string | null;
}

/** What a work mode has kept so far. Its state is computed from the entries alone. */
export interface WorkSession<Entry> {
  /** `opening`: nothing may be scanned yet. */
  readonly state: 'opening' | 'open' | 'failed';
  readonly reason: Reason | null;
  /** As they are drawn. */
  readonly entries: readonly Entry[];
  /** As they are at this instant, between two drawings too: what the next scan is decided by. */
  latest(): readonly Entry[];
  /** Keeps an entry on the disk; null when it is there. */
  keep(entry: Entry): Promise<Reason | null>;
  /** Takes the last entry back. */
  undo(): Promise<{ readonly entry: Entry } | { readonly reason: Reason | null }>;
  /** Forgets everything: its work has become a command, or there was none. */
  close(): Promise<void>;
  /** Who leaves before anything was kept leaves nothing behind, also when it was still opening. @returns whether so */
  closeUnused(): Promise<boolean>;
}

const unexpected: Reason = { code: 'unexpected', params: {} };

interface Kept<Entry> {
  readonly state: WorkSession<Entry>['state'];
  readonly reason: Reason | null;
  readonly entries: readonly Entry[];
}

async function forget(id: string | null): Promise<void> {
  await bridge()
    .work.close(id ?? '')
    .catch(() => {});
}

/** The session of a mode and its document on this device, with what it kept before a restart; null: none yet. */
export function useWorkSession<Entry>(name: SessionName | null): WorkSession<Entry> {
  const { mode = null, documentId = null, documentNumber = null } = name ?? {};
  const id = mode === null ? null : `${mode}:${documentId}`;
  const [kept, setKept] = useState<Kept<Entry>>({ state: 'opening', reason: null, entries: [] });
  const latest = useRef<readonly Entry[]>([]);
  /** Answers with whether the device has it open. */
  const opened = useRef<Promise<boolean>>(Promise.resolve(false));

  const show = useMemo(() => {
    return (state: WorkSession<Entry>['state'], reason: Reason | null, entries: readonly Entry[]) => {
      latest.current = entries;
      setKept({ state, reason, entries });
    };
  }, []);

  useEffect(() => {
    if (id === null || mode === null) return;
    let isGone = false;
    show('opening', null, []);
    opened.current = bridge()
      .work.open({ id, mode, documentId, documentNumber })
      .then(
        (reply) => {
          if (isGone) return false;
          if (reply.ok)
            show(
              'open',
              null,
              reply.scans.map(({ body }) => body as Entry),
            );
          else show('failed', reply.reason, []);
          return reply.ok;
        },
        () => {
          if (!isGone) show('failed', unexpected, []);
          return false;
        },
      );
    return () => {
      isGone = true;
    };
  }, [id, mode, documentId, documentNumber, show]);

  return useMemo(
    () => ({
      ...kept,
      latest: () => latest.current,
      async keep(entry) {
        const entries = latest.current;
        const request = { sessionId: id ?? '', position: entries.length + 1, body: entry };
        const reply = await bridge()
          .work.keep(request)
          .catch(() => ({ ok: false, reason: unexpected }) as const);
        if (!reply.ok) return reply.reason;
        show('open', null, [...entries, entry]);
        return null;
      },
      async undo() {
        const entries = latest.current;
        const entry = entries.at(-1);
        if (entry === undefined) return { reason: null };
        const request = { sessionId: id ?? '', position: entries.length };
        const reply = await bridge()
          .work.undo(request)
          .catch(() => ({ ok: false, reason: unexpected }) as const);
        if (!reply.ok) return { reason: reply.reason };
        show('open', null, entries.slice(0, -1));
        return { entry };
      },
      close: () => forget(id),
      async closeUnused() {
        if (!(await opened.current) || latest.current.length > 0) return false;
        await forget(id);
        return true;
      },
    }),
    [kept, id, show],
  );
}
