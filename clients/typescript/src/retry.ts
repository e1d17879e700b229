/** The retries of the service config, where no channel of gRPC does them. */
import { Code } from "@connectrpc/connect";

import { serviceConfig } from "./gen/service-config.js";

const { timeout, retryPolicy } = serviceConfig.methodConfig[0];

/** Milliseconds that a call may take. */
export const TIMEOUT_MS = seconds(timeout) * 1000;

/** Attempts without an answer before the error is thrown. */
export const MAX_ATTEMPTS = retryPolicy.maxAttempts;

/** Statuses after which another attempt may help. */
export const RETRYABLE: ReadonlySet<Code> = new Set(retryPolicy.retryableStatusCodes.map(codeOf));

/** Waits before attempt `failures + 1`. */
export async function backoff(failures: number): Promise<void> {
  const { initialBackoff, maxBackoff, backoffMultiplier } = retryPolicy;
  const longest = Math.min(seconds(initialBackoff) * backoffMultiplier ** (failures - 1), seconds(maxBackoff));
  await new Promise((resolve) => setTimeout(resolve, longest * 1000 * (0.8 + 0.4 * Math.random())));
}

function seconds(duration: string): number {
  return Number(duration.replace(/s$/, ""));
}

function codeOf(name: "UNAVAILABLE" | "CANCELLED"): Code {
  return { UNAVAILABLE: Code.Unavailable, CANCELLED: Code.Canceled }[name];
}
