/**
 * The formatter: a parsed file in, its text in the one layout out.
 */
export {};
