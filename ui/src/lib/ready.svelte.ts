// `data-ready` of the main element: true when the screen shows what it came for (or the error in its place).
class Ready {
  value = $state(false);
}
export const screenReady = new Ready();

/** Called by every screen while it is made. */
export function useReady(ready: () => boolean): void {
  $effect(() => {
    screenReady.value = ready();
    return () => {
      screenReady.value = false;
    };
  });
}
