/**
 * Variables of the server that programs get too: where things are and how text is written, never
 * what may be a secret. Proxies are left out since their URLs can hold passwords.
 */
const INHERITED: readonly string[] = [
  "PATH",
  "HOME",
  "USER",
  "LOGNAME",
  "LANG",
  "LC_ALL",
  "LC_CTYPE",
  "TZ",
  "TMPDIR",
  "TEMP",
  "TMP",
  "SystemRoot",
  "SSL_CERT_FILE",
  "SSL_CERT_DIR",
  "REQUESTS_CA_BUNDLE",
  "VIRTUAL_ENV",
  "PYTHONPATH",
  "PYENV_ROOT",
  "PYENV_VERSION",
  "LD_LIBRARY_PATH",
];

/**
 * The harmless part of this process's environment.
 *
 * @param more names of more variables to hand on
 */
export function inheritedEnvironment(more: readonly string[] = []): Record<string, string> {
  return Object.fromEntries(
    [...INHERITED, ...more].flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value] as const];
    }),
  );
}
