// What the stories at the counter share: made-up people, their cards, keys that are counted, and a dossier received by the screens.
import type { Page } from '@playwright/test';
import { type Desk, expect, ready, scan } from './desk';

export type Citizen = { number: string; name: string; birth: string; sex: 'Nam' | 'Nữ'; address: string };

export const duyen: Citizen = { number: '017190001234', name: 'Quách Thị Mỹ Duyên', birth: '05031990', sex: 'Nữ', address: 'Xóm Cú, Tử Nê, Tân Lạc, Hòa Bình' };
export const thanh: Citizen = { number: '017085004321', name: 'Đinh Công Thành', birth: '12091985', sex: 'Nam', address: 'Xóm Bin, Tử Nê, Tân Lạc, Hòa Bình' };

export function card(one: Citizen): string {
  return [one.number, '', one.name, one.birth, one.sex, one.address, '10052021'].join('|');
}

/** Presses keys and counts them; a scan is the scanner's work. */
export class Hands {
  pressed = 0;
  constructor(private readonly page: Page) {}

  async press(key: string): Promise<void> {
    this.pressed += 1;
    await this.page.keyboard.press(key);
  }
  async type(text: string): Promise<void> {
    for (const letter of text) await this.press(letter);
  }
}

export async function openIntake(page: Page): Promise<void> {
  await page.keyboard.press('F2');
  await ready(page, 'intake');
  await expect(page.locator('#person-box')).toBeFocused();
}

/** One dossier from card to number; gives its code. */
export async function receive(page: Page, citizen: Citizen, procedure = 'dkks'): Promise<string> {
  await openIntake(page);
  await scan(page, card(citizen));
  await expect(page.locator('#procedure')).toBeFocused();
  await page.keyboard.type(procedure);
  await page.keyboard.press('Enter');
  await page.keyboard.press('F8');
  await page.keyboard.press('F9');
  const line = page.getByRole('status').filter({ hasText: /Đã lưu/ });
  await expect(line).toBeVisible();
  return /\d{3}\.[\d.]+\.H\d{2}-\d{6}-\d{4}/.exec(await line.innerText())?.[0] ?? '';
}

/** Language, theme and zoom as the settings keep them, then the page anew. */
export async function look(page: Page, desk: Desk, how: { lang: 'vi' | 'en'; theme: 'light' | 'dark'; zoom: number }): Promise<void> {
  await desk.call('settings_save', how);
  await page.reload();
  await ready(page, 'today');
}

export const looks = [
  { lang: 'vi', theme: 'light', zoom: 100 },
  { lang: 'en', theme: 'dark', zoom: 100 },
  { lang: 'vi', theme: 'dark', zoom: 200 },
  { lang: 'en', theme: 'light', zoom: 200 },
] as const;

export const nameOf = (how: { lang: string; theme: string; zoom: number }): string => `${how.lang}-${how.theme}-${how.zoom}`;
