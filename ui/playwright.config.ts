import { defineConfig } from "@playwright/test";

const PORT = Number(process.env["PORT"] ?? 4321);

export default defineConfig({
  testDir: "e2e",
  outputDir: "node_modules/.test-results",
  workers: 2,
  // Tests share nothing but the server; one long file must not hold up a worker.
  fullyParallel: true,
  timeout: 30_000,
  reporter: [["list"]],
  use: {
    baseURL: `http://localhost:${PORT}/`,
    viewport: { width: 1440, height: 860 },
    launchOptions: {
      // Debian's own browser where it is; elsewhere say so by CHROMIUM.
      executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
      args: ["--no-sandbox", "--disable-gpu"],
    },
  },
  webServer: {
    command: `npx vite preview --outDir node_modules/.mock-dist --port ${PORT} --strictPort`,
    port: PORT,
    reuseExistingServer: false,
  },
});
