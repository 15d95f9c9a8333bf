/** Starts the window: styles first, then the one component. */
import "./styles/tokens.css";
import "./styles/fonts.css";
import "./styles/base.css";
import { mount } from "svelte";
import App from "./App.svelte";
import { prefs } from "./lib/prefs.svelte";

// Screens are looked at in every setting without being loaded anew for each.
if (import.meta.env.MODE === "mock") Object.assign(window, { starlingPrefs: prefs });

const target = document.getElementById("app");
if (!target) throw new Error("BUG: index.html has no #app");

export default mount(App, { target });
