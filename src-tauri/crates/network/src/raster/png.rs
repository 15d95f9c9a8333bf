//! Pixels as a PNG file, with the caption inside.

use super::Pixels;
use crate::{Error, Result};

/// The bytes of the file. The caption goes into the text chunk `Description`, so that it is not lost with the page
/// around the picture; `dots_per_inch` is what a printer goes by.
pub fn png(pixels: &Pixels, caption: &str, dots_per_inch: u32) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, pixels.width, pixels.height);
    encoder.set_color(png::ColorType::Rgba);
    encoder.set_depth(png::BitDepth::Eight);
    let per_metre = (f64::from(dots_per_inch) / 0.0254).round() as u32;
    encoder.set_pixel_dims(Some(png::PixelDimensions {
        xppu: per_metre,
        yppu: per_metre,
        unit: png::Unit::Meter,
    }));
    encoder
        .add_itxt_chunk("Description".to_owned(), caption.to_owned())
        .and_then(|()| encoder.write_header())
        .and_then(|mut writer| {
            writer.write_image_data(&pixels.rgba)?;
            writer.finish()
        })
        .map_err(Error::Png)?;
    Ok(bytes)
}
