/** Draws with the graphics card: nodes and edges in textures, corners worked out there, edges in a layer that fills up. */
import { growth, type Camera } from "../../lib/graph/camera";
import { RICH_EDGES, RICH_NODES, edgeAlpha, edgeLooks, type Painter, type Pass, type Rgb, type Scene } from "./painter";
import * as shaders from "./shaders";

const WIDE = 2048;
const PASSES: Record<Pass, number> = { all: 0, faded: 1, lit: 2 };
const rows = (n: number) => Math.max(1, Math.ceil(n / WIDE));

interface Program {
  program: WebGLProgram;
  at: (name: string) => WebGLUniformLocation | null;
}

export class WebGlPainter implements Painter {
  readonly kind = "webgl";
  readonly #gl: WebGL2RenderingContext;
  readonly #programs: Record<"node" | "point" | "line" | "strip", Program>;
  readonly #textures: Record<"nodes" | "order" | "edges" | "layer", WebGLTexture>;
  readonly #layer: WebGLFramebuffer;
  #width = 1;
  #height = 1;
  #ratio = 1;
  #loaded: Scene | null = null;
  #nodeData = new Float32Array(0);

  /** Nothing where the view has no such context. */
  static on(canvas: HTMLCanvasElement): WebGlPainter | null {
    const gl = canvas.getContext("webgl2", {
      // Else pale edges make the page behind shine through.
      alpha: false,
      antialias: false,
      depth: false,
      stencil: false,
      preserveDrawingBuffer: false,
      powerPreference: "high-performance",
    });
    if (!gl) return null;
    try {
      return new WebGlPainter(gl);
    } catch {
      return null;
    }
  }

