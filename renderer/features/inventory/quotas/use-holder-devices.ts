import { useEffect, useState } from 'react';
import { permissions } from '#shared/domains/admin/model.ts';
import type { DeviceInfo } from '#shared/protocol/devices.ts';
import { bridge } from '../../../app/bridge.ts';
import { replyOf } from '../../../app/kept-notice.ts';
import { usePermission } from '../../../app/session.ts';

/**
 * The computers on which a person may promise something, whoever was heard last first; null for whoever may not see
 * computers, and until the office has answered.
 */
export function useHolderDevices(userId: string | null): readonly DeviceInfo[] | null {
  const may = usePermission(permissions.manageDevices);
  const [devices, setDevices] = useState<readonly DeviceInfo[] | null>(null);
  useEffect(() => {
    if (!may) return;
    let isOver = false;
    void replyOf(bridge().devices.list()).then((reply) => {
      if (!isOver && reply.ok) setDevices(reply.devices);
    });
    return () => {
      isOver = true;
    };
  }, [may]);
  if (devices === null) return null;
  return devices
    .filter(({ person, state }) => person.id === userId && (state === 'open' || state === 'locked'))
    .toSorted((a, b) => b.lastContactAt - a.lastContactAt);
}
