// The language in use and the three small functions the generated messages are made of.

export type Language = 'vi' | 'en';
export type Arg = string | number | null | undefined;

const KEY = 'motcua.language';

function remembered(): Language {
  // The desk's own settings win after sign-in; this is what the sign-in page of this machine showed last.
  try {
    return localStorage.getItem(KEY) === 'en' ? 'en' : 'vi';
  } catch {
    return 'vi';
  }
}

class Words {
  language = $state<Language>(typeof localStorage === 'undefined' ? 'vi' : remembered());
}

const words = new Words();

export function language(): Language {
  return words.language;
}

export function speak(next: Language): void {
  words.language = next;
  if (typeof document !== 'undefined') document.documentElement.lang = next;
  try {
    localStorage.setItem(KEY, next);
  } catch {
    // Without storage the choice lasts as long as the window.
  }
}

export function pick(vietnamese: string, english: string): string {
  return words.language === 'vi' ? vietnamese : english;
}

export function text(value: Arg): string {
  return value === null || value === undefined ? '' : String(value);
}

export function select(value: Arg, endings: readonly (readonly [string, string])[]): string {
  const wanted = text(value);
  const found = endings.find(([key]) => key === wanted) ?? (wanted === '1' ? endings.find(([key]) => key === 'one') : undefined);
  return (found ?? endings[endings.length - 1])?.[1] ?? '';
}
