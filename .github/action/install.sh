#!/usr/bin/env bash
# Puts scimstate on the path of the job: the released binary of this checkout's version, or of the version asked for, held
# to the checksum that was released with it; or built from this checkout where its version has no release.
#
# Environment: ACTION_PATH (this checkout), ACTION_REPOSITORY (OWNER/NAME, empty for a local checkout), VERSION (empty:
# the checkout's own), RUNNER_TEMP, RUNNER_OS, RUNNER_ARCH, GITHUB_PATH, GITHUB_SERVER_URL; DOWNLOADS instead of the
# releases of ACTION_REPOSITORY.
set -euo pipefail

# To stderr, because stdout may be what a command substitution takes.
fail() {
  echo "::error title=scimstate::$1" >&2
  exit 1
}

platform() {
  local os arch
  case ${RUNNER_OS:-Linux} in
    Linux) os=linux ;;
    macOS) os=osx ;;
    Windows) os=win ;;
    *) fail "there is no scimstate for this operating system" ;;
  esac
  case ${RUNNER_ARCH:-X64} in
    X64) arch=x64 ;;
    ARM64) arch=arm64 ;;
    *) fail "there is no scimstate for this processor" ;;
  esac
  echo "$os-$arch"
}

own_version() {
  sed -n 's|.*<VersionPrefix>\(.*\)</VersionPrefix>.*|\1|p' "$ACTION_PATH/src/Directory.Build.props"
}

# Over stdin: a name with backslashes, as on Windows, would put one before the sum.
sha256() {
  if command -v sha256sum >/dev/null; then sha256sum; else shasum -a 256; fi <"$1" | cut -d ' ' -f 1
}

# fetch URL FILE: 0 when it is there, 1 when there is none, and the end for any other reason.
fetch() {
  local status
  status=$(curl --silent --show-error --location --retry 3 --output "$2" --write-out '%{http_code}' "$1") || status=000
  case $status in
    200) return 0 ;;
    404) return 1 ;;
    *) fail "the release cannot be fetched (status $status)" ;;
  esac
}

# released VERSION FOLDER: 1 when there is no such release.
released() {
  local base archive expected platform
  [ -n "${DOWNLOADS:-}${ACTION_REPOSITORY:-}" ] || return 1
  base=${DOWNLOADS:-${GITHUB_SERVER_URL:-https://github.com}/$ACTION_REPOSITORY/releases/download}/v$1
  platform=$(platform) || exit
  archive=scimstate-$platform.tar.gz
  fetch "$base/SHA256SUMS" "$2/SHA256SUMS" || return 1
  fetch "$base/$archive" "$2/$archive" || fail "the release v$1 has no $archive"
  expected=$(awk -v name="$archive" '$2 == name || $2 == "*" name { print $1 }' "$2/SHA256SUMS")
  [ -n "$expected" ] || fail "the checksums of the release v$1 do not name $archive"
  [ "$(sha256 "$2/$archive")" = "$expected" ] || fail "$archive is not what was released as v$1: its checksum differs"
  # From inside: tar takes what is before the colon of D:\ for another machine.
  (cd "$2" && tar -xzf "$archive") || fail "$archive cannot be unpacked"
  echo "scimstate $1 from its release, checksum $expected"
}

built() {
  command -v dotnet >/dev/null || fail "this version of scimstate has no release, and there is no .NET SDK to build it with; use a released version, or actions/setup-dotnet before"
  # Without the linker of Native AOT, which not every runner has.
  dotnet publish "$ACTION_PATH/src/GenesysScimState" -c Release -o "$1" -p:ToolPackage=true --nologo -v quiet
  echo "scimstate built from its checkout"
}

folder=$RUNNER_TEMP/scimstate-bin
rm -rf "$folder"
mkdir -p "$folder"
# shellcheck disable=SC2153 # An input, in the environment.
version=${VERSION#v}
if [ -n "$version" ]; then
  case $version in
    *[!0-9A-Za-z.-]*) fail "the version has to be one such as 1.2.3" ;;
  esac
  released "$version" "$folder" || fail "there is no release v$version of scimstate"
else
  released "$(own_version)" "$folder" || built "$folder"
fi
echo "$folder" >>"$GITHUB_PATH"
