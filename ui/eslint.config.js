import globals from "globals";
import svelte from "eslint-plugin-svelte";
import ts from "typescript-eslint";
import svelteConfig from "./svelte.config.js";

// Imports go down only: screens → subjects → parts → host/lib. `below` names what a layer must not reach for.
const above = {
  lib: ["host", "parts", "subjects", "screens"],
  host: ["parts", "subjects", "screens"],
  parts: ["host", "subjects", "screens"],
  subjects: ["screens"],
};
const tauri = {
  group: ["@tauri-apps/*"],
  message: "Only host/tauri.ts speaks to Tauri; call the host instead.",
};
const fence = (layer) => ({
  files: [`src/${layer}/**/*.{ts,svelte}`],
  rules: {
    "no-restricted-imports": [
      "error",
      {
        patterns: [
          ...(layer === "host" ? [] : [tauri]),
          {
            group: above[layer].map((name) => `**/${name}/**`),
            message: `Imports go down only: ${layer} may not use ${above[layer].join(", ")}.`,
          },
        ],
      },
    ],
  },
});

export default ts.config(
  { ignores: ["dist/", "node_modules/", "src/bindings/", "test-results/"] },
  ...ts.configs.recommended,
  ...svelte.configs.recommended,
  { languageOptions: { globals: { ...globals.browser } } },
  {
    files: ["**/*.svelte", "**/*.svelte.ts"],
    languageOptions: { parserOptions: { parser: ts.parser, svelteConfig } },
  },
  {
    rules: {
      "no-undef": "off",
      "no-restricted-imports": ["error", { patterns: [tauri] }],
      "svelte/no-at-html-tags": "error",
      // Addresses are hashes of one page; there is no router to resolve them.
      "svelte/no-navigation-without-resolve": "off",
      // Maps and sets are replaced whole where they are shown; the others are nobody's state.
      "svelte/prefer-svelte-reactivity": "off",
      // `{" "}` is how a blank survives at an element's edge.
      "svelte/no-useless-mustaches": "off",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
    },
  },
  ...Object.keys(above).map(fence),
  { files: ["src/host/tauri.ts"], rules: { "no-restricted-imports": "off" } },
);
