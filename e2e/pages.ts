/** Every page, looked at by axe and by the camera in light and dark, wide and 390 px. `open` pages need no sign-in. */
export const PAGES: { name: string; path: string; open?: boolean }[] = [
  { name: "not-found", path: "/nothing/here" },
  { name: "oauth-users", path: "/connections/oauth-users" },
  { name: "oauth-users-new", path: "/connections/oauth-users/new" },
];
