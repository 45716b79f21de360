/**
 * An address of the API, described once: the same description validates requests and makes /v1/openapi.json, so the
 * two cannot differ.
 */
import type { z } from 'zod';
import type { Admits, Session } from '../auth/access-token.ts';
import type { HttpRefusalCode } from './http-refusal.ts';
import type { JsonText } from './json-text.ts';

/** What a handler may know of the request. */
export interface Call<Body> {
  readonly body: Body;
  /** The address that the request came from, for the sign-in limit. */
  readonly remoteAddress: string;
}

interface EndpointBase<Body, Answer> {
  readonly path: `/v1/${string}`;
  readonly summary: string;
  readonly body: z.ZodType<Body>;
  readonly answer: z.ZodType<Answer>;
  /** Largest body, decompressed too; BODY_LIMIT_BYTES unless given. */
  readonly limitBytes?: number;
  /** The refusals of its own, beside those that every address has. */
  readonly refusals: readonly HttpRefusalCode[];
}

/** Asked without a token. */
interface OpenEndpoint<Body, Answer> extends EndpointBase<Body, Answer> {
  readonly access: 'open';
  readonly handle: (call: Call<Body>) => Promise<Answer | JsonText<Answer>>;
}

/** Asked with a bearer token. */
interface SignedInEndpoint<Body, Answer> extends EndpointBase<Body, Answer> {
  readonly access: 'signedIn';
  /** Whose token is heard: of a living device, unless given. */
  readonly admits?: Admits;
  readonly handle: (call: Call<Body>, session: Session) => Promise<Answer | JsonText<Answer>>;
}

/** All are POST: bodies in, bodies out, nothing in the address that a log would keep. */
export type Endpoint<Body, Answer> = OpenEndpoint<Body, Answer> | SignedInEndpoint<Body, Answer>;

/** Any endpoint, as the list of routes holds it. */
// biome-ignore lint/suspicious/noExplicitAny: body and answer types are erased here; the body is parsed before it is handled
export type AnyEndpoint = Endpoint<any, unknown>;

/** Describes an endpoint; keeps body and answer types together. */
export function defineEndpoint<Body, Answer>(endpoint: Endpoint<Body, Answer>): Endpoint<Body, Answer> {
  return endpoint;
}
