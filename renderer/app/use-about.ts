import { useQuery } from '@tanstack/react-query';
import type { SatchelBridge } from '#shared/protocol/bridge.ts';
import { bridge } from './bridge.ts';

type About = Awaited<ReturnType<SatchelBridge['desktop']['about']>>;

/** Platform, versions and how the application was started; undefined until the answer. */
export function useAbout(): About | undefined {
  return useQuery({ queryKey: ['desktop.about'], queryFn: () => bridge().desktop.about() }).data;
}
