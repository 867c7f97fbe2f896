import { InvalidRequestError, requireList, requireName, requireText } from "../errors/index.js";
import { commandLineParameters } from "./command-line-parameters.js";
import { help } from "./help.js";

type WidgetKind = "combobox" | "dropdown" | "multiselect" | "text";

/**
 * `dbutils.widgets`: parameters of the program. Outside of a notebook nothing is shown. A value comes
 * from the command line, as `--name=value` or `--name value`, which is how jobs hand parameters to
 * programs; else it is the default that the program gave when it made the widget.
 *
 * @see https://docs.databricks.com/notebooks/widgets.html
 */
export class WidgetsUtils {
  readonly #given: ReadonlyMap<string, string>;
  readonly #defaults = new Map<string, string>();

  /** Made by `DBUtils`. Default: the arguments of the program. */
  constructor(args: readonly string[] = globalThis.process?.argv.slice(2) ?? []) {
    this.#given = commandLineParameters(args);
  }

  /** Makes a widget that takes any text. One that exists gets the new default. */
  async text(name: string, defaultValue: string, _label?: string): Promise<void> {
    this.#make("text", name, defaultValue);
  }

  /**
   * Makes a widget that takes one of some texts.
   * Throws an {@link InvalidRequestError} when the default is not among them.
   */
  async dropdown(
    name: string,
    defaultValue: string,
    choices: readonly string[],
    _label?: string,
  ): Promise<void> {
    this.#make("dropdown", name, defaultValue, choices);
  }

  /** Makes a widget that suggests some texts and takes any. */
  async combobox(
    name: string,
    defaultValue: string,
    choices: readonly string[],
    _label?: string,
  ): Promise<void> {
    this.#make("combobox", name, defaultValue, choices);
  }

  /**
   * Makes a widget that takes several of some texts, whose value has commas between them.
   * Throws an {@link InvalidRequestError} when the default is not among them.
   */
  async multiselect(
    name: string,
    defaultValue: string,
    choices: readonly string[],
    _label?: string,
  ): Promise<void> {
    this.#make("multiselect", name, defaultValue, choices);
  }

  /**
   * A parameter's value: what the command line says, else the widget's default.
   * Throws an {@link InvalidRequestError} naming the widget when there is neither.
   */
  async get(name: string): Promise<string> {
    requireName("dbutils.widgets.get", "name", name);
    return this.#valueOf(name);
  }

  /** All widgets, and all parameters of the command line, with their values. */
  async getAll(): Promise<Record<string, string>> {
    return Object.fromEntries([...this.#defaults, ...this.#given]);
  }

  /**
   * As {@link get}, or the text given here where that has nothing.
   *
   * @deprecated Use {@link get}.
   */
  async getArgument(name: string, defaultValue?: string): Promise<string> {
    requireName("dbutils.widgets.getArgument", "name", name);
    if (defaultValue !== undefined) {
      requireText("dbutils.widgets.getArgument", "defaultValue", defaultValue);
    }
    return this.#valueOf(name, defaultValue);
  }

  /** Removes a widget and its default; what the command line says stays. */
  async remove(name: string): Promise<void> {
    requireName("dbutils.widgets.remove", "name", name);
    this.#defaults.delete(name);
  }

  /** Removes all widgets and their defaults; what the command line says stays. */
  async removeAll(): Promise<void> {
    this.#defaults.clear();
  }

  /** What a method does, or all of them. */
  async help(method?: string): Promise<string> {
    return help("widgets", method);
  }

  #make(kind: WidgetKind, name: string, defaultValue: string, choices?: readonly string[]): void {
    const call = `dbutils.widgets.${kind}`;
    requireName(call, "name", name);
    requireText(call, "defaultValue", defaultValue);
    if (kind !== "text") requireList(call, "choices", choices);
    if (kind === "dropdown" || kind === "multiselect") requireChoice(name, defaultValue, choices);
    this.#defaults.set(name, defaultValue);
  }

  #valueOf(name: string, otherwise?: string): string {
    const value = this.#given.get(name) ?? this.#defaults.get(name) ?? otherwise;
    if (value !== undefined) return value;
    throw new InvalidRequestError(
      `InputWidgetNotDefined: there is no widget "${name}": give --${name}=<value> on the command ` +
        `line, or make one with dbutils.widgets.text("${name}", "<default>")`,
      { field: "name" },
    );
  }
}

function requireChoice(name: string, defaultValue: string, choices: readonly string[] = []): void {
  if (choices.includes(defaultValue)) return;
  throw new InvalidRequestError(
    `the default "${defaultValue}" of the widget "${name}" is not among its choices`,
    { field: "defaultValue" },
  );
}
