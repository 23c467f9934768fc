import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  plugins: [svelte()],
  build: {
    // WebKitGTK 2.50 on Debian 12, Chromium 120 and newer.
    target: ['safari17', 'chrome120'],
    // The page's content security policy allows neither inline code nor data: fonts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 900,
    // One sheet for the whole program: a part that is read later must not look different while its own arrives.
    cssCodeSplit: false,
  },
  server: { proxy: { '/call': process.env.BRIDGE ?? 'http://127.0.0.1:7071' } },
  test: { include: ['src/**/*.test.ts'], environment: 'node' },
});
