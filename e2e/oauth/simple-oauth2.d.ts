/** What the journeys use of it: the package brings no types of its own. */
declare module "simple-oauth2" {
  type Configuration = {
    client: { id: string; secret: string };
    auth: { tokenHost: string; tokenPath?: string; revokePath?: string; authorizePath?: string };
    options?: { authorizationMethod?: "header" | "body" };
  };
  type Token = { access_token: string; refresh_token: string; scope: string; expires_in: number };

  export interface AccessToken {
    readonly token: Token;
    expired(windowSeconds?: number): boolean;
    refresh(params?: Record<string, string>): Promise<AccessToken>;
    revoke(kind: "access_token" | "refresh_token"): Promise<unknown>;
    revokeAll(): Promise<void>;
  }

  export class ClientCredentials {
    constructor(configuration: Configuration);
    getToken(params?: Record<string, string>): Promise<AccessToken>;
  }

  export class AuthorizationCode {
    constructor(configuration: Configuration);
    authorizeURL(params: Record<string, string>): string;
    getToken(params: Record<string, string>): Promise<AccessToken>;
    createToken(token: Token): AccessToken;
  }
}
