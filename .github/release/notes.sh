#!/usr/bin/env bash
# notes.sh TAG: what the changelog says of a version, for its release. Fails when the tag is not the version of this
# checkout, or when the changelog does not know it.
set -euo pipefail
cd "$(dirname "$0")/../.."
version=${1#v}
own=$(sed -n 's|.*<VersionPrefix>\(.*\)</VersionPrefix>.*|\1|p' src/Directory.Build.props)
if [ "$version" != "$own" ]; then
  echo "the tag is $1 and the version in src/Directory.Build.props is $own" >&2
  exit 1
fi
notes=$(awk -v version="$version" '
  /^## / { inside = $2 == version || $2 == "[" version "]"; next }
  inside' .github/CHANGELOG.md)
if [ -z "${notes//[[:space:]]/}" ]; then
  echo "the changelog has no section \"## $version\"" >&2
  exit 1
fi
echo "$notes"
