/**
 * Drafts of orders: one in memory for each open tab, all of them in the device's database. Guards: a change is saved
 * within 300 ms, and at once when the window loses focus or the tab is left, so that a crash costs at most one word;
 * a draft that became an order is never saved again; what could not be saved is said and counts as not saved.
 */
import { useEffect, useMemo, useState } from 'react';
import { create, createStore, type StoreApi, useStore } from 'zustand';
import type { Minor } from '#shared/kernel/money.ts';
import type { ActionReply, Draft } from '#shared/protocol/bridge.ts';
import { bridge } from '../../../app/bridge.ts';
import { makeKeptNotice, replyOf } from '../../../app/kept-notice.ts';
import { changeDraft, type DraftAction, isEmptyDraft, ORDER_DRAFT, type OrderDraft } from './order-draft.ts';

const SAVE_DELAY_MS = 250;

/** Grows with every draft that is saved or removed here: lists of drafts read again. */
const useDraftChanges = create<{ readonly count: number }>(() => ({ count: 0 }));

function noteDraftChange(): void {
  useDraftChanges.setState(({ count }) => ({ count: count + 1 }));
}

export async function saveDraft(id: string, body: OrderDraft): Promise<ActionReply> {
  const reply = await replyOf(bridge().drafts.save({ id, kind: ORDER_DRAFT, body }));
  noteDraftChange();
  return reply;
}

export async function removeDraft(id: string): Promise<ActionReply> {
  const reply = await replyOf(bridge().drafts.remove(id));
  noteDraftChange();
  return reply;
}

/** Drafts of orders on this device, newest first. */
export function useOrderDrafts(): readonly Draft[] {
  const changes = useDraftChanges((state) => state.count);
  const [drafts, setDrafts] = useState<readonly Draft[]>([]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a change of any draft asks again
  useEffect(() => {
    let current = true;
    void bridge()
      .drafts.list(ORDER_DRAFT)
      .then((found) => {
        if (current) setDrafts([...found].sort((left, right) => right.updatedAt - left.updatedAt));
      });
    return () => {
      current = false;
    };
  }, [changes]);
  return drafts;
}

export interface DraftHandle {
  /** The draft's id, which becomes the order's. */
  readonly id: string;
  readonly store: StoreApi<OrderDraft>;
  /** Takes effect at once: the next `read` sees it. */
  change(action: DraftAction): void;
  read(): OrderDraft;
  /** What it comes to now: kept with it the next time that it is written. */
  noteTotal(totalMinor: Minor): void;
  /** Writes what is not written yet. False when it could not be kept, which the person is told. */
  flush(): Promise<boolean>;
  /** The draft became an order, or nobody wants it: its row goes, and nothing is written any more. */
  end(): Promise<void>;
}

/** Makes a draft live. */
export function openDraftHandle(id: string, initial: OrderDraft): DraftHandle {
  const store = createStore<OrderDraft>(() => initial);
  let timer: ReturnType<typeof setTimeout> | null = null;
  let stored = initial;
  let total = initial.totalMinor;
  let ended = false;
  let writing: Promise<boolean> | null = null;
  const tell = makeKeptNotice();

  const write = async (): Promise<boolean> => {
    const body = store.getState();
    if (ended || body === stored) return true;
    const reply = await (isEmptyDraft(body) ? removeDraft(id) : saveDraft(id, { ...body, totalMinor: total }));
    if (reply.ok) stored = body;
    tell(reply, () => void save());
    return reply.ok;
  };

  /** One after the other, so that an older content never comes after a newer one; at once where none is running. */
  const save = (): Promise<boolean> => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    const own = (writing ? writing.then(write) : write()).finally(() => {
      if (writing === own) writing = null;
    });
    writing = own;
    return own;
  };

  return {
    id,
    store,
    read: () => store.getState(),
    noteTotal(totalMinor) {
      total = totalMinor;
    },
    change(action) {
      const before = store.getState();
      const after = changeDraft(before, action);
      if (after === before) return;
      store.setState(after, true);
      timer ??= setTimeout(() => void save(), SAVE_DELAY_MS);
    },
    flush: save,
    async end() {
      ended = true;
      if (timer !== null) clearTimeout(timer);
      await writing;
      tell(await removeDraft(id), () => void removeDraft(id));
    },
  };
}

/** The draft as it is now, saved while the screen is shown and when it is left. */
export function useDraft(handle: DraftHandle): OrderDraft {
  const draft = useStore(handle.store);
  useEffect(() => {
    const flush = () => void handle.flush();
    window.addEventListener('blur', flush);
    window.addEventListener('pagehide', flush);
    return () => {
      window.removeEventListener('blur', flush);
      window.removeEventListener('pagehide', flush);
      flush();
    };
  }, [handle]);
  return draft;
}

/** A handle that stays the same for one draft. */
export function useDraftHandle(id: string, initial: OrderDraft): DraftHandle {
  // biome-ignore lint/correctness/useExhaustiveDependencies: what the draft began as counts once
  return useMemo(() => openDraftHandle(id, initial), [id]);
}
