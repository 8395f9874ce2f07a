/** @file The two forms of a vector in OpenAI's answers: numbers, or little-endian 32-bit floats in base64. */

export type VectorFormat = 'float' | 'base64'

export function encodeVector(vector: readonly number[], format: VectorFormat): unknown {
  if (format === 'float') return vector
  const bytes = Buffer.allocUnsafe(vector.length * 4)
  for (const [index, value] of vector.entries()) bytes.writeFloatLE(value, index * 4)
  return bytes.toString('base64')
}

export function decodeVector(base64: string): number[] {
  const bytes = Buffer.from(base64, 'base64')
  const length = Math.floor(bytes.byteLength / 4)
  return Array.from({ length }, (_, index) => bytes.readFloatLE(index * 4))
}
