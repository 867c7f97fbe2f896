import { lazy } from "../../internal/index.js";
import type { Step } from "../pipeline.js";

const following = lazy(() => import("./follow-redirects.js"));

/**
 * Follows redirects (RFC 9110 §15.4), at most five. Credentials stay with the origin they are for;
 * a redirect from https to http is refused. 307 and 308 keep method and body, 303 does not, and
 * neither do 301 and 302 for a POST, as in browsers. A redirect to the login page of a workspace
 * behind a private link is handed back, for the `ApiError` that it stands for.
 */
export const redirect: Step = {
  name: "redirect",
  async send(request, next) {
    const reply = await next(request);
    if (reply.status < 300 || reply.status > 308) return reply;
    const { followRedirects } = await following();
    return followRedirects(request, reply, next);
  },
};
