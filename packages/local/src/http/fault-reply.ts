import { WorkspaceError } from "../errors/index.js";
import type { FaultRule } from "../faults/index.js";
import { Reply } from "./context.js";
import { errorReply } from "./error-body.js";
import { codeOf } from "./error-status.js";

/** Whether a rule replaces the answer, rather than delaying or adding to it. */
export function replacesAnswer(rule: FaultRule): boolean {
  return rule.status !== undefined || rule.drop_connection === true;
}

/** The answer that a rule asks for, without the headers that it adds to any. */
export function faultReply(rule: FaultRule, path: string, requestId: string): Reply {
  const status = rule.status ?? 500;
  if (rule.html !== undefined) {
    return new Reply(status, rule.html, { "content-type": "text/html" });
  }
  if (rule.body !== undefined) {
    return new Reply(status, rule.body, { "content-type": "text/plain" });
  }
  if (status < 400) return new Reply(status, {});
  const code = rule.error_code ?? codeOf(status);
  const message = rule.message ?? `Injected by a fault rule for ${rule.match}`;
  return errorReply(new WorkspaceError(code, message, undefined, status), path, requestId);
}

/** Waits that many real milliseconds, or until the signal aborts, which throws its reason. */
export function delay(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", onAbort);
      resolve();
    }, milliseconds);
    if (signal.aborted) onAbort();
    else signal.addEventListener("abort", onAbort, { once: true });
  });
}
