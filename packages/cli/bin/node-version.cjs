// Decides whether a Node version can run luong, and words the refusal.
// Comes in: process.version. Goes out: null when it will do, or the line to print.
// ES5 on purpose, like all of bin/: an old Node must be able to read this file to be told it is old.
"use strict";

var OLDEST_MAJOR = 20;

/** The complaint about Node `version` ("v16.3.0"), or null when it is new enough. */
function complaintAbout(version) {
  var major = parseInt(String(version).replace(/^v/, ""), 10);
  if (major >= OLDEST_MAJOR) return null;
  return (
    "luong needs Node " +
    OLDEST_MAJOR +
    " or newer (this is " +
    version +
    "). / luong cần Node " +
    OLDEST_MAJOR +
    " trở lên (đang là " +
    version +
    ")."
  );
}

module.exports = { complaintAbout: complaintAbout };
