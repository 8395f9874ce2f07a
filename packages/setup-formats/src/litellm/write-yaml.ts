/** @file Plain data → YAML that readers of YAML 1.1 (LiteLLM's PyYAML) and 1.2 take alike. */
import { stringify, type Tags } from 'yaml'

/** Every text stands in quotes, so that none is taken for a date or a boolean. */
export function writeYaml(value: unknown): string {
  return stringify(value, {
    defaultStringType: 'QUOTE_DOUBLE',
    defaultKeyType: 'PLAIN',
    schema: 'yaml-1.1',
    customTags: withNumbers,
    aliasDuplicateObjects: false,
    lineWidth: 0,
  })
}

const numbers = {
  tag: 'tag:yaml.org,2002:float',
  default: true as const,
  identify: (value: unknown): boolean => typeof value === 'number',
  // Only for writing: reads nothing.
  test: /(?!)/,
  resolve: Number,
  stringify: ({ value }: { value?: unknown }): string => writeNumber(Number(value)),
}

function withNumbers(tags: Tags): Tags {
  return [numbers, ...tags]
}

/** YAML 1.1 has no exponent without a dot: `1e-7` would be text. */
function writeNumber(value: number): string {
  if (Object.is(value, -0)) return '0'
  return String(value).replace(/^(-?\d+)e/, '$1.0e')
}
