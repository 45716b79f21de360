/**
 * The network between laptops and the server: every exchange takes time, may be cut at any point, come twice, late or
 * out of order, or meet something that is no Satchel at all. What crosses it is told to the auditor as it happens.
 */
import { gunzipSync } from 'node:zlib';
import type { SeededRandom } from '#shared/kernel/demo.ts';
import type { Reason } from '#shared/kernel/refusal.ts';
import { type Network, type NetworkRequest, type NetworkResponse, NetworkUnreachable } from '#shared/kernel/world.ts';
import type { PullRequest, PullResponse, PushRequest, PushResponse } from '#shared/protocol/sync.ts';
import type { Simulation } from '../support/simulated-world.ts';
import type { Auditor } from './contract.ts';
import type { Life } from './lives.ts';

/** How many of a hundred exchanges meet what. */
export interface Weather {
  readonly cutBeforeSend: number;
  readonly cutAfterSend: number;
  readonly cutInAnswer: number;
  readonly requestLost: number;
  readonly requestTwice: number;
  readonly answerLate: number;
  /** It reaches the server after the device gave it up, behind what the device sent since. */
  readonly requestOutOfOrder: number;
  /** Something else answers: the page of a hotel that wants a name. */
  readonly otherAnswers: number;
  /** Nothing ever comes of it, no end either; the server may have it or not. */
  readonly requestHangs: number;
}
export type NetworkFault = keyof Weather;

export const calm: Weather = {
  cutBeforeSend: 0,
  cutAfterSend: 0,
  cutInAnswer: 0,
  requestLost: 0,
  requestTwice: 0,
  answerLate: 0,
  requestOutOfOrder: 0,
  otherAnswers: 0,
  requestHangs: 0,
};

/** The server of this moment, whichever process that is. */
export interface ServerEnd {
  /** @throws NetworkUnreachable when there is none, or it dies over it */
  answer(request: NetworkRequest): Promise<NetworkResponse>;
  listen(request: Omit<NetworkRequest, 'body'>, onText: (chunk: string) => void): Promise<ServerStream>;
}
export interface ServerStream {
  readonly ended: Promise<void>;
  close(): void;
}

export interface NetworkParts {
  readonly simulation: Simulation;
  readonly device: string;
  readonly life: Life;
  readonly random: SeededRandom;
  readonly server: ServerEnd;
  readonly auditor: Auditor;
  isCut(): boolean;
  weather(): Weather;
  happened(fault: NetworkFault): void;
  /** For the digest of the run. */
  crossed(line: string): void;
}

/** As often as the real server does: a device takes a stream for dead that was silent for longer. */
const STREAM_SAYS_SOMETHING_MS = 20_000;
/** Where somebody stands at a form he sees that nothing comes; here only the device itself can. */
const unattended = /\/v1\/sync\/(push|pull|snapshot|checksums)$/;
const never = <T>(): Promise<T> => new Promise(() => {});

