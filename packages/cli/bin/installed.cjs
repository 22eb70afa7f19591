// Starts the built program of an installed package. Only loaded once the Node version is known to
// be good: `import()` is a syntax error to the Node versions that luong.cjs has to turn away.
"use strict";

import("../dist/main.js").catch((error) => {
  process.stderr.write(`luong: ${error?.stack ?? error}\n`);
  process.exitCode = 1;
});
