// The six states a thing can be in, each with its shape; colour never stands alone.
import CircleDashed from '@lucide/svelte/icons/circle-dot-dashed';
import Check from '@lucide/svelte/icons/check';
import Clock from '@lucide/svelte/icons/clock-3';
import Mail from '@lucide/svelte/icons/mail';
import Minus from '@lucide/svelte/icons/minus';
import Pause from '@lucide/svelte/icons/pause';
import Triangle from '@lucide/svelte/icons/triangle-alert';

export type Mark = 'ok' | 'soon' | 'late' | 'hold' | 'new' | 'shut' | 'none';

export const markIcons = { ok: Check, soon: Clock, late: Triangle, hold: Pause, new: Mail, shut: Minus, none: CircleDashed } as const;
