#!/usr/bin/env node
// The luong command. Goes on to the program in one of two ways:
//   in the workspace   src/main.ts under the pinned Node, so no build is needed
//   when installed     dist/main.js in this same process
// It parses no arguments; ES5 on purpose (see node-version.cjs), and the one `import()` has its own
// file because an old Node could not even read it.
"use strict";

var fs = require("fs");
var path = require("path");
var complaintAbout = require("./node-version.cjs").complaintAbout;

/** The workspace's own Node, found in a node_modules up the tree from `folder`; null if there is none. */
function findPinnedNode(folder) {
  var names = ["node", "node.exe"];
  for (var at = folder; ; at = path.dirname(at)) {
    for (var i = 0; i < names.length; i += 1) {
      var candidate = path.join(at, "node_modules", "node", "bin", names[i]);
      if (fs.existsSync(candidate)) return candidate;
    }
    if (path.dirname(at) === at) return null;
  }
}

/** src/main.ts, when this file lies in the workspace rather than in somebody's node_modules. */
function findWorkspaceMain(folder) {
  // Node refuses to strip types below node_modules, so a package's sources there are no program.
  if (folder.split(path.sep).indexOf("node_modules") !== -1) return null;
  var main = path.join(folder, "..", "src", "main.ts");
  return fs.existsSync(main) ? main : null;
}

function runFromSource(node, main) {
  var spawn = require("child_process").spawn;
  // Compiling makes many small objects that die at once: a larger nursery spares a third of the time.
  var flags = [
    "--conditions=source",
    "--disable-warning=ExperimentalWarning",
    "--max-semi-space-size=64",
    main,
  ];
  var child = spawn(node, flags.concat(process.argv.slice(2)), { stdio: "inherit" });
  var signals = ["SIGINT", "SIGTERM", "SIGHUP"];

  signals.forEach(function (signal) {
    process.on(signal, function () {
      // A terminal sends Ctrl-C to the whole group, so the child has it already; a second one would
      // turn "stop nicely" into "stop now".
      if (signal === "SIGINT" && process.stdin.isTTY) return;
      child.kill(signal);
    });
  });
  child.on("error", function (error) {
    process.stderr.write("luong: cannot start " + node + ": " + error.message + "\n");
    process.exit(1);
  });
  child.on("exit", function (code, signal) {
    if (signal === null) process.exit(code);
    // Die of the same signal, so that a shell or supervisor sees what really happened.
    signals.forEach(function (name) {
      process.removeAllListeners(name);
    });
    process.kill(process.pid, signal);
  });
}

function start() {
  var complaint = complaintAbout(process.version);
  if (complaint !== null) {
    process.stderr.write(complaint + "\n");
    process.exit(2);
  }
  var main = findWorkspaceMain(__dirname);
  var node = main === null ? null : findPinnedNode(__dirname);
  if (node !== null) runFromSource(node, main);
  else require("./installed.cjs");
}

start();
