import type { Id } from '../../../kernel/ids.ts';
import type { DemoTerritoryCode } from './people.ts';

export interface DemoPerson {
  readonly id: Id;
  readonly login: string;
  readonly name: string;
  readonly deviceCode: string;
}

export interface DemoTerritory {
  readonly id: Id;
  readonly code: DemoTerritoryCode;
  readonly weight: number;
  /** Who looks after its customers. */
  readonly rep: DemoPerson;
}

declare module '../../../kernel/demo.ts' {
  interface DemoStory {
    territories: readonly DemoTerritory[];
    manager: DemoPerson;
    /** The one team: it has customers together. */
    team: { readonly id: Id; readonly name: string };
    /** He who keeps the main warehouse, and the one who keeps the other. */
    storekeepers: readonly [DemoPerson, DemoPerson];
  }
}
