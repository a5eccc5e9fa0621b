const WIDE = { width: 1280, height: 900 };
const PHONE = { width: 390, height: 844 };

/**
 * How each page is looked at, one after the other without loading it again: by the camera in all four, by axe in the two
 * that between them hold both colour schemes and both widths.
 */
export const LOOKS = [
  { look: "light", viewport: WIDE, colorScheme: "light", isRead: true },
  { look: "dark", viewport: WIDE, colorScheme: "dark", isRead: false },
  { look: "phone", viewport: PHONE, colorScheme: "light", isRead: false },
  { look: "phone-dark", viewport: PHONE, colorScheme: "dark", isRead: true },
] as const;

/** Every page. `open` pages need no sign-in. */
export const PAGES: { name: string; path: string; open?: boolean }[] = [
  { name: "not-found", path: "/nothing/here" },
  { name: "oauth-users", path: "/connections/oauth-users" },
  { name: "oauth-users-new", path: "/connections/oauth-users/new" },
  { name: "oauth-users-classic", path: "/connections/oauth-users/classic" },
  { name: "authorizations", path: "/connections/authorizations" },
  { name: "tokens", path: "/connections/tokens" },
  { name: "tokens-new", path: "/connections/tokens/new" },
  { name: "tokens-new-custom", path: "/connections/tokens/new?access=custom&expires=none" },
  { name: "sign-in", path: "/sign-in", open: true },
  { name: "set-up-closed", path: "/setup", open: true },
  { name: "invitation-dead", path: "/invitation", open: true },
  { name: "refused", path: "/refused/forbidden?request=0192f000-0000-7000-8000-000000000001", open: true },
  { name: "classic", path: "/classic", open: true },
  { name: "consent-over", path: "/consent/0192f000-0000-7000-8000-000000000001" },
  { name: "device", path: "/device" },
  { name: "device-by-link", path: "/device?user_code=BCDF-GHJK" },
  { name: "device-done", path: "/device/done?decision=allow" },
  { name: "confirm", path: "/sign-in?fresh=1" },
  { name: "confirmed", path: "/sign-in?confirmed=1" },
  { name: "sign-out", path: "/sign-out" },
  { name: "signed-out", path: "/sign-out", open: true },
  { name: "overview", path: "/" },
  { name: "api-connection", path: "/connections/api" },
  { name: "log", path: "/log" },
  { name: "log-nothing-found", path: "/log?search=nobody+of+this+name&outcome=refused" },
  { name: "general", path: "/general" },
  { name: "security", path: "/security" },
  { name: "people", path: "/people" },
  { name: "people-nobody-found", path: "/people?search=nobody+of+this+name" },
  { name: "account", path: "/account" },
  { name: "account-apps", path: "/account/apps" },
  { name: "account-security", path: "/account/security" },
];
