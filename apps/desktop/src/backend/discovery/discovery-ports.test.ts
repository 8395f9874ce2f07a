import { expect, test } from 'vitest'
import { parseDiscoveryPorts, usualPorts } from './discovery-ports.ts'

test('ports that are named change, the others stay', () => {
  expect(parseDiscoveryPorts(undefined)).toEqual(usualPorts)
  expect(parseDiscoveryPorts(' ollama=41234, vllm=0 ,')).toEqual({
    ...usualPorts,
    ollama: 41234,
    vllm: 0,
  })
})

test.each(['olama=1', 'ollama', 'ollama=x', 'ollama=65536', 'ollama=-1'])(
  '"%s" is refused with the names that there are',
  (value) => {
    expect(() => parseDiscoveryPorts(value)).toThrow(/lm-studio, vllm, llama-cpp, litellm/)
  },
)
