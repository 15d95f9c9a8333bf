//! The words of a figure as pixels: set in the fonts of this computer, in every script that they have.

use super::fit::Fit;
use super::page::Page;
use super::svg::open;
use super::words::{Reader, Words};
use super::{Figure, Pixels};
use crate::{Error, Result};
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Group, Node, Options, Text, Tree, fontdb};
use std::sync::{Arc, LazyLock};

/// DejaVu for Latin, Greek, Cyrillic, Arabic and their kin, so that figures look the same everywhere;
/// the system's fonts for the scripts that it lacks.
static FONTS: LazyLock<Arc<fontdb::Database>> = LazyLock::new(|| {
    let mut system = fontdb::Database::new();
    system.load_system_fonts();
    let mut faces: Vec<fontdb::FaceInfo> = system.faces().cloned().collect();
    // The first that has a letter is taken: the plainest before others, and always the same.
    faces.sort_by_cached_key(|face| {
        let name = face.families.first().map_or("", |family| &family.0);
        (
            face.style != fontdb::Style::Normal,
            face.weight.0.abs_diff(400),
            face.monospaced,
            !name.contains("Sans"),
            // Of the Han shapes, those of most of the published tweets.
            name.contains("CJK") && !name.ends_with("SC"),
            face.post_script_name.clone(),
        )
    });
    let mut fonts = fontdb::Database::new();
    fonts.load_font_data(dejavu::sans::regular().to_vec());
    faces.into_iter().for_each(|face| {
        fonts.push_face_info(face);
    });
    fonts.set_sans_serif_family(FAMILY);
    Arc::new(fonts)
});
const FAMILY: &str = "DejaVu Sans";

/// Words that are set, ready to be laid over the drawing.
pub(super) struct Lettering {
    page: Page,
    /// `None` where there is nothing to say, or no room to say it.
    tree: Option<Tree>,
}

impl Lettering {
    /// Sets all words of a figure. If no font has some of the letters, the caption says in how many labels.
    pub(super) fn of(figure: &Figure<'_>) -> Result<Self> {
        let page = Page::of(figure, "");
        let is_empty =
            figure.labels.is_empty() && page.legend.is_empty() && page.caption.is_empty();
        if is_empty || figure.size.0 == 0 || figure.size.1 == 0 {
            return Ok(Self { page, tree: None });
        }
        let (tree, lacking) = set(figure, &page)?;
        if lacking == 0 {
            let tree = Some(tree);
            return Ok(Self { page, tree });
        }
        let hold = if lacking == 1 {
            "label holds"
        } else {
            "labels hold"
        };
        let more = format!(
            "{lacking} {hold} letters that no font of this computer has; boxes stand for them."
        );
        let page = Page::of(figure, &more);
        let (tree, _) = set(figure, &page)?;
        let tree = Some(tree);
        Ok(Self { page, tree })
    }

    /// The height that is left for the drawing, at scale one.
    pub(super) fn drawing(&self) -> f32 {
        self.page.drawing
    }

    pub(super) fn draw(&self, drawn: &mut Pixels, scale: f32) -> Result<()> {
        let Some(tree) = &self.tree else {
            return Ok(());
        };
        let mut letters = Pixmap::new(drawn.width, drawn.height)
            .ok_or_else(|| Error::Lettering("the picture is too large".into()))?;
        resvg::render(
            tree,
            Transform::from_scale(scale, scale),
            &mut letters.as_mut(),
        );
        // Theirs are multiplied by their opacity already.
        let over = letters.data().chunks_exact(4);
        for (below, over) in drawn.rgba.chunks_exact_mut(4).zip(over) {
            let through = 255 - u16::from(over[3]);
            for (below, over) in below.iter_mut().zip(over).take(3) {
                let seen = (u16::from(*below) * through + 127) / 255;
                *below = (seen + u16::from(*over)).min(255) as u8;
            }
        }
        Ok(())
    }
}

/// The words as shapes, and how many of the texts hold letters that no font has.
fn set(figure: &Figure<'_>, page: &Page) -> Result<(Tree, usize)> {
    let mut text = String::new();
    open(&mut text, figure, FAMILY);
    let mut words = Words {
        out: &mut text,
        reader: Reader::Pixels,
    };
    words.write(figure, page, &Fit::within(figure, 1.0, page.drawing));
    text.push_str("</svg>\n");
    let options = Options {
        font_family: FAMILY.into(),
        fontdb: Arc::clone(&FONTS),
        ..Options::default()
    };
    let tree = Tree::from_str(&text, &options).map_err(|why| Error::Lettering(why.to_string()))?;
    let lacking = lacking(tree.root());
    Ok((tree, lacking))
}

/// How many texts hold a letter that no font has: the first glyph of a font stands for all of those.
fn lacking(group: &Group) -> usize {
    let has_box = |text: &Text| {
        let mut glyphs = text
            .layouted()
            .iter()
            .flat_map(|span| &span.positioned_glyphs);
        glyphs.any(|glyph| glyph.id.0 == 0)
    };
    group
        .children()
        .iter()
        .map(|node| match node {
            Node::Group(group) => lacking(group),
            Node::Text(text) => usize::from(has_box(text)),
            _ => 0,
        })
        .sum()
}
