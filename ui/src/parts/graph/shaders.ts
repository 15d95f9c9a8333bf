/** The programs of the graphics card. Every corner is worked out from its number: nodes and edges stand in textures, once. */

const HEAD = `#version 300 es
precision highp float;
precision highp int;
precision highp sampler2D;
precision highp usampler2D;
uniform sampler2D uNodes;   // x, y, radius, look
uniform usampler2D uOrder;  // nodes, the largest first
uniform usampler2D uEdges;  // source, target, look, width
uniform vec3 uCamera;       // scale, then what is added
uniform vec2 uView;
uniform float uGrow;
uniform float uRatio;       // device pixels for one of the page
uniform vec3 uPalette[16];
uniform vec3 uEdgePalette[16];
uniform vec3 uPaper;
uniform vec3 uText;
uniform vec3 uFaded;
uniform bool uChosen;       // something is chosen: the rest fades
uniform int uCount;
const int WIDE = 2048;
vec4 node(uint i) { return texelFetch(uNodes, ivec2(int(i) & (WIDE - 1), int(i) >> 11), 0); }
uvec4 edge(int e) { return texelFetch(uEdges, ivec2(e & (WIDE - 1), e >> 11), 0); }
uint ranked(int k) { return texelFetch(uOrder, ivec2(k & (WIDE - 1), k >> 11), 0).r; }
vec2 px(vec2 at) { return at * uCamera.x + uCamera.yz; }
vec4 clip(vec2 at) { return vec4(at.x / uView.x * 2.0 - 1.0, 1.0 - at.y / uView.y * 2.0, 0.0, 1.0); }
float rim(vec4 n) { return max(1.0, n.z * uGrow); }
const vec4 NOWHERE = vec4(2.0, 2.0, 2.0, 1.0);
`;

/** Look of a node: hue in 4 bits, light in 2, ring and pin in one each. */
const NODE_LOOK = `
flat out vec3 vInk;
flat out vec4 vLook; // radius, light, ring, pin
void look(vec4 n, float r) {
  int look = int(n.w);
  int light = (look >> 4) & 3;
  vec3 ink = uPalette[look & 15];
  vInk = uChosen && light == 0 ? mix(uPaper, mix(ink, uFaded, 0.5), 0.3) : ink;
  vLook = vec4(r, uChosen ? float(light) : 1.0, float((look >> 6) & 1), float((look >> 7) & 1));
}
`;

export const NODE_VERTEX = `${HEAD}${NODE_LOOK}
out vec2 vAt;
void main() {
  uint i = ranked(uCount - 1 - gl_VertexID / 6);
  vec4 n = node(i);
  float r = rim(n);
  int c = gl_VertexID % 6;
  vec2 corner = vec2(c == 1 || c == 2 || c == 4 ? 1.0 : -1.0, c == 2 || c == 4 || c == 5 ? 1.0 : -1.0);
  look(n, r);
  vAt = corner * (r + 3.0);
  gl_Position = clip(px(n.xy) + vAt);
}`;

export const NODE_FRAGMENT = `#version 300 es
precision highp float;
flat in vec3 vInk;
flat in vec4 vLook;
in vec2 vAt;
uniform vec3 uPaper;
uniform vec3 uText;
uniform float uRatio;
out vec4 colour;
void main() {
  float d = length(vAt);
  float r = vLook.x;
  bool chosen = vLook.y > 1.5;
  float outer = chosen ? r + 2.5 : r + (r > 3.0 ? 1.0 : 0.0);
  float cover = clamp((outer - d) * uRatio + 0.5, 0.0, 1.0);
  if (cover <= 0.0) discard;
  vec3 ink = mix(vInk, chosen ? uText : uPaper, clamp((d - r) * uRatio + 0.5, 0.0, 1.0));
  if (vLook.z > 0.5) ink = mix(uPaper, ink, clamp((d - max(r * 0.55, r - 3.0)) * uRatio + 0.5, 0.0, 1.0));
  if (vLook.w > 0.5) ink = mix(uText, ink, clamp((d - max(1.5, r * 0.3)) * uRatio + 0.5, 0.0, 1.0));
  colour = vec4(ink, cover);
}`;

