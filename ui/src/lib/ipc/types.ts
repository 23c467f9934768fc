// The commands by name, as the counter declares them; here stands only what a screen may leave out.
import type * as t from './generated/types';

export type * from './generated/types';

export type Mark = 'late' | 'soon' | 'ok' | 'hold' | 'new' | 'shut';

/** What the register shows, as a file. */
export type RegisterExport = { search: Partial<t.RegisterSearch>; format: 'xlsx' | 'csv' | 'pdf' };

export type Commands = Omit<t.Commands, 'register_search' | 'register_export'> & {
  register_search: { input: Partial<t.RegisterSearch>; output: t.RegisterView };
  register_export: { input: RegisterExport; output: t.SavedFiles };
};