  private constructor(gl: WebGL2RenderingContext) {
    this.#gl = gl;
    const program = (vertex: string, fragment: string): Program => {
      const made = gl.createProgram();
      for (const [type, source] of [
        [gl.VERTEX_SHADER, vertex],
        [gl.FRAGMENT_SHADER, fragment],
      ] as const) {
        const shader = gl.createShader(type)!;
        gl.shaderSource(shader, source);
        gl.compileShader(shader);
        gl.attachShader(made, shader);
      }
      gl.linkProgram(made);
      if (!gl.getProgramParameter(made, gl.LINK_STATUS))
        throw new Error(gl.getProgramInfoLog(made) ?? "the drawing program does not link");
      const places = new Map<string, WebGLUniformLocation | null>();
      const at = (name: string) => {
        if (!places.has(name)) places.set(name, gl.getUniformLocation(made, name));
        return places.get(name) ?? null;
      };
      return { program: made, at };
    };
    this.#programs = {
      node: program(shaders.NODE_VERTEX, shaders.NODE_FRAGMENT),
      point: program(shaders.POINT_VERTEX, shaders.POINT_FRAGMENT),
      line: program(shaders.LINE_VERTEX, shaders.LINE_FRAGMENT),
      strip: program(shaders.STRIP_VERTEX, shaders.STRIP_FRAGMENT),
    };
    const texture = () => {
      const made = gl.createTexture();
      gl.bindTexture(gl.TEXTURE_2D, made);
      gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.NEAREST);
      gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, gl.NEAREST);
      gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_S, gl.CLAMP_TO_EDGE);
      gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE);
      return made;
    };
    this.#textures = { nodes: texture(), order: texture(), edges: texture(), layer: texture() };
    this.#layer = gl.createFramebuffer();
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.SRC_ALPHA, gl.ONE_MINUS_SRC_ALPHA);
  }

  resize(width: number, height: number, ratio: number): void {
    const gl = this.#gl;
    const canvas = gl.canvas as HTMLCanvasElement;
    [this.#width, this.#height, this.#ratio] = [width, height, ratio];
    canvas.width = Math.max(1, Math.round(width * ratio));
    canvas.height = Math.max(1, Math.round(height * ratio));
    gl.bindTexture(gl.TEXTURE_2D, this.#textures.layer);
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA8, canvas.width, canvas.height, 0, gl.RGBA, gl.UNSIGNED_BYTE, null);
    gl.bindFramebuffer(gl.FRAMEBUFFER, this.#layer);
    gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, this.#textures.layer, 0);
  }

  load(scene: Scene): void {
    const gl = this.#gl;
    const before = this.#loaded;
    const { picture } = scene;
    if (!before || before.nodeOrder !== scene.nodeOrder) {
      const order = new Uint32Array(rows(picture.nodes) * WIDE);
      order.set(scene.nodeOrder);
      gl.bindTexture(gl.TEXTURE_2D, this.#textures.order);
      const high = rows(picture.nodes);
      gl.texImage2D(gl.TEXTURE_2D, 0, gl.R32UI, WIDE, high, 0, gl.RED_INTEGER, gl.UNSIGNED_INT, order);
    }
    const sameEdges =
      before &&
      before.edgeOrder === scene.edgeOrder &&
      before.picture.ends === picture.ends &&
      before.picture.weight === picture.weight &&
      before.picture.edgeHue === picture.edgeHue;
    if (!sameEdges) this.#loadEdges(scene);
    this.#loaded = scene;
    this.moved(scene, null);
  }

  #loadEdges({ picture, edgeOrder }: Scene): void {
    const gl = this.#gl;
    const high = rows(picture.edges);
    const data = new Uint32Array(high * WIDE * 4);
    const widths = new Float32Array(data.buffer);
    const { width, alpha } = edgeLooks(picture.weight);
    for (let k = 0; k < edgeOrder.length; k++) {
      const e = edgeOrder[k]!;
      data[4 * k] = picture.ends[2 * e]!;
      data[4 * k + 1] = picture.ends[2 * e + 1]!;
      data[4 * k + 2] = picture.edgeHue[e]! | (alpha[e]! << 8);
      widths[4 * k + 3] = width[e]!;
    }
    gl.bindTexture(gl.TEXTURE_2D, this.#textures.edges);
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA32UI, WIDE, high, 0, gl.RGBA_INTEGER, gl.UNSIGNED_INT, data);
  }

  moved({ picture, light, pinned }: Scene, nodes: readonly number[] | null): void {
    const gl = this.#gl;
    const high = rows(picture.nodes);
    gl.bindTexture(gl.TEXTURE_2D, this.#textures.nodes);
    if (nodes && this.#nodeData.length === high * WIDE * 4) {
      for (const i of nodes) {
        this.#nodeData[4 * i] = picture.xy[2 * i]!;
        this.#nodeData[4 * i + 1] = picture.xy[2 * i + 1]!;
        gl.texSubImage2D(
          gl.TEXTURE_2D,
          0,
          i % WIDE,
          Math.floor(i / WIDE),
          1,
          1,
          gl.RGBA,
          gl.FLOAT,
          this.#nodeData.subarray(4 * i, 4 * i + 4),
        );
      }
      return;
    }
    if (this.#nodeData.length !== high * WIDE * 4) this.#nodeData = new Float32Array(high * WIDE * 4);
    const data = this.#nodeData;
    for (let i = 0; i < picture.nodes; i++) {
      data[4 * i] = picture.xy[2 * i]!;
      data[4 * i + 1] = picture.xy[2 * i + 1]!;
      data[4 * i + 2] = picture.radius[i]!;
      data[4 * i + 3] = picture.hue[i]! | ((light ? light[i]! : 1) << 4) | (picture.hollow[i]! << 6);
    }
    for (const i of pinned) if (i < picture.nodes) data[4 * i + 3]! += 128;
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA32F, WIDE, high, 0, gl.RGBA, gl.FLOAT, data);
  }

  clear(): void {
    const gl = this.#gl;
    gl.bindFramebuffer(gl.FRAMEBUFFER, this.#layer);
    const paper = this.#loaded?.inks.paper ?? [1, 1, 1];
    gl.clearColor(paper[0], paper[1], paper[2], 1);
    gl.clear(gl.COLOR_BUFFER_BIT);
  }

  edges(scene: Scene, camera: Camera, from: number, to: number, pass: Pass): void {
    if (to <= from) return;
    const gl = this.#gl;
    const rich = scene.shownEdges <= RICH_EDGES;
    const program = this.#use(rich ? "strip" : "line", scene, camera);
    gl.bindFramebuffer(gl.FRAMEBUFFER, this.#layer);
    gl.viewport(0, 0, gl.canvas.width, gl.canvas.height);
    gl.uniform1i(program.at("uFrom"), from);
    gl.uniform1i(program.at("uPass"), PASSES[pass]);
    gl.uniform1f(program.at("uAlpha"), edgeAlpha(scene.shownEdges));
    if (rich) gl.uniform1i(program.at("uDirected"), Number(scene.picture.directed));
    if (rich) gl.drawArrays(gl.TRIANGLES, 0, 9 * (to - from));
    else gl.drawArrays(gl.LINES, 0, 2 * (to - from));
  }

  show(scene: Scene, camera: Camera, nodes: number): void {
    const gl = this.#gl;
    const { width, height } = gl.canvas;
    gl.bindFramebuffer(gl.READ_FRAMEBUFFER, this.#layer);
    gl.bindFramebuffer(gl.DRAW_FRAMEBUFFER, null);
    gl.blitFramebuffer(0, 0, width, height, 0, 0, width, height, gl.COLOR_BUFFER_BIT, gl.NEAREST);
    gl.bindFramebuffer(gl.FRAMEBUFFER, null);
    gl.viewport(0, 0, width, height);
    if (nodes === 0) return;
    const rich = nodes <= RICH_NODES;
    const program = this.#use(rich ? "node" : "point", scene, camera);
    gl.uniform1i(program.at("uCount"), nodes);
    if (rich) gl.drawArrays(gl.TRIANGLES, 0, 6 * nodes);
    else gl.drawArrays(gl.POINTS, 0, nodes);
  }

  finish(): void {
    const gl = this.#gl;
    gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(4));
  }

  dispose(): void {
    this.#gl.getExtension("WEBGL_lose_context")?.loseContext();
  }

  #use(name: "node" | "point" | "line" | "strip", { inks, light }: Scene, camera: Camera): Program {
    const gl = this.#gl;
    const one = this.#programs[name];
    gl.useProgram(one.program);
    const bind = (unit: number, texture: WebGLTexture, sampler: string) => {
      gl.activeTexture(gl.TEXTURE0 + unit);
      gl.bindTexture(gl.TEXTURE_2D, texture);
      gl.uniform1i(one.at(sampler), unit);
    };
    bind(1, this.#textures.nodes, "uNodes");
    bind(2, this.#textures.order, "uOrder");
    bind(3, this.#textures.edges, "uEdges");
    gl.activeTexture(gl.TEXTURE0);
    const colours = (list: readonly Rgb[]) => {
      const flat = new Float32Array(48);
      list.slice(0, 16).forEach((rgb, k) => flat.set(rgb, 3 * k));
      return flat;
    };
    gl.uniform3f(
      one.at("uCamera"),
      camera.scale,
      camera.width / 2 - camera.x * camera.scale,
      camera.height / 2 - camera.y * camera.scale,
    );
    gl.uniform2f(one.at("uView"), this.#width, this.#height);
    gl.uniform1f(one.at("uGrow"), growth(camera));
    gl.uniform1f(one.at("uRatio"), this.#ratio);
    gl.uniform3fv(one.at("uPalette"), colours(inks.nodes));
    gl.uniform3fv(one.at("uEdgePalette"), colours(inks.edges));
    gl.uniform3f(one.at("uPaper"), ...inks.paper);
    gl.uniform3f(one.at("uText"), ...inks.text);
    gl.uniform3f(one.at("uFaded"), ...inks.faded);
    gl.uniform1i(one.at("uChosen"), Number(light !== null));
    return one;
  }
}
