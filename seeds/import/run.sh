#!/bin/sh
# Makes all registry-derived seed lists again. usage: run.sh CACHE
set -eu
cache=${1:?"usage: run.sh CACHE (a folder for the fetched packages)"}
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$cache"
cache=$(cd "$cache" && pwd)
cd "$here"
python3 fetch.py "$cache"
for module in cldr_territories city_spellings geonames_cities cldr_subdivisions arwikicats rigour_parts faker_names; do
    python3 "$module.py" "$cache"
done
