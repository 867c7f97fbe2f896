export {
  createJournal,
  type Journal,
  type JournalEntry,
  type RecordingJournal,
} from "./journal.js";
export { redact } from "./redact.js";
