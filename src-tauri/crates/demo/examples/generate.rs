//! Writes synthetic tweets from the shell, without the rest of the program:
//! `generate OUT TWEETS SEED` a whole campaign, `generate OUT TWEETS SEED PARTS` one set's tweets in so many files.

use starling_demo::{Order, generate, generate_tables};
use starling_model::{Cancel, Progress};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [out, tweets, seed, parts @ ..] = args.as_slice() else {
        return Err("generate OUT TWEETS SEED [PARTS]".into());
    };
    let order = Order {
        out: out.into(),
        tweets: tweets.parse()?,
        seed: seed.parse()?,
        media: true,
    };
    match parts.first() {
        Some(parts) => generate_tables(&order, parts.parse()?, &Progress::none(), &Cancel::new())?,
        None => generate(&order, &Progress::none(), &Cancel::new())?,
    };
    Ok(())
}
