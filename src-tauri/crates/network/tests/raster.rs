//! Pictures: what is drawn is where it should be, in every script, the same on any number of threads.

use starling_model::Cancel;
use starling_network::Error;
use starling_network::raster::svg::{MOST_EDGES, svg};
use starling_network::raster::{
    Colour, Edge, Figure, Fill, Key, Label, Node, Paper, Pixels, pixels, png,
};

const BLUE: Colour = Colour::of(0x14_51_b6);
const GREY: Colour = Colour::of(0x5c_66_71);

fn node(radius: f32, fill: Fill) -> Node {
    Node {
        radius,
        colour: BLUE,
        fill,
    }
}

fn edge(source: u32, target: u32) -> Edge {
    Edge {
        source,
        target,
        width: 1.0,
        opacity: 0.5,
        colour: GREY,
    }
}

fn figure<'a>(places: &'a [f32], nodes: &'a [Node], edges: &'a [Edge]) -> Figure<'a> {
    Figure {
        places,
        nodes,
        edges,
        arrows: false,
        labels: &[],
        legend: &[],
        caption: "",
        paper: Paper::LIGHT,
        size: (200, 100),
    }
}

fn at(pixels: &Pixels, x: u32, y: u32) -> [u8; 4] {
    let from = ((y * pixels.width + x) * 4) as usize;
    [0, 1, 2, 3].map(|channel| pixels.rgba[from + channel])
}

#[test]
fn nodes_and_edges_are_where_they_should_be() {
    // Fitted: margins of 16 and the largest radius of 10 leave 148 pixels of width.
    let places = [0.0, 0.0, 1.0, 0.0];
    let nodes = [node(10.0, Fill::Full), node(10.0, Fill::Hollow)];
    let edges = [edge(0, 1)];
    let drawn = pixels(&figure(&places, &nodes, &edges), 1.0, &Cancel::new()).unwrap();
    assert_eq!((drawn.width, drawn.height), (200, 100));
    let white = [255, 255, 255, 255];
    assert_eq!(at(&drawn, 26, 50), [0x14, 0x51, 0xb6, 255], "a full node");
    assert_eq!(at(&drawn, 174, 50), white, "the middle of a hollow one");
    let ring = at(&drawn, 174, 40);
    assert!(
        ring[0].abs_diff(0x14) < 5 && ring[2].abs_diff(0xb6) < 5,
        "its ring: {ring:?}"
    );
    assert_eq!(at(&drawn, 100, 20), white, "nothing");
    // The edge lies on the border of two rows, half on each: a quarter of its colour in both.
    let faint = at(&drawn, 100, 49);
    assert_eq!(faint, at(&drawn, 100, 50));
    assert_eq!(faint[0], 214, "255 less a quarter of the way to 92");
}

#[test]
fn pale_edges_add_up() {
    let places = [0.0, 0.0, 1.0, 0.5];
    let nodes = [node(1.0, Fill::Full); 2];
    let darkest = |n: usize| {
        let edges: Vec<Edge> = vec![
            Edge {
                opacity: 0.02,
                ..edge(0, 1)
            };
            n
        ];
        let drawn = pixels(&figure(&places, &nodes, &edges), 1.0, &Cancel::new()).unwrap();
        (95..105)
            .map(|x| (20..80).map(|y| at(&drawn, x, y)[0]).min())
            .min()
            .flatten()
    };
    let (one, many) = (darkest(1).unwrap(), darkest(200).unwrap());
    assert!(one > 250 && many < 120, "{one} and {many}");
}

#[test]
fn the_picture_is_the_same_on_any_number_of_threads() {
    let n = 500u32;
    let places: Vec<f32> = (0..n)
        .flat_map(|v| [(v * 37 % 101) as f32, (v * 53 % 97) as f32])
        .collect();
    let nodes: Vec<Node> = (0..n)
        .map(|v| node(1.0 + (v % 5) as f32, Fill::Full))
        .collect();
    let edges: Vec<Edge> = (0..3 * n).map(|e| edge(e % n, e * 7 % n)).collect();
    let drawn = |threads| {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .unwrap();
        pool.install(|| pixels(&figure(&places, &nodes, &edges), 2.0, &Cancel::new()).unwrap())
    };
    assert!(drawn(1) == drawn(4));
}

