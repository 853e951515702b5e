#!/usr/bin/env bash
# pack-binary.sh PLATFORM FOLDER: the native binary as FOLDER/scimstate-PLATFORM.tar.gz. The platform is that of this
# machine, or another processor of its operating system for which it has the linker: a Mac links for both.
set -euo pipefail
cd "$(dirname "$0")/../.."
build=$(mktemp -d)
trap 'rm -rf "$build"' EXIT
dotnet publish src/GenesysScimState -c Release -p:ForPlatform="$1" -o "$build"
program=scimstate
[ ! -e "$build/scimstate.exe" ] || program=scimstate.exe
mkdir -p "$2"
cp LICENSE "$build"
tar -czf "$2/scimstate-$1.tar.gz" -C "$build" "$program" LICENSE
