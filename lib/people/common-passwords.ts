/** Whole passwords that lists of leaked ones hold and that are long enough for our minimum, without their separators. */
export const COMMON_PASSWORDS: ReadonlySet<string> = new Set([
  "1q2w3e4r5t6y7u8",
  "1q2w3e4r5t6y7u8i",
  "1q2w3e4r5t6y7u8i9o0p",
  "correcthorsebatterystaple",
  "iloveyousomuch",
  "iloveyouforever",
  "ilovemyfamily",
  "jesuslovesmeforever",
  "letmeinletmeinletmein",
  "maytheforcebewithyou",
  "neverforgetthis",
  "nothingtoseehere",
  "openthedoorplease",
  "supercalifragilisticexpialidocious",
  "thelordismyshepherd",
  "thequickbrownfox",
  "thequickbrownfoxjumpsoverthelazydog",
  "thisisapassword",
  "thisismypassword",
  "tobeornottobethatisthequestion",
  "winteriscoming",
  "youllneverwalkalone",
]);

/** What most leaked passwords are put together from, in our five languages. Whatever remains without them must be enough. */
export const COMMON_WORDS: readonly string[] = [
  ..."password passwort passphrase motdepasse senha minhasenha contrasena clave parol пароль".split(" "),
  ..."admin administrator administrador administrateur админ root superuser user username guest default".split(" "),
  ..."welcome bienvenue bemvindo bienvenido hello bonjour letmein login signin access secret secreto segredo".split(
    " ",
  ),
  ..."changeme change temp temporary test testing demo example sample company entreprise empresa компания".split(" "),
  ..."iloveyou love jetaime teamo любовь привет princess sunshine shadow master dragon monkey".split(" "),
  ..."football futebol baseball soccer superman batman pokemon starwars michael jordan charlie daniel".split(" "),
  ..."summer winter spring autumn january february march april june july august september october".split(" "),
  ..."november december monday friday london paris moscow москва brasil flamengo corinthians".split(" "),
  ..."qwerty azerty йцукен trustno whatever computer internet server oauth token".split(" "),
];

/** Rows of keyboards and alphabets: a walk along one is no secret. */
export const WALKS: readonly string[] = [
  "01234567890",
  "abcdefghijklmnopqrstuvwxyz",
  "qwertyuiop",
  "asdfghjkl",
  "zxcvbnm",
  "azertyuiop",
  "qsdfghjklm",
  "wxcvbn",
  "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
  "йцукенгшщзхъ",
  "фывапролджэ",
  "ячсмитьбю",
  "1q2w3e4r5t6y7u8i9o0p",
  "q1w2e3r4t5y6u7i8o9p0",
  "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
  "qazwsxedcrfvtgbyhnujmikolp",
];
