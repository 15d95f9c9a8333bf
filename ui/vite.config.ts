import { svelte } from "@sveltejs/vite-plugin-svelte";
import { svelteTesting } from "@testing-library/svelte/vite";
import { defineConfig } from "vitest/config";
import conf from "../tauri.conf.json" with { type: "json" };

export default defineConfig({
  plugins: [svelte(), svelteTesting()],
  // Tauri looks for this very port (`devUrl`).
  server: { port: 1420, strictPort: true },
  // The page is tested under the very policy that the window has.
  preview: { headers: { "content-security-policy": conf.app.security.csp } },
  clearScreen: false,
  build: {
    target: "safari15",
    // Fonts and icons stay files: the page's policy allows no `data:` fonts.
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    sourcemap: false,
  },
  test: {
    environment: "happy-dom",
    include: ["src/**/*.test.ts"],
    restoreMocks: true,
  },
});