export const POINT_VERTEX = `${HEAD}${NODE_LOOK}
void main() {
  uint i = ranked(uCount - 1 - gl_VertexID);
  vec4 n = node(i);
  float r = rim(n);
  look(n, r);
  gl_PointSize = 2.0 * r * uRatio;
  gl_Position = clip(px(n.xy));
}`;

export const POINT_FRAGMENT = `#version 300 es
precision highp float;
flat in vec3 vInk;
flat in vec4 vLook;
out vec4 colour;
void main() {
  vec2 at = gl_PointCoord * 2.0 - 1.0;
  if (vLook.x > 1.5 && dot(at, at) > 1.0) discard;
  colour = vec4(vInk, 1.0);
}`;

const EDGE_LOOK = `
uniform int uFrom;
uniform float uAlpha;
uniform int uPass; // 0 all, 1 what fades, 2 what is lit
flat out vec4 vInk;
bool drawn(vec4 a, vec4 b, uint look) {
  int la = (int(a.w) >> 4) & 3;
  int lb = (int(b.w) >> 4) & 3;
  bool lit = la > 0 && lb > 0 && (la == 2 || lb == 2);
  float alpha = uAlpha * float((look >> 8) & 255u) / 255.0;
  vec3 ink = uEdgePalette[look & 15u];
  if (uPass == 1) { alpha *= 0.22; ink = uFaded; }
  if (uPass == 2) alpha = max(alpha, 0.5);
  vInk = vec4(ink, alpha);
  return uPass == 0 || (uPass == 2) == lit;
}
`;

export const LINE_VERTEX = `${HEAD}${EDGE_LOOK}
void main() {
  uvec4 e = edge(uFrom + gl_VertexID / 2);
  vec4 a = node(e.x);
  vec4 b = node(e.y);
  if (!drawn(a, b, e.z)) { gl_Position = NOWHERE; return; }
  gl_Position = clip(px((gl_VertexID & 1) == 0 ? a.xy : b.xy));
}`;

export const LINE_FRAGMENT = `#version 300 es
precision mediump float;
flat in vec4 vInk;
out vec4 colour;
void main() { colour = vInk; }`;

/** A strip as wide as the weight, from rim to rim; beside the middle where edges have a direction, so that the way back is seen. */
export const STRIP_VERTEX = `${HEAD}${EDGE_LOOK}
uniform bool uDirected;
out vec2 vAcross; // pixels from the middle, half the width
void main() {
  uvec4 e = edge(uFrom + gl_VertexID / 9);
  int c = gl_VertexID % 9;
  vec4 a = node(e.x);
  vec4 b = node(e.y);
  vec2 from = px(a.xy);
  vec2 to = px(b.xy);
  float far = distance(from, to);
  float arrow = uDirected ? 1.0 : 0.0;
  if (far < 0.5 || !drawn(a, b, e.z) || (c >= 6 && !uDirected)) { gl_Position = NOWHERE; return; }
  vec2 along = (to - from) / far;
  vec2 across = vec2(-along.y, along.x);
  float wide = uintBitsToFloat(e.w);
  float half_ = wide * 0.5 + 0.75;
  float head = arrow * (5.0 + 1.6 * wide);
  float end = max(0.0, far - rim(b) - 1.0);
  vec2 beside = across * arrow * (1.0 + wide * 0.5);
  vec2 tip = from + along * end + beside;
  if (c < 6) {
    float t = c == 1 || c == 2 || c == 4 ? 1.0 : 0.0;
    float s = c == 2 || c == 4 || c == 5 ? 1.0 : -1.0;
    vec2 at = mix(from + beside, from + along * max(0.0, end - head * 0.8) + beside, t);
    vAcross = vec2(s * half_, half_);
    gl_Position = clip(at + across * s * half_);
  } else {
    float side = c == 6 ? 0.0 : c == 7 ? 1.0 : -1.0;
    vAcross = vec2(0.0, 9.0);
    gl_Position = clip(c == 6 ? tip : tip - along * head + across * side * (2.2 + wide));
  }
}`;

export const STRIP_FRAGMENT = `#version 300 es
precision mediump float;
flat in vec4 vInk;
in vec2 vAcross;
uniform float uRatio;
out vec4 colour;
void main() {
  float cover = clamp((vAcross.y - abs(vAcross.x)) * 1.0, 0.0, 1.0);
  colour = vec4(vInk.rgb, vInk.a * cover);
}`;
