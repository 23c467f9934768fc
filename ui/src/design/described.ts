// What a panel needs to know to draw a form from its description: fields in order, each with its words, and what the act would do.

export type DescribedKind = 'text' | 'long' | 'date' | 'moment' | 'money' | 'number' | 'choice' | 'radios' | 'flag';

export type DescribedField = {
  name: string;
  /** The id of its control; problems and keys lead there. */
  id: string;
  kind: DescribedKind;
  label: string;
  hint?: string | undefined;
  error?: string | undefined;
  required: boolean;
  value: string;
  options: readonly { value: string; label: string }[];
  /** What people wrote here before, for what is typed now. */
  suggest?: ((text: string) => readonly string[]) | undefined;
  /** The last day that a year of two digits may mean. */
  latest: string;
};

/** A line of a list to be ticked; `own` lines were added by hand and can be written anew. */
export type DescribedTick = { key: string; label: string; on: boolean; own: boolean };

/** A paper with its state and numbers. */
export type DescribedRow = { key: string; name: string; state: string; originals: number; copies: number; error?: string | undefined };

export type DescribedProblem = { field?: string; text: string };

/** What the act would lead to. */
export type DescribedOutlook = { mark: 'ok' | 'hold' | 'shut' | 'none'; status: string; due?: string | undefined; steps: readonly { when?: string; text: string; counts?: boolean | null }[] };

export interface Described {
  readonly title: string;
  /** What it is about, when that is not plain from the place: how many dossiers. */
  readonly about: string | undefined;
  /** The verb on the primary button. */
  readonly verb: string;
  /** True for an act that cannot be taken back. */
  readonly grave: boolean;
  readonly state: 'waiting' | 'failed' | 'open' | 'sending';
  /** What stands against the act as a whole. */
  readonly against: string | undefined;
  readonly fields: readonly DescribedField[];
  readonly ticks: readonly DescribedTick[] | undefined;
  readonly ticksError: string | undefined;
  readonly rows: readonly DescribedRow[];
  readonly rowStates: readonly { value: string; label: string }[];
  readonly outlook: DescribedOutlook | undefined;
  /** Filled by an attempt that failed: one is led to at its field, several stand in a summary. */
  readonly problems: readonly DescribedProblem[];
  set: (name: string, value: string) => void;
  left: (name: string) => void;
  tick: (key: string, on: boolean) => void;
  addTick: (text: string) => void;
  row: (key: string, change: Partial<Pick<DescribedRow, 'state' | 'originals' | 'copies'>>) => void;
  load: () => void;
  run: () => void;
}
