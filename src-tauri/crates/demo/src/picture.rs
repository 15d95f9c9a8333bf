//! Small real pictures: posters of the campaign, some of them posted again by others with slight changes.

use crate::dice::Dice;
use crate::error::{Error, Result};

const WIDTH: u32 = 96;
const HEIGHT: u32 = 64;
/// Every so many pictures there is a motif that comes back.
const MOTIFS: u64 = 12;

/// The picture of that number as a PNG file.
///
/// A third of them show one of a few motifs, each time with a little noise, as pictures look that went through
/// several hands; the rest are all different.
pub(crate) fn png(seed: u64, number: u64) -> Result<Vec<u8>> {
    let mut own = Dice::new(seed, 0x5049, number);
    let motif = if own.permille(330) {
        own.below(MOTIFS)
    } else {
        MOTIFS + number
    };
    let noise = 1 + own.below(6);
    let mut pixels = poster(seed, motif);
    for _ in 0..200 {
        let at = own.index(pixels.len());
        pixels[at] = pixels[at].saturating_add(noise as u8);
    }
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, WIDTH, HEIGHT);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::Fast);
    let mut writer = encoder.write_header().map_err(Error::Picture)?;
    writer.write_image_data(&pixels).map_err(Error::Picture)?;
    writer.finish().map_err(Error::Picture)?;
    Ok(file)
}

/// A sky, a sea, a sun and some sails.
fn poster(seed: u64, motif: u64) -> Vec<u8> {
    let mut dice = Dice::new(seed, 0x4d4f, motif);
    let mut colour = || {
        [
            dice.below(256) as u8,
            dice.below(256) as u8,
            dice.below(256) as u8,
        ]
    };
    let (sky, sea, sun) = (colour(), colour(), colour());
    let sails = [colour(), colour(), colour()];
    let horizon = 24 + dice.below(24) as i64;
    let (sun_x, sun_y, radius) = (
        dice.below(96) as i64,
        dice.below(40) as i64,
        5 + dice.below(9) as i64,
    );
    let boats: Vec<(i64, i64)> = sails
        .iter()
        .map(|_| (dice.below(96) as i64, 6 + dice.below(16) as i64))
        .collect();
    let mut pixels = Vec::with_capacity((WIDTH * HEIGHT * 3) as usize);
    for y in 0..i64::from(HEIGHT) {
        for x in 0..i64::from(WIDTH) {
            let mut pixel = if y < horizon { sky } else { sea };
            let shade = ((y - horizon).abs() * 3) as u8;
            pixel
                .iter_mut()
                .for_each(|part| *part = part.saturating_sub(shade / 2));
            if y < horizon && (x - sun_x).pow(2) + (y - sun_y).pow(2) < radius * radius {
                pixel = sun;
            }
            for (&(boat, height), &sail) in boats.iter().zip(&sails) {
                let above = horizon + 2 - y;
                if above >= 0 && above < height && x >= boat && x - boat < (height - above) / 2 {
                    pixel = sail;
                }
            }
            pixels.extend_from_slice(&pixel);
        }
    }
    pixels
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_can_be_read_again() {
        let file = png(1, 5).expect("encodes");
        let mut reader = png::Decoder::new(std::io::Cursor::new(&file))
            .read_info()
            .expect("a PNG");
        let mut pixels = vec![0; reader.output_buffer_size()];
        let frame = reader.next_frame(&mut pixels).expect("whole");
        assert_eq!((frame.width, frame.height), (WIDTH, HEIGHT));
        assert_eq!(file, png(1, 5).expect("encodes"));
        assert_ne!(file, png(1, 6).expect("encodes"));
    }
}
