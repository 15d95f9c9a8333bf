/** Where one looks: the picture's plane onto a view of so many pixels. */
import type { Box } from "./picture";

export interface Camera {
  /** The picture's point in the middle of the view. */
  x: number;
  y: number;
  /** Pixels for one unit of the picture. */
  scale: number;
  width: number;
  height: number;
  /** The scale at which all of it fits: radii are given for that one. */
  fitScale: number;
}

export const ZOOM_STEP = 1.25;
const MARGIN = 28;
const FARTHEST = 0.2;
const NEAREST = 4000;

/** All of it in sight. */
export function fit(box: Box, width: number, height: number): Camera {
  const wide = Math.max(box.right - box.left, 1e-6);
  const high = Math.max(box.bottom - box.top, 1e-6);
  const room = (side: number) => Math.max(16, side - 2 * MARGIN);
  const scale = Math.min(room(width) / wide, room(height) / high);
  return { x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2, scale, width, height, fitScale: scale };
}

/** Kept in sight as it spreads: unmoved while nothing of it sticks out. */
export function keeping(camera: Camera, box: Box): Camera {
  const inside =
    toX(camera, box.left) >= 0 &&
    toX(camera, box.right) <= camera.width &&
    toY(camera, box.top) >= 0 &&
    toY(camera, box.bottom) <= camera.height;
  return inside ? camera : fit(box, camera.width, camera.height);
}

export const toX = (camera: Camera, x: number): number => (x - camera.x) * camera.scale + camera.width / 2;
export const toY = (camera: Camera, y: number): number => (y - camera.y) * camera.scale + camera.height / 2;
export const fromX = (camera: Camera, px: number): number => (px - camera.width / 2) / camera.scale + camera.x;
export const fromY = (camera: Camera, py: number): number => (py - camera.height / 2) / camera.scale + camera.y;

/** How much larger a node is drawn than where all fits: by the root, so that near and far both stay readable. */
export const growth = (camera: Camera): number => Math.sqrt(camera.scale / camera.fitScale);

/** Nearer or farther, with the point under the pointer staying where it is. */
export function zoomed(camera: Camera, px: number, py: number, factor: number): Camera {
  const scale = Math.max(camera.fitScale * FARTHEST, Math.min(camera.fitScale * NEAREST, camera.scale * factor));
  const x = fromX(camera, px) - (px - camera.width / 2) / scale;
  const y = fromY(camera, py) - (py - camera.height / 2) / scale;
  return { ...camera, x, y, scale };
}

/** Moved by so many pixels, as a hand moves paper. */
export function panned(camera: Camera, dx: number, dy: number): Camera {
  return { ...camera, x: camera.x - dx / camera.scale, y: camera.y - dy / camera.scale };
}

/** Another size of the view: what was in the middle stays there, and what filled it still does. */
export function resized(camera: Camera, width: number, height: number): Camera {
  if (camera.width === 0 || camera.height === 0) return { ...camera, width, height };
  const change = Math.min(width / camera.width, height / camera.height);
  return {
    ...camera,
    width,
    height,
    scale: camera.scale * change,
    fitScale: camera.fitScale * change,
  };
}

/** With this point brought into sight; unmoved where it is well inside already. */
export function showing(camera: Camera, x: number, y: number, margin = 48): Camera {
  const px = toX(camera, x);
  const py = toY(camera, y);
  const dx = px < margin ? margin - px : px > camera.width - margin ? camera.width - margin - px : 0;
  const dy = py < margin ? margin - py : py > camera.height - margin ? camera.height - margin - py : 0;
  return dx === 0 && dy === 0 ? camera : panned(camera, dx, dy);
}
