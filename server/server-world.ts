import type { World } from '#shared/kernel/world.ts';

/** What the server touches of the world: it calls nobody, so it needs no network of its own. */
export type ServerWorld = Omit<World, 'network'>;

/**
 * Runs another program to its end. @param environment beside this process's own
 * @throws what the system says when it cannot be started
 */
export type RunProgram = (
  file: string,
  args: readonly string[],
  environment?: Readonly<Record<string, string>>,
) => Promise<{ readonly code: number | null; readonly output: string; readonly complaint: string }>;
