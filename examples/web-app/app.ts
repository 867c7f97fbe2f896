// A web application whose users sign in with Databricks and see their clusters. The tokens stay on
// this server: the browser holds nothing but the name of its session.
import { randomUUID } from "node:crypto";
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import {
  Consent,
  type ConsentData,
  type OAuthClient,
  OAuthError,
  type SessionCredentials,
  WorkspaceClient,
} from "databricks-sdk-ts";
import { homePage, messagePage, pageHeaders, welcomePage } from "./pages.js";

/** What the server knows of one browser. Several servers would keep it in a database, as JSON. */
interface Session {
  /** The login under way. */
  consent?: ConsentData;
  /** The user, once signed in. One object for all requests, so that one refresh serves them all. */
  credentials?: SessionCredentials;
}

/** The application, ready to `listen` at the place that `oauth` has for its redirect URL. */
export function webApp(oauth: OAuthClient): FastifyInstance {
  const app = fastify();
  const sessions = new Map<string, Session>();
  const { protocol, pathname } = new URL(oauth.redirectUrl);
  const secure = protocol === "https:" ? "; Secure" : "";

  const sessionOf = (request: FastifyRequest): Session | undefined =>
    sessions.get(/(?:^|; )session=([^;]*)/.exec(request.headers.cookie ?? "")?.[1] ?? "");

  // A new name at each step of a login: nobody can plant one that becomes a signed-in session.
  const begin = (reply: FastifyReply, session: Session): void => {
    const name = randomUUID();
    sessions.set(name, session);
    reply.header("set-cookie", `session=${name}; Path=/; HttpOnly; SameSite=Lax${secure}`);
  };

  const end = (request: FastifyRequest): void => {
    const session = sessionOf(request);
    for (const [name, each] of sessions) if (each === session) sessions.delete(name);
  };

  app.addHook("onRequest", async (_request, reply) => void reply.headers(pageHeaders));
  app.addContentTypeParser(
    "application/x-www-form-urlencoded",
    { parseAs: "string" },
    async () => undefined,
  );

  app.setNotFoundHandler((_request, reply) =>
    reply.status(404).send(messagePage("Nothing here", "There is no such page.")),
  );
  app.setErrorHandler((error, _request, reply) => {
    console.error(error);
    return reply.status(500).send(messagePage("That did not work", "Try again in a moment."));
  });

  app.get("/", async (request, reply) => {
    const credentials = sessionOf(request)?.credentials;
    if (credentials === undefined) return welcomePage();
    await using w = new WorkspaceClient({ host: oauth.host, credentials });
    try {
      const [user, clusters] = await Promise.all([w.currentUser.me(), w.clusters.list().toArray()]);
      return homePage(user.userName ?? "", clusters);
    } catch (error) {
      if (!(error instanceof OAuthError)) throw error;
      end(request);
      return reply.status(401).send(messagePage("Your session has ended", error.message));
    }
  });

  app.get("/sign-in", async (request, reply) => {
    end(request);
    const consent = await oauth.initiateConsent();
    begin(reply, { consent: consent.toJSON() });
    return reply.redirect(consent.authorizationUrl);
  });

  app.get(pathname, async (request, reply) => {
    const consent = sessionOf(request)?.consent;
    end(request);
    try {
      if (consent === undefined) throw new Error("No login is under way in this browser.");
      const credentials = await Consent.fromJSON(consent, oauth).exchange(request.url);
      begin(reply, { credentials });
      return await reply.redirect("/");
    } catch (error) {
      return reply.status(400).send(messagePage("You are not signed in", reasonOf(error)));
    }
  });

  app.post("/sign-out", async (request, reply) => {
    end(request);
    reply.header("set-cookie", "session=; Path=/; Max-Age=0");
    return reply.redirect("/", 303);
  });

  return app;
}

function reasonOf(error: unknown): string {
  const isDenied = error instanceof OAuthError && error.error === "access_denied";
  if (isDenied) return "You did not let this application in.";
  return error instanceof Error ? error.message : String(error);
}
