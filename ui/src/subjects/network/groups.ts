/** Communities drawn as one node each. */
import type { CommunityPage } from "../../host";
import type { Picture } from "../../lib/graph/picture";
import { spring } from "../../lib/graph/spring";
import { communityHue } from "./look";

const LEAST_PX = 6;
const MOST_PX = 40;

/** Areas by members, places by how strongly they are tied; at most as many as were asked for. */
export function groupPicture({ communities, ties }: CommunityPage): Picture {
  const n = communities.length;
  const most = communities.reduce((top, one) => Math.max(top, one.nodes), 1);
  const radius = Float32Array.from(communities, (one) => LEAST_PX + (MOST_PX - LEAST_PX) * Math.sqrt(one.nodes / most));
  // Ties may reach behind the page that is shown.
  const here = ties.filter((one) => one.a < n && one.b < n && one.a !== one.b);
  const ends = Uint32Array.from(here.flatMap((one) => [one.a, one.b]));
  const weight = Float32Array.from(here, (one) => one.weight);
  return {
    nodes: n,
    xy: spring({ nodes: n, radius, ends, weight }),
    radius,
    hue: Uint8Array.from(communities, (one) => communityHue(one.community)),
    hollow: new Uint8Array(n),
    edges: here.length,
    ends,
    weight,
    edgeHue: new Uint8Array(here.length),
    directed: false,
  };
}
