import { startLocalWorkspace } from "databricks-local";
import { WorkspaceClient } from "databricks-sdk-ts";
import { expect, it } from "vitest";
import type { Scene } from "../support/cli-story.js";

/** How the CLI and this SDK sign in, and what each makes of the other's logins. */
export function tellOfSigningIn(scene: Scene, cli: string): void {
  const person = (): object => ({ userName: scene.local.userName });

  it("with a token, as the same person that this SDK sees", async () => {
    const { local, machine, w } = scene;
    const { id = "", userName } = await w.currentUser.me();
    expect(await machine.json("current-user", "me")).toMatchObject({ id, userName });
    expect(await machine.json("auth", "describe")).toMatchObject({
      status: "success",
      username: userName,
      details: { auth_type: "pat", host: local.host },
    });
    const discovery = await machine.json("api", "get", "/.well-known/databricks-config");
    const authorization = `Bearer ${local.token}`;
    const me = `${local.host}/api/2.0/preview/scim/v2/Me`;
    const { headers } = await fetch(me, { headers: { authorization } });
    expect(discovery).toMatchObject({ workspace_id: headers.get("x-databricks-org-id") });

    machine.configure(`[pat]\nhost = ${local.host}\ntoken = ${local.token}\n`);
    expect(await machine.json("current-user", "me", "--profile", "pat")).toMatchObject(person());
    expect(await machine.own("auth", "describe", "--profile", "pat")).toContain("by pat");
  });

  it("in a browser, with a token that is good for this SDK", async () => {
    const { local, machine } = scene;
    machine.configure("");
    await machine.cli("auth", "login", "--host", local.host, "--profile", "local");
    expect(Object.keys(machine.tokens())).toContain("local");
    expect(await machine.json("current-user", "me", "--profile", "local")).toMatchObject(person());
    expect(await machine.json("auth", "describe", "--profile", "local")).toMatchObject({
      status: "success",
      username: local.userName,
      details: { auth_type: "databricks-cli" },
    });
    const before = local.journal.entries().length;

    // By the CLI itself, whatever it keeps its tokens in.
    const env = { ...machine.env, DATABRICKS_CLI_PATH: cli };
    await using asked = new WorkspaceClient({ profile: "local", env });
    expect(await asked.currentUser.me()).toMatchObject(person());
    expect(asked.config.authType).toBe("databricks-cli");

    // By the file that both keep.
    const { host } = local;
    await using read = new WorkspaceClient({ host, authType: "external-browser", env });
    expect(await read.currentUser.me()).toMatchObject(person());
    const since = local.journal.entries().slice(before);
    expect(since.filter(({ path }) => path === "/oidc/v1/authorize")).toEqual([]);

    await machine.cli("auth", "logout", "--profile", "local", "--auto-approve");
    expect(await machine.refusal("current-user", "me", "--profile", "local")).toContain(
      "auth login",
    );
  });

  it("with a login of this SDK, by profile and by host", async () => {
    const { local, machine } = scene;
    machine.configure(`[DEFAULT]\nhost = ${local.host}\n`);
    await machine.own("auth", "login");
    expect(Object.keys(machine.tokens())).toEqual(["DEFAULT", local.host]);
    expect(await machine.json("current-user", "me")).toMatchObject(person());
    expect(await machine.json("auth", "describe")).toMatchObject({ status: "success" });
    const printed: unknown = JSON.parse(await machine.cli("auth", "token", "--host", local.host));
    expect(printed).toMatchObject({
      access_token: machine.tokens()[local.host]?.access_token,
      token_type: "Bearer",
    });
    machine.configure("");
    const env = { DATABRICKS_HOST: local.host };
    expect(await machine.cliIn("", ["current-user", "me"], env)).toContain(local.userName);
  });

  it("for longer than a token lasts, until the login is taken back", async () => {
    const { local, machine } = scene;
    machine.configure("");
    await machine.cli("auth", "login", "--host", local.host, "--profile", "local");
    const first = machine.tokens()["local"]?.access_token;
    const token = ["auth", "token", "--profile", "local"];
    expect(JSON.parse(await machine.cli(...token))).toMatchObject({ access_token: first });
    const renewed = JSON.parse(await machine.cli(...token, "--force-refresh")) as object;
    expect(renewed).toMatchObject({ access_token: machine.tokens()["local"]?.access_token });
    expect(renewed).not.toMatchObject({ access_token: first });
    expect(await machine.json("current-user", "me", "--profile", "local")).toMatchObject(person());

    await local.clock.advance(8 * 24 * 3_600_000);
    expect(await machine.refusal(...token, "--force-refresh")).toContain("auth login");
  });

  it("to a workspace that is started anew where another was", async () => {
    const { machine } = scene;
    let port = 0;
    for (const token of ["dapi1", "dapi2"]) {
      await using started = await startLocalWorkspace({ port: port || (await freePort()), token });
      port = Number(new URL(started.host).port);
      machine.signIn(started);
      // The CLI remembers for an hour which workspace a host said that it is.
      expect(await machine.json("clusters", "list")).toEqual([]);
    }
  });
}

async function freePort(): Promise<number> {
  await using started = await startLocalWorkspace();
  return Number(new URL(started.host).port);
}