export function makeNetwork(parts: NetworkParts): Network {
  const { simulation, life, random, server } = parts;
  const wait = async (ms: number): Promise<void> => {
    await new Promise<void>((resolve) => {
      simulation.world.timers.after(ms, resolve);
    });
    // Nobody is there any more to whom anything could happen.
    if (life.isDead) await never();
  };
  const latencyMs = (): number => random.between(5, 120);
  const cut = (where: string): NetworkUnreachable => new NetworkUnreachable(where);

  /** @param delivered whether the device is meant to get the answer: told at once, so that answers are told in their order */
  async function arrive(request: NetworkRequest, delivered: boolean): Promise<NetworkResponse> {
    const tell = tap(parts, request);
    const response = await server.answer(request);
    parts.crossed(`${parts.device} ${new URL(request.url).pathname} ${response.status} ${response.body.byteLength}`);
    tell(response, delivered);
    return response;
  }

  /** Reaches the server when nobody waits for it any more. */
  function arriveLater(request: NetworkRequest, afterMs: number): void {
    simulation.world.timers.after(afterMs, () => {
      arrive(request, false).catch((error: unknown) => {
        if (!(error instanceof NetworkUnreachable)) throw error;
      });
    });
  }

  function fateOf({ url }: NetworkRequest): NetworkFault | null {
    const weather = parts.weather();
    if (weather === calm) return null;
    let left = random.next() * 100;
    for (const fault of Object.keys(calm) as NetworkFault[]) {
      left -= weather[fault];
      if (left < 0) {
        if (fault === 'requestHangs' && !unattended.test(url)) return null;
        parts.happened(fault);
        return fault;
      }
    }
    return null;
  }

  async function request(request: NetworkRequest): Promise<NetworkResponse> {
    const askedAtMs = simulation.now();
    if (life.isDead) return never();
    if (parts.isCut()) throw cut('no network');
    const fate = fateOf(request);
    if (fate === 'cutBeforeSend') throw cut('cut before it was sent');
    request.onProgress?.('went');
    await wait(latencyMs());
    if (fate === 'requestHangs') {
      if (random.chance(50)) arriveLater(request, 0);
      return never();
    }
    if (fate === 'otherAnswers') {
      return { status: 200, headers: {}, body: new TextEncoder().encode('<html>Welcome to the hotel</html>') };
    }
    if (fate === 'requestLost' || fate === 'requestOutOfOrder') {
      if (fate === 'requestOutOfOrder') arriveLater(request, request.timeoutMs + random.between(0, 90_000));
      await wait(request.timeoutMs);
      throw cut('timed out');
    }
    if (fate === 'requestTwice') arriveLater(request, random.between(0, 5_000));
    const isCutAfter = fate === 'cutAfterSend' || fate === 'cutInAnswer';
    const response = await arrive(request, !isCutAfter);
    if (fate === 'answerLate') await wait(random.between(2_000, 25_000));
    else if (fate !== 'cutAfterSend') await wait(latencyMs());
    if (life.isDead) return never();
    if (isCutAfter || parts.isCut())
      throw cut(fate === 'cutInAnswer' ? 'cut in the middle of the answer' : 'cut after it was sent');
    if (response.status === 200) {
      const { pathname: path } = new URL(request.url);
      parts.auditor.reached({ device: parts.device, path, askedAtMs, atMs: simulation.now() });
    }
    return response;
  }

  return {
    request,
    async stream(request, onText) {
      if (life.isDead) return never();
      if (parts.isCut()) throw cut('no network');
      await wait(latencyMs());
      const hear = (chunk: string): void => {
        if (!life.isDead && !parts.isCut()) onText(chunk);
      };
      const stream = await server.listen(request, hear);
      let isOpen = true;
      const saySomething = (): void => {
        simulation.world.timers.after(STREAM_SAYS_SOMETHING_MS, () => {
          if (!isOpen || life.isDead) return;
          hear(': still here\n\n');
          saySomething();
        });
      };
      saySomething();
      const ended = stream.ended.then(() => {
        isOpen = false;
        return life.isDead ? never<void>() : undefined;
      });
      return { ended, close: stream.close };
    },
  };
}

/** Tells the auditor of a request that reaches the server; the function returned tells of what came of it. */
function tap({ auditor, device, simulation }: NetworkParts, request: NetworkRequest) {
  const path = new URL(request.url).pathname;
  // What nobody looks at is not parsed.
  const asked = once(() => parse(request.headers, request.body ?? new Uint8Array()));
  const isPush = path === '/v1/sync/push';
  if (isPush || path === '/v1/sync/quarantine')
    auditor.pushed({ device, request: asked() as PushRequest, atMs: simulation.now() });
  return (response: NetworkResponse, delivered: boolean): void => {
    const atMs = simulation.now();
    const said = once(() => parse(response.headers, response.body));
    const both = {
      get request() {
        return asked();
      },
      get response() {
        return said();
      },
    };
    const seen = { device, path, delivered, atMs };
    if (response.status !== 200) {
      const reason = (said() as { error: Reason }).error;
      auditor.refused({ device, path, status: response.status, reason, atMs });
    } else if (isPush) auditor.answered(Object.assign(both as Exchange<PushRequest, PushResponse>, seen));
    else if (path === '/v1/sync/pull') auditor.pulled(Object.assign(both as Exchange<PullRequest, PullResponse>, seen));
    else auditor.exchanged(Object.assign(both, seen));
  };
}

interface Exchange<Request, Response> {
  readonly request: Request;
  readonly response: Response;
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

function parse(headers: Readonly<Record<string, string>>, body: Uint8Array): unknown {
  const plain = headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
  return plain.byteLength === 0 ? null : JSON.parse(new TextDecoder().decode(plain));
}
