//! What a file is, by its content: names lie, and a web view tries to show whatever it is given.

use imagesize::{ImageType, blob_size, image_type};

/// A larger file is no picture that somebody posted.
const MOST_BYTES: usize = 32 << 20;
/// A small file can decode to gigabytes of pixels; cameras reach about this.
const MOST_PIXELS: u64 = 100_000_000;

/// The formats that are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Form {
    Jpeg,
    Png,
    Gif,
    Webp,
}

impl Form {
    /// `image/png`
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Gif => "image/gif",
            Self::Webp => "image/webp",
        }
    }
}

/// An image that may be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Picture {
    /// By its content, whatever its name says.
    pub form: Form,
    /// In pixels.
    pub width: u64,
    /// In pixels.
    pub height: u64,
}

/// Why a file is not shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotShown {
    /// Videos, and anything else that is none of the four formats.
    #[error("it is no image of a format that is shown (JPEG, PNG, GIF, WebP)")]
    Format,
    /// The file is one of them by its first bytes, and broken.
    #[error("the image is cut or broken")]
    Broken,
    /// Too many bytes or pixels.
    #[error("the image is too large to be shown")]
    Large,
}

/// Whether these bytes are an image that may be shown.
pub fn picture(bytes: &[u8]) -> Result<Picture, NotShown> {
    let form = match image_type(bytes) {
        Ok(ImageType::Jpeg) => Form::Jpeg,
        Ok(ImageType::Png) => Form::Png,
        Ok(ImageType::Gif) => Form::Gif,
        Ok(ImageType::Webp) => Form::Webp,
        _ => return Err(NotShown::Format),
    };
    let size = blob_size(bytes).map_err(|_| NotShown::Broken)?;
    let (width, height) = (size.width as u64, size.height as u64);
    if bytes.len() > MOST_BYTES || width.saturating_mul(height) > MOST_PIXELS {
        return Err(NotShown::Large);
    }
    if width == 0 || height == 0 {
        return Err(NotShown::Broken);
    }
    Ok(Picture {
        form,
        width,
        height,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn png(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
        bytes.extend(width.to_be_bytes());
        bytes.extend(height.to_be_bytes());
        bytes.extend([8, 2, 0, 0, 0]);
        bytes
    }

    #[test]
    fn only_images_of_four_formats_are_shown() {
        assert_eq!(picture(&png(3, 4)).unwrap().form, Form::Png);
        let gif = picture(b"GIF89a\x05\0\x06\0\x80\0\0").unwrap();
        assert_eq!((gif.form, gif.width, gif.height), (Form::Gif, 5, 6));
        for other in [
            &b""[..],
            b"<svg xmlns='http://www.w3.org/2000/svg'/>",
            b"<html><script>",
            b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom",
            b"%PDF-1.7",
            b"BM\x46\0\0\0\0\0",
        ] {
            assert_eq!(picture(other), Err(NotShown::Format), "{other:?}");
        }
    }

    #[test]
    fn what_is_cut_or_would_fill_the_memory_is_not() {
        assert_eq!(
            picture(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0"),
            Err(NotShown::Broken)
        );
        assert_eq!(picture(&png(0, 9)), Err(NotShown::Broken));
        assert_eq!(picture(&png(60_000, 60_000)), Err(NotShown::Large));
        let mut long = png(1, 1);
        long.resize(MOST_BYTES + 1, 0);
        assert_eq!(picture(&long), Err(NotShown::Large));
    }
}
