/** @file Bare samples, as vendors stream them, as a WAV file that a player takes. */

/** OpenAI and Gemini stream 16-bit samples of one channel at this rate unless they say another. */
const usualRate = 24_000

/** `audio/pcm`, `audio/L16;rate=24000`. */
export function isPcm(mediaType: string): boolean {
  return /^audio\/(?:pcm|l16)\b/i.test(mediaType)
}

export function readRate(mediaType: string): number {
  return Number(/rate=(\d+)/.exec(mediaType)?.[1] ?? usualRate)
}

/** @param samples 16 bits each, one channel, little end first */
export function toWave(samples: Uint8Array, rate: number): Uint8Array {
  const head = Buffer.alloc(44)
  head.write('RIFF', 0)
  head.writeUInt32LE(36 + samples.byteLength, 4)
  head.write('WAVEfmt ', 8)
  head.writeUInt32LE(16, 16)
  head.writeUInt16LE(1, 20)
  head.writeUInt16LE(1, 22)
  head.writeUInt32LE(rate, 24)
  head.writeUInt32LE(rate * 2, 28)
  head.writeUInt16LE(2, 32)
  head.writeUInt16LE(16, 34)
  head.write('data', 36)
  head.writeUInt32LE(samples.byteLength, 40)
  return Buffer.concat([head, samples])
}
