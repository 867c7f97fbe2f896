import type { Fault, FaultRule, Faults } from "./fault.js";
import { checkRule } from "./check-rule.js";

/** What a rule is held against. */
export interface FaultTarget {
  readonly verb: string;
  readonly path: string;
  readonly operations: readonly string[];
}

/** The rules as the server sees them. */
export interface AppliedFaults extends Faults {
  /** The rule that hits this request, which counts as one hit. */
  take(target: FaultTarget): Fault | undefined;
}

/**
 * Makes an empty set of rules.
 *
 * @param seed of the dice for `probability`. Default 1.
 * @param isOperation says whether the API has an operation of this id; one that it does not have is
 * refused, because its rule would never hit. Default: every id will do.
 */
export function createFaults(
  seed = 1,
  isOperation: (id: string) => boolean = () => true,
): AppliedFaults {
  return new FaultSet(seed, isOperation);
}

interface Active {
  readonly id: number;
  readonly rule: FaultRule;
  readonly matches: (target: FaultTarget) => boolean;
  seen: number;
  hits: number;
}

class FaultSet implements AppliedFaults {
  readonly #random: () => number;
  readonly #isOperation: (id: string) => boolean;
  #active: Active[] = [];
  #last = 0;

  constructor(seed: number, isOperation: (id: string) => boolean) {
    this.#random = dice(seed);
    this.#isOperation = isOperation;
  }

  add(rule: FaultRule): Fault {
    checkRule(rule);
    if (!rule.match.includes(" ") && !this.#isOperation(rule.match)) {
      throw new RangeError(
        `fault rule: there is no operation ${rule.match}; /_local/coverage lists them all`,
      );
    }
    const active = {
      id: ++this.#last,
      rule: { ...rule },
      matches: matcher(rule.match),
      seen: 0,
      hits: 0,
    };
    this.#active.push(active);
    return snapshot(active);
  }

  remove(id: number): boolean {
    const before = this.#active.length;
    this.#active = this.#active.filter((active) => active.id !== id);
    return this.#active.length < before;
  }

  list(): readonly Fault[] {
    return this.#active.map(snapshot);
  }

  clear(): void {
    this.#active = [];
  }

  take(target: FaultTarget): Fault | undefined {
    for (const active of this.#active) {
      if (active.matches(target) && this.#hits(active)) return snapshot(active);
    }
    return undefined;
  }

  #hits(active: Active): boolean {
    const { skip = 0, times = Number.POSITIVE_INFINITY, probability = 1 } = active.rule;
    if (active.hits >= times) return false;
    active.seen += 1;
    if (active.seen <= skip) return false;
    if (probability < 1 && this.#random() >= probability) return false;
    active.hits += 1;
    return true;
  }
}

function snapshot({ id, rule, hits }: Active): Fault {
  return { id, rule, hits };
}

function matcher(match: string): (target: FaultTarget) => boolean {
  const space = match.indexOf(" ");
  if (space < 0) return ({ operations }) => operations.includes(match);
  const verb = match.slice(0, space).toUpperCase();
  const path = globPattern(match.slice(space + 1).trim());
  return (target) => (verb === "*" || verb === target.verb) && path.test(target.path);
}

function globPattern(glob: string): RegExp {
  const parts = glob.split(/(\*\*|\*)/).map((part) => {
    if (part === "**") return ".*";
    return part === "*" ? "[^/]*" : part.replace(/[.+?^${}()|[\]\\]/g, "\\$&");
  });
  return new RegExp(`^${parts.join("")}$`);
}

/** Numbers in [0, 1), the same for the same seed (mulberry32). */
function dice(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
