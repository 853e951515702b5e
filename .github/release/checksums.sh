#!/usr/bin/env bash
# checksums.sh FOLDER: FOLDER/SHA256SUMS over everything else in it.
set -euo pipefail
cd "$1"
rm -f SHA256SUMS
sums=$(sha256sum -- *)
echo "$sums" >SHA256SUMS
