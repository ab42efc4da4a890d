#!/usr/bin/env bash
# Packs a built program: binary, manual pages, completions, unit, licences. Same binary, same bytes.
#
#     scripts/package.sh target/x86_64-unknown-linux-musl/release/musnad x86_64-unknown-linux-musl dist
set -euo pipefail
binary=$1 target=$2 out=$3
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# Whoever builds for another machine names a program that runs on this one for pages and completions.
runs=${MUSNAD_RUNS:-$binary}
version=$("$runs" --version | cut -d ' ' -f 2)
name=musnad-$version-$target
mkdir -p "$out"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
tree=$work/$name
mkdir -p "$tree"/{bin,man/man1,completions,licences}
install -m 755 "$binary" "$tree/bin/musnad"
"$runs" man --dir "$tree/man/man1"
for shell in bash fish zsh elvish powershell; do
    case $shell in bash) file=musnad.bash ;; zsh) file=_musnad ;; powershell) file=musnad.ps1 ;; *) file=musnad.$shell ;; esac
    "$runs" completions "$shell" > "$tree/completions/$file"
done
cp "$root/README.md" "$tree/"
cp "$root/packaging/musnad.service" "$tree/"
cp "$root"/{LICENSE-APACHE,LICENSE-MIT,NOTICE} "$root/lang/NOTICE.places" "$tree/licences/"
python3 "$root/scripts/third_party.py" musnad --target "$target" > "$tree/licences/THIRD-PARTY.txt"
# The time of the commit, so that two builds of one commit give one archive.
when=${SOURCE_DATE_EPOCH:-$(git -C "$root" log -1 --format=%ct)}
tar --sort=name --mtime="@$when" --owner=0 --group=0 --numeric-owner --mode=u+rwX,go+rX,go-w -C "$work" -cf - "$name" | gzip -9n > "$out/$name.tar.gz"
(cd "$out" && sha256sum "$name.tar.gz" > "$name.tar.gz.sha256")
echo "$out/$name.tar.gz"
