const works = new Set<() => void>();

const SIGNALS = ["SIGHUP", "SIGINT", "SIGTERM"] as const;

/**
 * Has something done when this process ends while it still has to be: at its end, after an error
 * that nobody caught, and on a signal that ends it. Nothing can be done when it is killed.
 *
 * @param work done in that moment, what came last first; must not throw
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
  listenToSignals();
}

function unlisten(): void {
  process.off("exit", doAll);
  for (const signal of SIGNALS) process.off(signal, onSignal);
}

function listenToSignals(): void {
  for (const signal of SIGNALS) {
    process.off(signal, onSignal);
    process.prependListener(signal, onSignal);
  }
}

/**
 * Who listens to a signal, too, decides what it does; otherwise it does what it does by default.
 * Others may think the same, and would wait for each other: so this one goes first, and is away when
 * they look who else listens. Where they then end the process at once, nothing can be done, either.
 */
function onSignal(signal: NodeJS.Signals): void {
  for (const each of SIGNALS) process.off(each, onSignal);
  if (process.listenerCount(signal) > 0) {
    setImmediate(() => works.size > 0 && listenToSignals()).unref();
    return;
  }
  doAll();
  process.kill(process.pid, signal);
}

function doAll(): void {
  unlisten();
  for (const work of [...works].toReversed()) work();
  works.clear();
}
