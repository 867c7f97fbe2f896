import { createInterface } from "node:readline/promises";
import { styleText } from "node:util";

const colours = process.stdout.isTTY && !process.env["NO_COLOR"];

function paint(style: "bold" | "dim" | "green" | "yellow" | "red", text: string): string {
  return colours ? styleText(style, text) : text;
}

/** A title with an empty line before it. */
export function title(text: string): void {
  console.log(`\n${paint("bold", text)}`);
}

/** A fact, indented under its step. */
export function note(text: string): void {
  for (const line of text.trimEnd().split("\n")) console.log(`    ${paint("dim", line)}`);
}

/** Something that did not work, and what to do about it. */
export function warn(text: string): void {
  console.log(`  ${paint("yellow", "!")} ${text}`);
}

/** Runs one step and says when it is done and how long it took. */
export async function step<T>(text: string, work: () => Promise<T>): Promise<T> {
  const start = performance.now();
  try {
    const result = await work();
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    console.log(`  ${paint("green", "✓")} ${text} ${paint("dim", `${seconds} s`)}`);
    return result;
  } catch (error) {
    console.log(`  ${paint("red", "✗")} ${text}`);
    throw error;
  }
}

/** Asks a yes-or-no question; without a terminal the answer is no. */
export async function confirm(question: string): Promise<boolean> {
  if (!process.stdin.isTTY) return false;
  const prompt = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return /^y(es)?$/i.test((await prompt.question(`${question} [y/N] `)).trim());
  } finally {
    prompt.close();
  }
}

/** A bar that grows on one line of a terminal; elsewhere it shows nothing. */
export function progressBar(): {
  show(done: number, total: number, rate: number, text: string): void;
  end(): void;
} {
  const isShown = process.stdout.isTTY;
  const width = 30;
  return {
    show: (done, total, rate, text) => {
      if (!isShown) return;
      const share = total === 0 ? 1 : done / total;
      const bar = "█".repeat(Math.round(share * width)).padEnd(width, "░");
      const speed = `${(rate / 1e6).toFixed(1)} MB/s`;
      process.stdout.write(
        `\r\x1b[K${bar} ${(share * 100).toFixed(0)} % ${paint("dim", speed)} ${text}`,
      );
    },
    end: () => {
      if (isShown) process.stdout.write("\n");
    },
  };
}
