import { describe, expect, it } from "vitest";
import { errorText } from "./error-text.js";

const azure = `Traceback (most recent call last):
  File "<command-1>", line 2, in <module>
ExecutionError: An error occurred while calling o1.mount.
: GET https://storage/?restype=container
StatusCode=403
StatusDescription=Server failed to authenticate the request.
ErrorCode=AuthenticationFailed
`;

describe("errorText", () => {
  it.each([
    ["java.rmi.RemoteException: boom", "", "RemoteException", "boom"],
    [
      '<span class="ansi-red-fg">ExecutionException</span>: a &lt;b&gt; &amp; &#39;c&#x27; &quot;d&quot;&nbsp;&apos;',
      "",
      "ExecutionException",
      `a <b> & 'c' "d" '`,
    ],
    [
      "java.rmi.RemoteException: no access; nested exception is: ",
      "x",
      "RemoteException",
      "no access",
    ],
    [
      "java.lang.Exception: java.io.FileNotFoundException: no /x",
      "",
      "FileNotFoundException",
      "no /x",
    ],
    [
      "java.rmi.RemoteException: java.lang.IllegalArgumentException: bad; nested exception is: \n\tjava.lang.IllegalArgumentException: bad",
      "",
      "IllegalArgumentException",
      "bad",
    ],
    [
      "An error occurred\njava.lang.IllegalArgumentException: requirement failed: bad\n at x",
      "",
      "IllegalArgumentException",
      "requirement failed: bad",
    ],
    [
      "ExecutionError: see the trace",
      azure,
      "ExecutionError",
      "An error occurred while calling o1.mount.\n: GET https://storage/?restype=container\nStatusCode=403\nStatusDescription=Server failed to authenticate the request.",
    ],
    ["it failed", "x\nErrorMessage=no such container\ny", "", "no such container"],
    ["aException: 1\nbException: 2", "ErrorMessage=both", "", "both"],
    ["aException: 1\nbException: 2", "", "", "aException: 1\nbException: 2"],
    ["ZeroDivisionError: division by zero", "Traceback", "ZeroDivisionError", "division by zero"],
    [
      "<span class='ansired'>builtins.NameError</span>: name &#39;x&#39; is not defined",
      "",
      "NameError",
      "name 'x' is not defined",
    ],
    ["something &unknown; &#99999999; <b>else</b>", "", "", "something &unknown; &#99999999; else"],
    ["", "", "", "the command failed and did not say why"],
  ])("%j, %j: %s, %j", (summary, cause, exception, text) => {
    expect(errorText({ summary, cause })).toEqual({ exception, text });
  });

  it("needs neither summary nor cause", () => {
    expect(errorText({})).toEqual({
      exception: "",
      text: "the command failed and did not say why",
    });
  });
});
