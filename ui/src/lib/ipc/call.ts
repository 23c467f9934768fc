// How a screen asks the desk: `await call('receive_dossier', {...})`. Throws DeskError, whose words come from its code.
import { errorWords } from '../i18n';
import type { Commands, FieldProblem } from './types';

export type Answer = { ok: true; output: unknown } | { ok: false; error: unknown };

/** Messages without a place that are about one field wherever they come up. */
const fieldOfCode: Readonly<Record<string, string>> = {
  password_short: 'password',
  password_long: 'password',
  password_common: 'password',
  bad_login: 'login',
  login_taken: 'login',
  name_missing: 'name',
  wrong_recovery_code: 'code',
};

export class DeskError extends Error {
  constructor(
    readonly code: string,
    readonly fields: Record<string, string> = {},
    readonly at: FieldProblem[] = [],
  ) {
    super(code);
  }

  /** What happened, what is kept, what to do, and the small code; in the language in use. */
  get words(): string {
    return errorWords(this);
  }

  /** The words for one field of a form, if the desk named it or the message can only be about it. */
  of(field: string): string | undefined {
    if (this.at.length === 0 && fieldOfCode[this.code] === field) return this.words;
    const found = this.at.find((one) => one.field === field);
    return found && errorWords(found);
  }

  /** The field this whole message is about, if it names one. */
  get field(): string | undefined {
    return this.at.length === 0 ? fieldOfCode[this.code] : this.at.length === 1 ? this.at[0]?.field : undefined;
  }

  static from(error: unknown): DeskError {
    if (error instanceof DeskError) return error;
    const shape = error as { code?: unknown; fields?: Record<string, string>; at?: FieldProblem[] } | null;
    if (typeof shape?.code === 'string') return new DeskError(shape.code, shape.fields ?? {}, shape.at ?? []);
    return new DeskError('no_answer');
  }
}

type Host = { ask: (name: string, input: unknown) => Promise<Answer> };

let host: Promise<Host> | undefined;

function theHost(): Promise<Host> {
  host ??= '__TAURI_INTERNALS__' in window ? import('./host') : import('./host.web');
  return host;
}

let shutOut: (() => void) | undefined;

/** Called when the desk answers that it is locked or that nobody is signed in: the page then asks where it stands. */
export function whenShutOut(run: () => void): void {
  shutOut = run;
}

export async function call<Name extends keyof Commands>(name: Name, input: Commands[Name]['input']): Promise<Commands[Name]['output']> {
  let answer: Answer;
  try {
    answer = await (await theHost()).ask(name, input);
  } catch {
    throw new DeskError('no_answer');
  }
  if (!answer.ok) {
    const error = DeskError.from(answer.error);
    if (error.code === 'locked' || error.code === 'not_signed_in') shutOut?.();
    throw error;
  }
  return answer.output as Commands[Name]['output'];
}
