/** Counters of one process in Prometheus' text format. */
const descriptions = {
  satchel_http_requests_total: ['counter', 'Answered HTTP requests by address and status.'],
  satchel_commands_total: ['counter', 'Commands answered for the first time, by state.'],
  satchel_quarantined_commands_total: ['counter', 'Commands that closed devices handed over, repeated ones included.'],
  satchel_pulled_rows_total: ['counter', 'Rows sent to devices.'],
  satchel_snapshot_rows_total: ['counter', 'Rows sent to devices by snapshots of scopes.'],
  satchel_sent_files_total: ['counter', 'Files sent to devices.'],
  satchel_sent_file_bytes_total: ['counter', 'Bytes of files sent to devices, before compression.'],
  satchel_sign_ins_total: ['counter', 'Sign-ins by result.'],
  satchel_backups_total: ['counter', 'Copies of the company that this process tried to make, by result.'],
  satchel_backup_last_good_timestamp_seconds: ['gauge', 'When the last copy was made that could be read back.'],
  satchel_live_connections: ['gauge', 'Open live streams.'],
} as const satisfies Readonly<Record<string, readonly ['counter' | 'gauge', string]>>;

type MetricName = keyof typeof descriptions;

export interface Metrics {
  add(name: MetricName, amount: number, labels?: Readonly<Record<string, string>>): void;
  /** Of a gauge: what it is now. */
  set(name: MetricName, value: number): void;
  /** The page that a Prometheus server reads. */
  print(): string;
}

/** Makes the counters of one process, all at zero. */
export function makeMetrics(): Metrics {
  const values = new Map<MetricName, Map<string, number>>();
  return {
    add(name, amount, labels = {}) {
      const key = Object.entries(labels)
        .map(([label, value]) => `${label}=${JSON.stringify(value)}`)
        .join(',');
      const series = values.get(name) ?? new Map<string, number>();
      series.set(key, (series.get(key) ?? 0) + amount);
      values.set(name, series);
    },
    set(name, value) {
      values.set(name, new Map([['', value]]));
    },
    print() {
      const lines: string[] = [];
      for (const [name, [type, help]] of Object.entries(descriptions)) {
        lines.push(`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`);
        for (const [labels, value] of values.get(name as MetricName) ?? []) {
          lines.push(labels === '' ? `${name} ${value}` : `${name}{${labels}} ${value}`);
        }
      }
      return `${lines.join('\n')}\n`;
    },
  };
}
