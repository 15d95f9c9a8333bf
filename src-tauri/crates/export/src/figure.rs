//! Figures: bars of totals, drawn anew from the cells that may leave, with no metadata and nothing of the screen.

use crate::{Error, Result};
use resvg::{tiny_skia, usvg};
use std::fmt::Write as _;
use std::sync::{Arc, LazyLock};

/// One bar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bar {
    /// What it counts.
    pub label: String,
    /// How many; `None` where the number may not leave.
    pub count: Option<u64>,
}

/// What is drawn.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Figure {
    /// Above it.
    pub title: String,
    /// Below it: the source to cite.
    pub caption: String,
    /// In order.
    pub bars: Vec<Bar>,
    /// Bars stand side by side (time) or one below the other (names).
    pub upright: bool,
}

const WIDTH: f64 = 960.0;
const MARGIN: f64 = 24.0;
const LABELS: f64 = 220.0;
const LINE: f64 = 22.0;
const HEIGHT: f64 = 320.0;
/// Where the bars begin.
const TOP: f64 = MARGIN + 2.0 * LINE;
/// PNGs are printed: twice the pixels.
const SCALE: f32 = 2.0;

/// Few programs open a taller picture, and its pixels alone take 250 MB.
const TALLEST: u32 = 32_767;

/// Text inside SVG. Characters that XML has no place for are left out.
fn escaped(text: &str) -> String {
    text.chars().fold(String::new(), |mut safe, c| {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => safe.push(' '),
            c => safe.push(c),
        }
        safe
    })
}

fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let mut short: String = text.chars().take(most - 1).collect();
    short.push('…');
    short
}

impl Figure {
    fn height(&self) -> f64 {
        let body = if self.upright {
            HEIGHT + LINE
        } else {
            self.bars.len() as f64 * LINE
        };
        TOP + body + 2.0 * LINE + MARGIN
    }

