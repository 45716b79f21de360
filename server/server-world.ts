import type { World } from '#shared/kernel/world.ts';

/** What the server touches of the world: it calls nobody, so it needs no network of its own. */
export type ServerWorld = Omit<World, 'network'>;
