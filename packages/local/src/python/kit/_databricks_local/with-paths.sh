# Runs a command that sees folders of this machine at other absolute paths, and leaves no trace of it.
#   sh with-paths.sh <empty folder> <working folder> <path> <folder> ... -- <command> ...
# It does so in a mount namespace of its own; where that is not allowed, it runs the command as it is.
set -e
if [ "$1" != --inside ]; then
  if unshare -rm mount -t tmpfs none "$1" 2> /dev/null; then
    exec unshare -rm sh "$0" --inside "$@"
  fi
  echo "(This machine lets no program see the workspace's paths; \$DATABRICKS_LOCAL_VOLUMES and its" \
    "like say where the folders are.)" >&2
  cd "$2"
  while [ "$1" != -- ]; do shift; done
  shift
  exec "$@"
fi

root=$2
working=$3
shift 3
mount -t tmpfs none "$root"
for entry in /* /.[!.]*; do
  name=${entry#/}
  if [ -L "$entry" ]; then
    cp -P "$entry" "$root/$name"
  elif [ -d "$entry" ]; then
    mkdir "$root/$name"
    mount --rbind "$entry" "$root/$name"
  elif [ -e "$entry" ]; then
    : > "$root/$name"
    mount --bind "$entry" "$root/$name"
  fi
done
while [ "$1" != -- ]; do
  mkdir -p "$root$1"
  mount --bind "$2" "$root$1"
  shift 2
done
shift
# The inner shell enters the working folder once the root is another one.
exec chroot "$root" sh -c 'cd "$0" && exec "$@"' "$working" "$@"
