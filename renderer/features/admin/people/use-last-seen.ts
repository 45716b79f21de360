import { useEffect, useState } from 'react';
import { permissions } from '#shared/domains/admin/model.ts';
import { bridge } from '../../../app/bridge.ts';
import { replyOf } from '../../../app/kept-notice.ts';
import { usePermission } from '../../../app/session.ts';

export interface LastSeen {
  /** When the office said so; it is asked once, as the list opens. */
  readonly heardAt: number;
  /** The newest contact of any computer of each person, by the person's id. */
  readonly contacts: ReadonlyMap<string, number>;
}

/** When each person was last heard of; null for whoever may not see computers, and until the office has answered. */
export function useLastSeen(): LastSeen | null {
  const may = usePermission(permissions.manageDevices);
  const [seen, setSeen] = useState<LastSeen | null>(null);
  useEffect(() => {
    if (!may) return;
    let isOver = false;
    void replyOf(bridge().devices.list()).then((reply) => {
      if (isOver || !reply.ok) return;
      const contacts = new Map<string, number>();
      for (const { person, lastContactAt } of reply.devices) {
        contacts.set(person.id, Math.max(lastContactAt, contacts.get(person.id) ?? 0));
      }
      setSeen({ heardAt: reply.heardAt, contacts });
    });
    return () => {
      isOver = true;
    };
  }, [may]);
  return seen;
}