    /// The drawing, as SVG.
    pub fn svg(&self) -> String {
        let most = self
            .bars
            .iter()
            .filter_map(|bar| bar.count)
            .max()
            .unwrap_or(0)
            .max(1) as f64;
        let (top, height) = (TOP, self.height());
        let mut svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{height}\" viewBox=\"0 0 {WIDTH} {height}\" font-family=\"DejaVu Sans, sans-serif\" font-size=\"13\"><rect width=\"{WIDTH}\" height=\"{height}\" fill=\"#fff\"/><text x=\"{MARGIN}\" y=\"{}\" font-size=\"17\">{}</text>",
            MARGIN + 14.0,
            escaped(&cut(&self.title, 100))
        );
        if self.upright {
            self.columns(&mut svg, top, most);
        } else {
            self.rows(&mut svg, top, most);
        }
        let _ = write!(
            svg,
            "<text x=\"{MARGIN}\" y=\"{}\" font-size=\"11\" fill=\"#555\">{}</text></svg>",
            height - MARGIN,
            escaped(&cut(&self.caption, 150))
        );
        svg
    }

    fn rows(&self, svg: &mut String, top: f64, most: f64) {
        let left = MARGIN + LABELS;
        let room = WIDTH - left - MARGIN - 80.0;
        for (n, bar) in self.bars.iter().enumerate() {
            let y = top + n as f64 * LINE;
            let _ = write!(
                svg,
                "<text x=\"{}\" y=\"{}\" text-anchor=\"end\">{}</text>",
                left - 8.0,
                y + 14.0,
                escaped(&cut(&bar.label, 30))
            );
            let (width, number) = match bar.count {
                Some(count) => (count as f64 / most * room, count.to_string()),
                None => (0.0, "*".to_owned()),
            };
            let _ = write!(
                svg,
                "<rect x=\"{left}\" y=\"{}\" width=\"{width:.1}\" height=\"{}\" fill=\"#2f6f9f\"/><text x=\"{:.1}\" y=\"{}\">{number}</text>",
                y + 2.0,
                LINE - 5.0,
                left + width + 6.0,
                y + 14.0
            );
        }
    }

    fn columns(&self, svg: &mut String, top: f64, most: f64) {
        let left = MARGIN + 60.0;
        let room = WIDTH - left - MARGIN;
        let step = room / self.bars.len().max(1) as f64;
        let floor = top + HEIGHT;
        let _ = write!(
            svg,
            "<text x=\"{}\" y=\"{}\" text-anchor=\"end\">{most}</text><text x=\"{}\" y=\"{floor}\" text-anchor=\"end\">0</text><path d=\"M{left} {floor}H{}\" stroke=\"#888\"/>",
            left - 8.0,
            top + 10.0,
            left - 8.0,
            WIDTH - MARGIN
        );
        // As many labels as have room.
        let every = (90.0 / step).ceil().max(1.0) as usize;
        for (n, bar) in self.bars.iter().enumerate() {
            let x = left + n as f64 * step;
            if let Some(count) = bar.count {
                let height = count as f64 / most * HEIGHT;
                let _ = write!(
                    svg,
                    "<rect x=\"{x:.2}\" y=\"{:.2}\" width=\"{:.2}\" height=\"{height:.2}\" fill=\"#2f6f9f\"/>",
                    floor - height,
                    (step * 0.85).max(0.3)
                );
            } else {
                let _ = write!(
                    svg,
                    "<text x=\"{:.2}\" y=\"{}\" text-anchor=\"middle\">*</text>",
                    x + step / 2.0,
                    floor - 3.0
                );
            }
            if n % every == 0 {
                let _ = write!(
                    svg,
                    "<text x=\"{x:.2}\" y=\"{}\" font-size=\"11\">{}</text>",
                    floor + 16.0,
                    escaped(&cut(&bar.label, 14))
                );
            }
        }
    }

    /// The drawing, as pixels: it carries no numbers and no text. All bars are drawn, or none.
    pub fn png(&self) -> Result<Vec<u8>> {
        let wrong = |reason: String| Error::Form {
            form: "PNG",
            reason,
        };
        let tall = self.height() * f64::from(SCALE);
        if tall > f64::from(TALLEST) {
            return Err(wrong(format!(
                "its {} bars would make it {tall:.0} pixels tall, and few programs open more than {TALLEST}; write them \
                 as a table (summary), or count fewer",
                self.bars.len()
            )));
        }
        let options = usvg::Options {
            font_family: "DejaVu Sans".into(),
            fontdb: Arc::clone(&FONTS),
            ..usvg::Options::default()
        };
        let tree =
            usvg::Tree::from_str(&self.svg(), &options).map_err(|why| wrong(why.to_string()))?;
        let size = tree
            .size()
            .to_int_size()
            .scale_by(SCALE)
            .ok_or_else(|| wrong("it is too large".into()))?;
        let mut pixels = tiny_skia::Pixmap::new(size.width(), size.height())
            .ok_or_else(|| wrong("it is too large".into()))?;
        resvg::render(
            &tree,
            tiny_skia::Transform::from_scale(SCALE, SCALE),
            &mut pixels.as_mut(),
        );
        pixels.encode_png().map_err(|why| wrong(why.to_string()))
    }
}

/// DejaVu for Latin, Greek, Cyrillic, Arabic and their kin, so that figures look the same everywhere;
/// the system's fonts for the scripts that it lacks.
static FONTS: LazyLock<Arc<usvg::fontdb::Database>> = LazyLock::new(|| {
    let mut fonts = usvg::fontdb::Database::new();
    fonts.load_font_data(dejavu::sans::regular().to_vec());
    fonts.load_system_fonts();
    fonts.set_sans_serif_family("DejaVu Sans");
    Arc::new(fonts)
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_is_drawn_and_hides_what_may_not_leave() {
        let mut figure = Figure {
            title: "Tweets by <language> & more".into(),
            caption: "Data: example".into(),
            bars: vec![
                Bar {
                    label: "русский".into(),
                    count: Some(40),
                },
                Bar {
                    label: "ar".into(),
                    count: None,
                },
            ],
            upright: false,
        };
        let svg = figure.svg();
        assert!(svg.contains("&lt;language&gt; &amp; more") && svg.contains(">*<"));
        let png = figure.png().unwrap();
        assert!(png.starts_with(b"\x89PNG"));
        assert!(
            !png.windows(4).any(|chunk| chunk == b"tEXt"),
            "a picture carries no text"
        );
        figure.upright = true;
        assert!(figure.png().unwrap().len() > 1000);
    }

    #[test]
    fn a_picture_too_tall_to_be_opened_is_refused() {
        let figure = Figure {
            bars: vec![
                Bar {
                    label: "a".into(),
                    count: Some(1),
                };
                800
            ],
            ..Figure::default()
        };
        let why = figure.png().unwrap_err().to_string();
        assert!(why.contains("800 bars") && why.contains("summary"), "{why}");
        assert!(figure.svg().contains("</svg>"));
    }
}
