// A figure of the day as people read it.
import { find, money, number } from './i18n';

/** A share, given in hundredths of a percent. */
export function percent(hundredths: number): string {
  return `${(hundredths / 100).toLocaleString('vi-VN', { maximumFractionDigits: 1 })} %`;
}

/** The figure as people read it; nothing where it cannot be computed. */
export function figure(name: string, value: number | null): string | undefined {
  if (value === null) return undefined;
  if (name === 'on_time' || name === 'online') return percent(value);
  return name === 'money' ? money(value) : number(value);
}

export function figureName(name: string): string {
  return find('day_figure', name) ?? name;
}

