/** The look of the error page: the console's stone, ink and brass, without a file to load. */
export const STYLE = `
:root { color-scheme: light dark; --page: #fdfcfa; --panel: #f6f4f0; --line: #d5cfc4; --ink: #1d1a16; --ink-2: #4a443b; --brass: #8a5b00; }
@media (prefers-color-scheme: dark) {
  :root { --page: #161412; --panel: #1e1b18; --line: #3a352d; --ink: #f3efe8; --ink-2: #cfc7ba; --brass: #e5b45c; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink); font: 16px/24px system-ui, sans-serif; }
main { max-width: 36rem; margin: 0 auto; padding: 12vh 24px 48px; }
.mark { color: var(--brass); }
h1 { margin: 16px 0 12px; font-size: 20px; line-height: 28px; font-weight: 600; }
p { margin: 0 0 12px; color: var(--ink-2); }
details { margin-top: 24px; border: 1px solid var(--line); border-radius: 10px; background: var(--panel); }
summary { padding: 12px 16px; cursor: pointer; color: var(--brass); font-size: 14px; line-height: 20px; border-radius: 10px; }
summary:focus-visible { outline: 2px solid var(--brass); outline-offset: 2px; }
dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 8px 16px; margin: 0; padding: 0 16px 16px; font-size: 14px; line-height: 20px; }
dt { color: var(--ink-2); }
dd { margin: 0; font-family: ui-monospace, monospace; overflow-wrap: anywhere; }
@media (max-width: 30rem) { dl { grid-template-columns: minmax(0, 1fr); gap: 0; } dd { margin-bottom: 8px; } }
@media (forced-colors: active) { summary, .mark { color: LinkText; } }
`;
