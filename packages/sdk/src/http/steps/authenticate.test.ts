import { describe, expect, it } from "vitest";
import { apiErrorFrom } from "../../errors/index.js";
import type { CallBody, CallRequest, Progress, Reply, Sign, Signature } from "../pipeline.js";
import { authenticate } from "./authenticate.js";

type Headers = Signature["headers"];

/** Signs with the next token each time others are refused. */
function signer(renewable = true): { readonly sign: Sign; readonly refused: Headers[] } {
  const refused: Headers[] = [];
  const sign: Sign = async (_signal, old) => {
    if (old !== undefined) refused.push(old);
    const n = renewable ? refused.length : 0;
    return { origin: "https://w.example.com", headers: { authorization: `Bearer t${n}` } };
  };
  return { sign, refused };
}

function call(progress: Partial<Progress> = {}, body?: CallBody, sign?: Sign): CallRequest {
  return {
    method: "POST",
    url: "/api/2.0/x?y=1",
    headers: { accept: "*/*", authorization: "mine" },
    body,
    signal: undefined,
    stream: false,
    sign,
    retry: undefined,
    progress: { started: 0, attempts: 1, responded: false, ...progress },
  };
}

const ok: Reply = { status: 200, statusText: "OK", headers: {}, text: "{}" };

function refusal(status: number, message: string): Error {
  const body = JSON.stringify({ error_code: "X", message });
  const facts = { statusText: "", headers: {}, method: "POST", path: "/", attempts: 1 };
  return apiErrorFrom({ status, body, ...facts });
}

/** What was sent, when the service refuses all tokens up to `t<good>`. */
async function send(
  request: CallRequest,
  sign: Sign,
  good: number,
  error: Error = refusal(401, "no"),
): Promise<readonly (string | undefined)[]> {
  const sent: (string | undefined)[] = [];
  const next = async ({ url, headers }: CallRequest): Promise<Reply> => {
    expect(url).toBe("https://w.example.com/api/2.0/x?y=1");
    sent.push(headers["authorization"]);
    if (Number(/t(\d+)$/.exec(headers["authorization"] ?? "")?.[1]) < good) throw error;
    return ok;
  };
  try {
    await authenticate(sign).send(request, next);
  } catch (thrown) {
    expect(thrown).toBe(error);
    sent.push("failed");
  }
  return sent;
}

describe("credentials", () => {
  it("win over the call's own headers", async () => {
    expect(await send(call(), signer().sign, 0)).toEqual(["Bearer t0"]);
  });

  it("of the call win over the client's", async () => {
    const own: Sign = async () => ({
      origin: "https://w.example.com",
      headers: { authorization: "own t7" },
    });
    expect(await send(call({}, undefined, own), signer().sign, 0)).toEqual(["own t7"]);
  });
});

describe("a token that the service refuses", () => {
  it.each([
    [401, "Credential was not sent or was of an unsupported type for this API."],
    [401, "token expired"],
    [403, "Invalid access token."],
    [403, "Invalid Token"],
  ])("is replaced, and the attempt repeated once: %i %s", async (status, message) => {
    const { sign, refused } = signer();
    expect(await send(call(), sign, 1, refusal(status, message))).toEqual([
      "Bearer t0",
      "Bearer t1",
    ]);
    expect(refused).toEqual([{ authorization: "Bearer t0" }]);
  });

  it.each([
    [403, "User does not have permission: Invalid access token."],
    [403, "PERMISSION_DENIED"],
    [400, "Invalid access token."],
    [404, "no"],
    [503, "busy"],
  ])("is not what %i %s means", async (status, message) => {
    const { sign, refused } = signer();
    expect(await send(call(), sign, 1, refusal(status, message))).toEqual(["Bearer t0", "failed"]);
    expect(refused).toEqual([]);
  });

  it("is replaced one time per call, whatever its attempts", async () => {
    const { sign } = signer();
    const request = call();
    expect(await send(request, sign, 9)).toEqual(["Bearer t0", "Bearer t1", "failed"]);
    expect(await send(request, sign, 9)).toEqual(["Bearer t1", "failed"]);
  });

  it("is the end where there can be no other", async () => {
    expect(await send(call(), signer(false).sign, 1)).toEqual(["Bearer t0", "failed"]);
  });

  it("is the end when the body can't be sent again", async () => {
    const stream = new Blob(["x"]).stream();
    expect(await send(call({}, stream), signer().sign, 1)).toEqual(["Bearer t0", "failed"]);
    expect(await send(call({}, new Blob(["x"])), signer().sign, 1)).toHaveLength(2);
    expect(await send(call({}, "x"), signer().sign, 1)).toEqual(["Bearer t0", "Bearer t1"]);
  });

  it("tells why there is no other", async () => {
    const gone = new Error("the login has ended");
    const sign: Sign = async (_signal, old) => {
      if (old !== undefined) throw gone;
      return { origin: "https://w.example.com", headers: { authorization: "Bearer t0" } };
    };
    const next = (): Promise<Reply> => Promise.reject(refusal(401, "no"));
    await expect(authenticate(sign).send(call(), next)).rejects.toBe(gone);
  });
});
