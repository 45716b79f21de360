/**
 * A picture of something: a product, later a person or a place. Its place has its size from the first moment, picture
 * or not; while there is none, or it is still on its way, the first letter of what it shows stands there.
 */
import { type ReactNode, useEffect, useState } from 'react';
import { bridge } from '../app/bridge.ts';
import { onFileArrived } from './arrived-files.ts';
import './picture.css';

const SMALLEST_LETTER_PX = 12;
const LETTER_OF_SIZE = 0.42;

interface PictureProps {
  /** What the row names; null where it names none. */
  readonly hash: string | null;
  /** Width and height in px. */
  readonly size: number;
  /** What it shows, for screen readers and the letter; empty beside its own name, where it would be said twice. */
  readonly alt: string;
  /** For the letter, where `alt` is empty. */
  readonly letterOf?: string;
}

/** The picture with this hash in a square, or a quiet place for it; it appears by itself when it has come. */
export function Picture({ hash, size, alt, letterOf = alt }: PictureProps): ReactNode {
  const [letter] = letterOf.trim();
  return (
    <span
      className="picture"
      style={{ width: size, height: size, fontSize: Math.max(SMALLEST_LETTER_PX, size * LETTER_OF_SIZE) }}
      {...(alt === '' ? { 'aria-hidden': true } : { role: 'img', 'aria-label': alt })}
    >
      {letter === undefined ? <BoxGlyph /> : <span className="picture-letter">{letter.toLocaleUpperCase()}</span>}
      {hash !== null && <Loaded key={hash} hash={hash} />}
    </span>
  );
}

/** Nothing until it is there: what is missing shows no broken picture. */
function Loaded({ hash }: { readonly hash: string }): ReactNode {
  const [isThere, setThere] = useState(false);
  const [turn, setTurn] = useState(0);
  useEffect(() => onFileArrived(hash, () => setTurn((turns) => turns + 1)), [hash]);
  return (
    <img
      // An element of its own asks anew.
      key={turn}
      src={bridge().files.address(hash)}
      alt=""
      decoding="async"
      draggable={false}
      data-there={isThere}
      onLoad={() => setThere(true)}
      onError={() => setThere(false)}
    />
  );
}

const BoxGlyph = (): ReactNode => (
  <svg className="picture-letter" viewBox="0 0 12 12" width="1em" height="1em" aria-hidden="true">
    <path d="M6 1 11 3.6v4.8L6 11 1 8.4V3.6zM1 3.6 6 6.2l5-2.6M6 6.2V11" fill="none" stroke="currentColor" />
  </svg>
);
