/** R7: `SO`, `K7`, 123 and six digits → `SO-K7-000123`: unique with no server, as the code belongs to one device. */
export function deviceNumber(prefix: string, deviceCode: string, running: number, digits: number): string {
  return `${prefix}-${deviceCode}-${String(running).padStart(digits, '0')}`;
}
