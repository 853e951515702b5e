#!/usr/bin/env bash
# pack-tool.sh FOLDER: the .NET tool as FOLDER/scimstate.VERSION.nupkg, for every platform that has the .NET runtime.
set -euo pipefail
cd "$(dirname "$0")/../.."
dotnet pack src/GenesysScimState -c Release -o "$1" -p:ToolPackage=true
