const works = new Set<() => void>();

const SIGNALS = ["SIGHUP", "SIGINT", "SIGTERM"] as const;

/**
 * Has something done when this process ends while it still has to be: at its end, after an error
 * that nobody caught, and on a signal that ends it. Nothing can be done when it is killed.
 *
 * @param work done in the same moment; must not throw
 * @returns takes it back
 */
export function atExit(work: () => void): () => void {
  if (works.size === 0) listen();
  works.add(work);
  return () => {
    if (works.delete(work) && works.size === 0) unlisten();
  };
}

function listen(): void {
  process.on("exit", doAll);
  for (const signal of SIGNALS) process.on(signal, onSignal);
}

function unlisten(): void {
  process.off("exit", doAll);
  for (const signal of SIGNALS) process.off(signal, onSignal);
}

/** Who listens to a signal, too, decides what it does; otherwise it does what it does by default. */
function onSignal(signal: NodeJS.Signals): void {
  if (process.listenerCount(signal) > 1) return;
  doAll();
  process.kill(process.pid, signal);
}

function doAll(): void {
  unlisten();
  for (const work of works) work();
  works.clear();
}
