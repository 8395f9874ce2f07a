/** JSON with line breaks and indents; `undefined` when it is none. No arguments are an empty object. */
export function formatJson(text: string): string | undefined {
  if (text.trim() === '') return '{}'
  try {
    const value: unknown = JSON.parse(text)
    return JSON.stringify(value, null, 2)
  } catch {
    return undefined
  }
}
