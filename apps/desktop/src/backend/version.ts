/** @file The version of this build, put in by the bundler. */
declare const __PATCHBAY_VERSION__: string | undefined

export const version =
  typeof __PATCHBAY_VERSION__ === 'string' ? __PATCHBAY_VERSION__ : '0.0.0-source'
