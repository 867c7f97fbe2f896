// A loopback server that answers as fast as it can: what both clients are measured against.
import { createServer } from "node:http";

const cluster = JSON.stringify({
  cluster_id: "0101-000000-abcdefgh",
  state: "RUNNING",
  num_workers: 2,
});

/** 100 jobs, about 40 kB: one page of the list that is measured. */
function page(number: number, pages: number): string {
  const jobs = Array.from({ length: 100 }, (_, index) => ({
    job_id: 100_000_000_000_000 + number * 100 + index,
    created_time: 1_700_000_000_000,
    creator_user_name: "someone@example.com",
    settings: {
      name: `job ${index}`,
      max_concurrent_runs: 1,
      tags: { team: "a", cost: "b" },
      format: "MULTI_TASK",
    },
  }));
  return JSON.stringify({
    jobs,
    has_more: number + 1 < pages,
    next_page_token: number + 1 < pages ? String(number + 1) : "",
  });
}

const pages = Array.from({ length: 100 }, (_, number) => page(number, 100));

const server = createServer({ keepAlive: true }, (request, response) => {
  const url = new URL(request.url ?? "/", "http://local");
  const body = url.pathname.endsWith("/jobs/list")
    ? (pages[Number(url.searchParams.get("page_token") ?? 0)] ?? "{}")
    : cluster;
  const status = url.pathname.startsWith("/.well-known") ? 404 : 200;
  response.writeHead(status, {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(body),
  });
  response.end(body);
});

server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  if (typeof address === "object" && address) process.send?.(address.port);
});
process.on("disconnect", () => process.exit());
