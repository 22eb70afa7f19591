/**
 * Texts of facts that are written in one form, as patterns without flags.
 *
 * Read by the JSON Schema and, in every bundle, by the checks beside it. A pattern tells the form only: 2026-02-30 has the form of a date.
 */
const day = "[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])";
const minute = "([01][0-9]|2[0-3]):[0-5][0-9]";
// Offsets reach from -12:00 to +14:00; the meaning reads up to 18 hours.
const offset = "(Z|[+-](0[0-9]|1[0-7]):[0-5][0-9]|[+-]18:00)";

/** The names stand in `FieldFault.params.form`. */
export const forms = {
  date: `^${day}$`,
  time: `^${minute}(:[0-5][0-9])?$`,
  instant: `^${day}T${minute}(:[0-5][0-9](\\.[0-9]{1,3})?)?${offset}?$`,
  // Codes of external lists are not known yet; a text that is empty or holds a blank is never one.
  code: "^[^\\s]{1,64}$",
} as const;

export type FormName = keyof typeof forms;
