// Coasts for the desk's map: land of Natural Earth at 1:110 million (public domain), from the package world-atlas.
//
//   npm install --no-save --prefix DIR world-atlas@2 topojson-client@3
//   MODULES=DIR/node_modules node scripts/build_land.mjs > crates/musnad-desk/assets/land.txt

import { createRequire } from "node:module";

const require = createRequire(`${process.env.MODULES}/`);
const { feature } = require("topojson-client");
const atlas = require("world-atlas/land-110m.json");

const land = feature(atlas, atlas.objects.land);
const shapes = land.features?.map(({ geometry }) => geometry) ?? [land.geometry];
const polygons = shapes.flatMap(({ type, coordinates }) => (type === "MultiPolygon" ? coordinates : [coordinates]));
for (const ring of polygons.flat()) {
  const points = ring.map(([lon, lat]) => `${Math.round(lon * 10)},${Math.round(lat * 10)}`);
  const apart = points.filter((point, i) => point !== points[i - 1]);
  if (apart.length > 3) console.log(apart.join(" "));
}
