// Which keys of the texts no source asks for. It errs on the side of "used": what is passed on by a name counts wherever
// that name stands, so a key is reported only where nothing in the tree can mean it.

const BOUND = /Translations(?:<|\()"([\w.]+)"|namespace: "([\w.]+)"/g;
const QUOTED = /"([\w.:-]+)"/g;
const TEMPLATE = /`([\w.:-]*\$\{[^`]*)`/g;
/** A translator that is called with a variable: what it is given stands somewhere else. */
const BY_NAME = /\b(?:t|t[A-Z]\w*|say|why)(?:\.\w+)?\((?!\s*["`])/;
const COMMENT = /\/\*[\s\S]*?\*\/|(?<![:"'`])\/\/.*/g;
const WHOLE = /(?:get|load)Messages\(/;

const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
const groups = (text, pattern) => [...text.matchAll(pattern)].map(([, first, second]) => first ?? second);

/** `a.${x}.c` as a pattern: whatever x is. */
function patternOf(template) {
  const fixed = template.split(/\$\{[^}]*\}/).map(escaped);
  return new RegExp(`^${fixed.join("[\\w.:-]+")}$`);
}

function read(text) {
  const source = text.replace(COMMENT, "");
  return {
    bound: groups(source, BOUND),
    quoted: new Set(groups(source, QUOTED)),
    patterns: groups(source, TEMPLATE).map(patternOf),
    words: source.match(/\w+/g) ?? [],
    isByName: BY_NAME.test(source),
    handsOver: WHOLE.test(source) ? new Set(source.match(/\w+/g)) : new Set(),
  };
}

/**
 * The keys that nothing asks for.
 * @param keys with their namespace, as `clients.list.name`
 * @param sources the text of every source file
 */
export function unusedKeys(keys, sources) {
  const files = sources.map(read);
  const everywhere = new Set(files.flatMap(({ quoted, words }) => [...quoted, ...words]));
  const asks = (file, key) => {
    const names = key.split(".");
    const last = names.pop();
    // What is handed over whole, as `clients.created`, is read by the last names of its keys.
    if (everywhere.has(last) && names.every((name) => file.handsOver.has(name))) return true;
    return file.bound.some((prefix) => {
      if (!key.startsWith(`${prefix}.`)) return false;
      const rest = key.slice(prefix.length + 1);
      if (file.quoted.has(rest) || file.patterns.some((pattern) => pattern.test(rest))) return true;
      return file.isByName && everywhere.has(rest);
    });
  };
  return keys.filter((key) => !files.some((file) => asks(file, key)));
}
