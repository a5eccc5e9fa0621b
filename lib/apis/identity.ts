import { issuerUrl } from "@/lib/env";
import type { SystemScope } from "./system";

/** Where a token of a person tells who they are (OpenID Connect Core §5.3): its own address is its audience. */
export const identityAudience = (): string => `${issuerUrl()}/oauth/userinfo`;

/**
 * Leaves out what only a person who signs in to an application can give: no client has it for itself, and neither a
 * personal token nor the API connection stands for a sign-in.
 */
export const withoutIdentity = <S extends { audience: string }>(scopes: readonly S[]): S[] =>
  scopes.filter(({ audience }) => audience !== identityAudience());

/** The contexts of OpenID Connect (Core §5.4, §11). Their keys are the standard's, so no API of a company can have them. */
export const IDENTITY_SCOPES: readonly SystemScope[] = [
  {
    key: "openid",
    level: "read",
    names: { en: "Sign-in", fr: "Connexion", "pt-BR": "Entrada", ru: "Вход", es: "Inicio de sesión" },
    descriptions: {
      en: "Recognise you when you sign in",
      fr: "Vous reconnaître à la connexion",
      "pt-BR": "Reconhecer você na entrada",
      ru: "Узнавать вас при входе",
      es: "Reconocerle al iniciar sesión",
    },
  },
  {
    key: "profile",
    level: "read",
    names: { en: "Profile", fr: "Profil", "pt-BR": "Perfil", ru: "Профиль", es: "Perfil" },
    descriptions: {
      en: "See your name, language and time zone",
      fr: "Voir votre nom, votre langue et votre fuseau horaire",
      "pt-BR": "Ver seu nome, seu idioma e seu fuso horário",
      ru: "Видеть ваше имя, язык и часовой пояс",
      es: "Ver su nombre, su idioma y su zona horaria",
    },
  },
  {
    key: "email",
    level: "read",
    names: {
      en: "Email address",
      fr: "Adresse e-mail",
      "pt-BR": "Endereço de e-mail",
      ru: "Адрес электронной почты",
      es: "Correo electrónico",
    },
    descriptions: {
      en: "See your email address",
      fr: "Voir votre adresse e-mail",
      "pt-BR": "Ver seu endereço de e-mail",
      ru: "Видеть ваш адрес электронной почты",
      es: "Ver su dirección de correo electrónico",
    },
  },
  {
    key: "offline_access",
    level: "read",
    names: {
      en: "Lasting access",
      fr: "Accès durable",
      "pt-BR": "Acesso duradouro",
      ru: "Длительный доступ",
      es: "Acceso duradero",
    },
    descriptions: {
      en: "Keep its access while you are away",
      fr: "Conserver son accès en votre absence",
      "pt-BR": "Manter o acesso enquanto você está ausente",
      ru: "Сохранять доступ, пока вас нет",
      es: "Conservar su acceso mientras usted no está",
    },
  },
];
