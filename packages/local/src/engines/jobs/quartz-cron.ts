import { invalid } from "./job-errors.js";
import type { CronSchedule } from "./settings.js";

interface CronField {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly words?: readonly string[];
}

const MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const DAYS = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

/** The fields of a Quartz cron expression in their order; the last may be left out. */
const FIELDS: readonly CronField[] = [
  { name: "seconds", from: 0, to: 59 },
  { name: "minutes", from: 0, to: 59 },
  { name: "hours", from: 0, to: 23 },
  { name: "day of month", from: 1, to: 31 },
  { name: "month", from: 1, to: 12, words: MONTHS },
  { name: "day of week", from: 1, to: 7, words: DAYS },
  { name: "year", from: 1970, to: 2199 },
];

/** Checks the times and the zone of a schedule. @throws {WorkspaceError} naming the field. */
export function checkSchedule(schedule: CronSchedule): void {
  const expression = schedule.quartz_cron_expression;
  const problem = cronProblem(expression.trim().toUpperCase().split(/\s+/));
  if (problem !== undefined) {
    throw invalid(
      `schedule.quartz_cron_expression '${expression}': ${problem} ` +
        "Six fields are seconds, minutes, hours, day of month, month and day of week: 0 30 7 ? * MON-FRI",
    );
  }
  if (!isTimeZone(schedule.timezone_id)) {
    throw invalid(
      `schedule.timezone_id '${schedule.timezone_id}': is no time zone. Example: Europe/Paris`,
    );
  }
}

function cronProblem(parts: readonly string[]): string | undefined {
  if (parts.length < 6 || parts.length > 7) return `It has ${parts.length} fields, not 6 or 7.`;
  if ((parts[3] === "?") === (parts[5] === "?")) {
    return 'Exactly one of day of month and day of week must be "?".';
  }
  const wrong = FIELDS.findIndex((field, index) => {
    const part = parts[index];
    return part !== undefined && !part.split(",").every((item) => isItem(item, field, index));
  });
  return wrong < 0 ? undefined : `'${parts[wrong]}' is no ${FIELDS[wrong]?.name}.`;
}

function isItem(item: string, field: CronField, index: number): boolean {
  const isDay = index === 3 || index === 5;
  if (item === "*" || (item === "?" && isDay)) return true;
  if (index === 3 && /^(L|LW|L-([1-9]|[12]\d|30)|([1-9]|[12]\d|3[01])W)$/.test(item)) return true;
  if (index === 5 && /^(L|\w{1,3}L|\w{1,3}#[1-5])$/.test(item)) {
    return item === "L" || isValue(item.replace(/(L|#\d)$/, ""), field);
  }
  const [range = "", step, ...rest] = item.split("/");
  if (rest.length > 0 || (step !== undefined && !/^[1-9]\d*$/.test(step))) return false;
  const ends = range.split("-");
  return (
    (range === "*" && step !== undefined) ||
    (ends.length <= 2 && ends.every((end) => isValue(end, field)))
  );
}

function isValue(text: string, field: CronField): boolean {
  if (field.words?.includes(text)) return true;
  return /^\d+$/.test(text) && Number(text) >= field.from && Number(text) <= field.to;
}

function isTimeZone(zone: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat("en", { timeZone: zone }));
  } catch {
    return false;
  }
}
