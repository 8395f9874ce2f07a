/** @file A coarse lexer for code in replies: strings, comments, numbers and the common keywords, nothing more. */

export type CodeHue = 'plain' | 'k' | 's' | 'n1' | 'c'

export interface CodeSpan {
  readonly hue: CodeHue
  readonly text: string
}

/** Longer code is shown plain: colouring it again with each piece of a stream would cost too much. */
const longest = 20_000

const keywords = new Set(
  (
    'and as async await break case catch class const continue def default do done echo elif else enum ' +
    'esac except export extends false fi final finally fn for from func function go if impl import in ' +
    'interface is lambda let loop match mod mut new nil None not null or package pass private pub public ' +
    'raise return self static struct super switch then this throw trait true True False try type typeof ' +
    'undefined use using var void where while with yield SELECT FROM WHERE INSERT INTO VALUES UPDATE SET ' +
    'DELETE JOIN ON ORDER BY GROUP LIMIT CREATE TABLE curl sudo npm npx pip docker git cd export'
  ).split(' '),
)

const hashComments =
  /^(sh|bash|zsh|shell|console|py|python|rb|ruby|yaml|yml|toml|dockerfile|makefile|r|perl)$/i
const dashComments = /^(sql|lua|haskell|hs|elm)$/i
const noColours = /^(text|txt|plain|plaintext|md|markdown|diff|log|output)$/i

const tokens = {
  hash: /#.*/y,
  slash: /\/\/.*|\/\*[\s\S]*?(?:\*\/|$)/y,
  dash: /--.*/y,
  string:
    /"(?:[^"\\\n]|\\[\s\S])*(?:"|$|(?=\n))|'(?:[^'\\\n]|\\[\s\S])*(?:'|$|(?=\n))|`(?:[^`\\]|\\[\s\S])*(?:`|$)/y,
  word: /[A-Za-z_$][\w$]*/y,
  number: /\d[\w.]*/y,
}

/** Code cut into coloured parts; joined they are the code again. */
export function readCodeSpans(code: string, language: string | undefined): CodeSpan[] {
  if (code.length > longest || language === undefined || noColours.test(language)) {
    return [{ hue: 'plain', text: code }]
  }
  const comment = hashComments.test(language)
    ? tokens.hash
    : dashComments.test(language)
      ? tokens.dash
      : tokens.slash
  const spans: CodeSpan[] = []
  let plain = ''
  let at = 0
  const push = (hue: CodeHue, text: string) => {
    if (plain !== '') spans.push({ hue: 'plain', text: plain })
    plain = ''
    spans.push({ hue, text })
  }
  const read = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at
    return pattern.exec(code)?.[0]
  }
  while (at < code.length) {
    const startsWord = at === 0 || /[\s;(]/.test(code[at - 1] ?? '')
    const note = comment !== tokens.hash || startsWord ? read(comment) : undefined
    const string = note ? undefined : read(tokens.string)
    const word = note || string ? undefined : read(tokens.word)
    const number = note || string || word ? undefined : read(tokens.number)
    const found = note ?? string ?? word ?? number ?? code[at] ?? ''
    if (note) push('c', found)
    else if (string) push('s', found)
    else if (word && keywords.has(found)) push('k', found)
    else if (number) push('n1', found)
    else plain += found
    at += found.length
  }
  if (plain !== '') spans.push({ hue: 'plain', text: plain })
  return spans
}
