/**
 * Tones for hands that are busy and eyes that are elsewhere, made by the window itself: one low tone for right, one in the
 * middle for a look, two high ones for wrong.
 */
import { usePreferences } from '../../../../app/preferences.ts';
import type { AnswerTone } from './answer.ts';

interface Tone {
  readonly hertz: number;
  readonly startMs: number;
  readonly lengthMs: number;
}

const tones: Readonly<Record<AnswerTone, readonly Tone[]>> = {
  right: [{ hertz: 294, startMs: 0, lengthMs: 80 }],
  look: [{ hertz: 587, startMs: 0, lengthMs: 180 }],
  wrong: [
    { hertz: 1397, startMs: 0, lengthMs: 120 },
    { hertz: 1397, startMs: 180, lengthMs: 120 },
  ],
};

const LOUDNESS = 0.25;
/** Without it a tone begins and ends with a click. */
const EDGE_MS = 8;

let audio: AudioContext | null = null;

/** Plays the answer's tones, unless the person wants silence or the computer has no sound. */
export function playTone(tone: AnswerTone): void {
  if (!usePreferences.getState().workSounds || typeof AudioContext === 'undefined') return;
  audio ??= new AudioContext();
  if (audio.state === 'suspended') void audio.resume();
  for (const { hertz, startMs, lengthMs } of tones[tone]) {
    const start = audio.currentTime + startMs / 1_000;
    const end = start + lengthMs / 1_000;
    const oscillator = audio.createOscillator();
    const gain = audio.createGain();
    oscillator.frequency.value = hertz;
    gain.gain.setValueAtTime(0, start);
    gain.gain.linearRampToValueAtTime(LOUDNESS, start + EDGE_MS / 1_000);
    gain.gain.setValueAtTime(LOUDNESS, end - EDGE_MS / 1_000);
    gain.gain.linearRampToValueAtTime(0, end);
    oscillator.connect(gain).connect(audio.destination);
    oscillator.start(start);
    oscillator.stop(end);
  }
}
