/** Version of the app, put in place by Vite and Vitest from apps/desktop/package.json. */
declare const __PATCHBAY_VERSION__: string
