// Values of figures in a few words. Everything they hold stands beside them
// as JSON.

import type { Mention } from "../gen/kayan/v1/entity_pb";
import { Bound } from "../gen/kayan/v1/value_pb";

const BOUNDS: Partial<Record<Bound, string>> = {
  [Bound.APPROXIMATE]: "about ",
  [Bound.AT_LEAST]: "at least ",
  [Bound.AT_MOST]: "at most ",
  [Bound.MORE_THAN]: "more than ",
  [Bound.LESS_THAN]: "less than ",
};

function bounded(bound: Bound, value: string, upper: string | undefined): string {
  return (BOUNDS[bound] ?? "") + (upper === undefined ? value : `${value} to ${upper}`);
}

function words(value: Mention["value"]): string {
  switch (value.case) {
    case "number":
      return bounded(value.value.bound, value.value.value, value.value.upper);
    case "percent":
      return `${bounded(value.value.bound, value.value.value, value.value.upper)} %`;
    case "ordinal":
      return `number ${value.value.value} in order`;
    case "money": {
      const { bound, amount, upper, currency, currencyCandidates } = value.value;
      return `${bounded(bound, amount, upper)} ${currency || currencyCandidates.join(" or ")}`;
    }
    case "quantity": {
      const { bound, value: number, upper, unit, countedNoun } = value.value;
      return `${bounded(bound, number, upper)} ${unit || countedNoun}`;
    }
    case "date":
      return value.value.edtf || "relative: needs a reference date";
    case "time":
      return `${value.value.value} ${value.value.timeZone}`;
    case "duration":
      return bounded(value.value.bound, value.value.iso8601, value.value.upper);
    case undefined:
      return "";
  }
}

/** The value of a mention in words; empty for names. */
export function describe(mention: Mention): string {
  return words(mention.value).trim();
}
