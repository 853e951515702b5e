#!/usr/bin/env bash
# pack-binary.sh PLATFORM FOLDER: the native binary for this machine as FOLDER/scimstate-PLATFORM.tar.gz.
set -euo pipefail
cd "$(dirname "$0")/../.."
build=$(mktemp -d)
trap 'rm -rf "$build"' EXIT
dotnet publish src/GenesysScimState -c Release -o "$build"
program=scimstate
[ ! -e "$build/scimstate.exe" ] || program=scimstate.exe
mkdir -p "$2"
cp LICENSE "$build"
tar -czf "$2/scimstate-$1.tar.gz" -C "$build" "$program" LICENSE
