//! Writes a campaign from the shell, without the rest of the program: `generate OUT TWEETS SEED`.

use starling_demo::{Order, generate, generate_file};
use starling_model::{Cancel, Progress};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [out, tweets, seed] = args.as_slice() else {
        return Err("generate OUT TWEETS SEED".into());
    };
    let order = Order {
        out: out.into(),
        tweets: tweets.parse()?,
        seed: seed.parse()?,
        media: true,
    };
    if out.ends_with(".csv") {
        generate_file(
            &order.out,
            order.tweets,
            order.seed,
            &Progress::none(),
            &Cancel::new(),
        )?;
    } else {
        generate(&order, &Progress::none(), &Cancel::new())?;
    }
    Ok(())
}