#[test]
fn odd_figures_are_drawn() {
    let empty = pixels(&figure(&[], &[], &[]), 1.0, &Cancel::new()).unwrap();
    assert!(empty.rgba.iter().all(|&byte| byte == 255));
    let one = [node(4.0, Fill::Full)];
    pixels(
        &figure(&[5.0, 5.0], &one, &[edge(0, 0)]),
        1.0,
        &Cancel::new(),
    )
    .unwrap();
    svg(&figure(&[5.0, 5.0], &one, &[edge(0, 0)])).unwrap();
    let none = Figure {
        size: (0, 0),
        ..figure(&[5.0, 5.0], &one, &[])
    };
    assert!(pixels(&none, 1.0, &Cancel::new()).unwrap().rgba.is_empty());
}

#[test]
fn drawing_can_be_stopped() {
    let cancel = Cancel::new();
    cancel.set();
    let answer = pixels(&figure(&[], &[], &[]), 1.0, &cancel);
    assert!(matches!(answer, Err(Error::Cancelled)));
}

#[test]
fn a_png_holds_the_pixels_and_the_caption() {
    let places = [0.0, 0.0, 1.0, 0.0];
    let nodes = [node(10.0, Fill::Full); 2];
    let drawn = pixels(&figure(&places, &nodes, &[]), 1.0, &Cancel::new()).unwrap();
    let bytes = png(&drawn, "Layout: seed 1. مثال", 300).unwrap();
    let mut reader = png::Decoder::new(bytes.as_slice()).read_info().unwrap();
    let mut read = vec![0; reader.output_buffer_size()];
    reader.next_frame(&mut read).unwrap();
    assert!(read == drawn.rgba, "nothing is lost");
    let info = reader.info();
    assert_eq!(info.pixel_dims.unwrap().xppu, 11_811, "300 dots an inch");
    let text = info.utf8_text[0].get_text().unwrap();
    assert_eq!(
        (info.utf8_text[0].keyword.as_str(), text.as_str()),
        ("Description", "Layout: seed 1. مثال")
    );
}

