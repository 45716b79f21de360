import { describe, expect, it } from 'vitest';
import { isWorthSaying } from './electron-noise.mjs';

describe('the error output of Electron', () => {
  it.each([
    '[1:1122/071343.1:ERROR:bus.cc(407)] Failed to connect to the bus',
    '[1:1122/071343.1:ERROR:viz_main_impl.cc(181)] Exiting GPU process due to errors during initialization',
    '[1:1122/071343.1:ERROR:process_singleton.cc(1)] Failed to shutdown.',
    '   ',
  ])('leaves out %s', (line) => {
    expect(isWorthSaying(line)).toBe(false);
  });

  it('says what the application itself says', () => {
    expect(isWorthSaying('demo server: port 7420 is taken')).toBe(true);
  });
});
