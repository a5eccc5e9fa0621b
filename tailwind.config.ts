import type { Config } from "tailwindcss";

/** The names under which components know the identity's values; the values themselves live in app/globals.css. */
const token = (name: string): string => `var(--${name})`;

export default {
  content: ["./app/**/*.tsx", "./components/**/*.tsx"],
  theme: {
    colors: {
      transparent: "transparent",
      current: "currentColor",
      page: token("stone-0"),
      panel: token("stone-1"),
      line: token("stone-2"),
      "line-strong": token("stone-3"),
      ink: token("ink-1"),
      "ink-2": token("ink-2"),
      "ink-3": token("ink-3"),
      brass: token("brass"),
      "on-brass": token("on-brass"),
      "brass-wash": token("brass-wash"),
      moss: token("moss"),
      brick: token("brick"),
      "on-brick": token("on-brick"),
      slate: token("slate"),
      ochre: token("ochre"),
      field: token("field"),
    },
    borderRadius: { none: "0", control: "6px", panel: "10px", full: "999px" },
    fontFamily: { sans: "var(--font-geist-sans), system-ui, sans-serif", mono: "var(--font-mono)" },
    fontSize: {
      12: ["12px", "16px"],
      13: ["13px", "18px"],
      14: ["14px", "20px"],
      16: ["16px", "24px"],
      20: ["20px", "28px"],
      28: ["28px", "34px"],
    },
    boxShadow: { none: "none" },
    screens: { sm: "480px", md: "768px", lg: "1024px", xl: "1280px" },
  },
} satisfies Config;