/// A figure of nodes one below the other, each with a label, with a legend and a caption.
fn with_labelled<T>(texts: &[&str], caption: &str, draw: impl Fn(&Figure<'_>) -> T) -> T {
    let n = texts.len();
    let places: Vec<f32> = (0..n).flat_map(|v| [0.0, v as f32]).collect();
    let nodes = vec![node(4.0, Fill::Full); n];
    let labels: Vec<Label> = texts
        .iter()
        .zip(0..)
        .map(|(text, node)| Label {
            node,
            text: (*text).to_owned(),
        })
        .collect();
    let legend = [Key {
        colour: BLUE,
        fill: Fill::Hollow,
        text: "Outsiders".to_owned(),
    }];
    let drawn = Figure {
        labels: &labels,
        legend: &legend,
        caption,
        size: (600, 600),
        ..figure(&places, &nodes, &[])
    };
    draw(&drawn)
}

fn labelled(texts: &[&str]) -> String {
    with_labelled(texts, "Layout: seed 1.", |figure| {
        svg(figure).expect("few edges are drawn")
    })
}

/// Pixels that are neither paper nor of the nodes' colour, from top to bottom between two columns.
fn ink(drawn: &Pixels, columns: std::ops::Range<u32>, rows: std::ops::Range<u32>) -> usize {
    let all = rows.flat_map(|y| columns.clone().map(move |x| (x, y)));
    all.filter(|&(x, y)| at(drawn, x, y)[..3].iter().all(|channel| *channel < 128))
        .count()
}

#[test]
fn pixels_hold_the_labels_in_every_script() {
    // On the left of its node where a text runs to the left, on the right where it runs to the right.
    let texts = ["@sample", "مثال", "Пример", "例子"];
    let drawn = with_labelled(&texts, "", |figure| {
        pixels(figure, 1.0, &Cancel::new()).unwrap()
    });
    let n_rows = 600 - 18 - 16;
    for (at, text) in (0u32..).zip(texts) {
        // Fitted from top to bottom with margins of 20.
        let y = 20 + at * (n_rows - 40) / 3;
        let [left, right] = [230..294, 306..380].map(|columns| ink(&drawn, columns, y - 8..y + 8));
        if text == "例子" && right == 0 {
            continue;
        }
        if text == "مثال" {
            assert!(left > 20 && right == 0, "{text}: {left} and {right}");
        } else {
            assert!(right > 20 && left == 0, "{text}: {left} and {right}");
        }
    }
    // The legend stands below.
    assert!(ink(&drawn, 30..120, n_rows..600) > 50);
}

#[test]
fn letters_that_no_font_has_are_told() {
    // A private letter, which no font of the system's has.
    let lines = |texts: &[&str]| {
        let drawn = with_labelled(texts, "", |figure| {
            pixels(figure, 1.0, &Cancel::new()).unwrap()
        });
        ink(&drawn, 16..500, 540..600)
    };
    let (without, with) = (lines(&["a", "b"]), lines(&["a", "\u{10FFF0}\u{10FFF1}"]));
    assert!(
        with > without + 200,
        "the caption has a sentence more: {without}, {with}"
    );
}

#[test]
fn heads_show_which_way_a_tie_runs() {
    let places = [0.0, 0.0, 1.0, 0.0];
    let nodes = [node(10.0, Fill::Full); 2];
    let wide = Edge {
        width: 2.0,
        opacity: 1.0,
        ..edge(0, 1)
    };
    let drawn = |edge: Edge| {
        let edges = [edge];
        let figure = Figure {
            arrows: true,
            ..figure(&places, &nodes, &edges)
        };
        (
            pixels(&figure, 1.0, &Cancel::new()).unwrap(),
            svg(&figure).unwrap(),
        )
    };
    let (there, file) = drawn(wide);
    let (back, _) = drawn(Edge {
        source: 1,
        target: 0,
        ..wide
    });
    // The nodes' borders lie at 36 and 164; a head is eight and a half pixels long and three and a half wide each way.
    let tall = |drawn: &Pixels, x| (40..60).filter(|&y| at(drawn, x, y)[0] < 200).count();
    assert!(tall(&there, 157) > 5 && tall(&there, 43) < 4);
    assert!(tall(&back, 43) > 5 && tall(&back, 157) < 4);
    assert_eq!(tall(&there, 100), 2, "the line is as wide as the edge");
    assert_eq!(
        file.matches("Z\"").count(),
        1,
        "the same in the file: {file}"
    );
    let short = Figure {
        arrows: true,
        size: (60, 60),
        ..figure(&places, &nodes, &[])
    };
    let edges = [wide];
    let short = svg(&Figure {
        edges: &edges,
        ..short
    })
    .unwrap();
    assert_eq!(short.matches("Z\"").count(), 0, "no room for one");
}

#[test]
fn labels_in_every_script_run_their_way() {
    let drawn = labelled(&["@sample", "مثال", "例子", "ตัวอย่าง", "דוגמה"]);
    let direction = |text: &str| {
        let line = drawn.lines().find(|line| line.contains(text)).unwrap();
        line.contains("direction=\"rtl\"")
    };
    assert!(direction("مثال") && direction("דוגמה"));
    assert!(!direction("@sample") && !direction("例子") && !direction("ตัวอย่าง"));
    assert!(
        drawn.contains("Outsiders") && drawn.contains("Layout: seed 1."),
        "legend and caption stand below"
    );
}

#[test]
fn strangers_texts_are_text_and_nothing_else() {
    let drawn = labelled(&["<script>&\"x\"", "a\u{202E}b\u{0}c"]);
    assert!(!drawn.contains("<script"));
    assert!(drawn.contains("&lt;script&gt;&amp;&quot;x&quot;"));
    assert!(!drawn.contains('\u{202E}') && !drawn.contains('\u{0}'));
    assert_eq!(
        drawn.matches("<text").count(),
        drawn.matches("</text>").count()
    );
}

#[test]
fn labels_do_not_lie_on_one_another_and_the_first_wins() {
    let nodes = [node(2.0, Fill::Full); 2];
    let labels = ["first", "second"].map(str::to_owned);
    let labels: Vec<Label> = labels
        .into_iter()
        .zip(0..)
        .map(|(text, node)| Label { node, text })
        .collect();
    let drawn = svg(&Figure {
        labels: &labels,
        ..figure(&[0.0, 0.0, 0.0, 0.0], &nodes, &[])
    })
    .unwrap();
    assert!(drawn.contains("first") && !drawn.contains("second"));
}

#[test]
fn too_many_edges_for_svg_are_refused_with_the_numbers() {
    let nodes = [node(2.0, Fill::Full); 2];
    let edges = vec![edge(0, 1); MOST_EDGES + 1];
    let why = svg(&figure(&[0.0, 0.0, 1.0, 1.0], &nodes, &edges)).unwrap_err();
    assert!(
        why.to_string()
            .contains("20000 edges at most, and these are 20001"),
        "{why}"
    );
}
