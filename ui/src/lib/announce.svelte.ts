// One polite live region for what was saved, printed or counted.
class Announcer {
  text = $state('');
}
export const announcer = new Announcer();

export function announce(words: string): void {
  // The same words twice are two announcements.
  announcer.text = announcer.text === words ? `${words}\u00a0` : words;
}
