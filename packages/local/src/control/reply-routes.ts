import { WorkspaceError } from "../errors/index.js";
import type { RawRequest, RawRoute } from "../http/index.js";

/** Replies that serving endpoints are to give, in the order in which they were added. */
export interface ControlledReplies {
  /** @throws RangeError naming the field that is wrong */
  add(script: object): void;
  list(): readonly object[];
  clear(): void;
}

const PATH = "/_local/serving/replies";

/** The endpoints by which tests say what models reply. */
export function replyRoutes(replies: ControlledReplies): readonly RawRoute[] {
  const show = (): object => ({ replies: replies.list() });
  const add = async (request: RawRequest): Promise<object> => {
    const script = await request.fields();
    try {
      replies.add(script);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      throw new WorkspaceError("INVALID_PARAMETER_VALUE", error.message);
    }
    return show();
  };
  const clear = (): object => {
    replies.clear();
    return {};
  };
  return [
    { verb: "GET", path: PATH, public: true, handle: show },
    { verb: "POST", path: PATH, public: true, handle: add },
    { verb: "DELETE", path: PATH, public: true, handle: clear },
  ];
}
