/**
 * Whether a resource name is of the kind that a method is about: `getBranch` and
 * `projects/p/branches/b`, `getSnapshotSchedule` and `projects/p/snapshot-schedule`.
 *
 * Many operations share a path such as `/api/2.0/postgres/{+name}`; the collection before the last
 * segment, or the last one where there is only one such thing, tells them apart.
 */
export function nounMatches(method: string, name: string): boolean {
  const noun = method
    .replace(/^[a-z0-9]+/, "")
    .replace(/(?:Preview|Proxy)$/, "")
    .toLowerCase();
  if (noun === "") return false;
  const forms = [noun, `${noun}s`, `${noun}es`, noun.replace(/y$/, "ies")];
  const segments = name.split("/").map((segment) => segment.toLowerCase().replace(/[-_]/g, ""));
  const collection = segments.at(-2);
  const single = segments.at(-1);
  return (
    (collection !== undefined && forms.includes(collection)) ||
    (single !== undefined && segments.length % 2 === 1 && single === noun)
  );
}
