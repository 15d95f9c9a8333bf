//! Writes the wire's types and commands down as TypeScript.
//!
//! `cargo xtask bindings` puts the files into `ui/src/bindings`; a test compares what is committed there with what
//! would be written.

use crate::commands::{self, Signature};
use crate::{Code, Failure};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use ts_rs::{Config, TS, TypeVisitor};

const HEAD: &str =
    "// Written by `cargo xtask bindings` from the crate starling-wire. Do not edit.\n\n";

/// File names under `ui/src/bindings`, and their contents.
pub fn files() -> Vec<(&'static str, String)> {
    // Counts stay below 2^53; ids are text already.
    let cfg = Config::new().with_large_int("number");
    let types = types(&cfg);
    let names: Vec<&str> = types.keys().map(String::as_str).collect();
    let commands = commands_file(&commands::signatures(&cfg), &names);
    let types = types
        .values()
        .fold(HEAD.to_owned(), |file, declaration| file + declaration);
    vec![
        ("types.ts", types.trim_end().to_owned() + "\n"),
        ("commands.ts", commands),
    ]
}

struct Types<'a> {
    cfg: &'a Config,
    seen: BTreeMap<String, String>,
}

impl TypeVisitor for Types<'_> {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        // Only derived types have a place of their own; the others are written where they stand.
        if T::output_path().is_some() {
            let name = T::ident(self.cfg);
            if self.seen.contains_key(&name) {
                return;
            }
            let docs = T::docs().unwrap_or_default();
            self.seen
                .insert(name, format!("{docs}export {}\n\n", T::decl(self.cfg)));
        }
        T::visit_dependencies(self);
        T::visit_generics(self);
    }
}

fn types(cfg: &Config) -> BTreeMap<String, String> {
    let mut types = Types {
        cfg,
        seen: BTreeMap::new(),
    };
    types.visit::<Failure>();
    types.visit::<Code>();
    commands::visit_types(&mut types);
    types.seen
}

fn commands_file(signatures: &[Signature], names: &[&str]) -> String {
    let mut used = Vec::new();
    let mut body =
        String::from("/** Command to [arguments, reply]. */\nexport interface Commands {\n");
    let mut streams = String::from(
        "/** Commands that stream, to what they stream. */\nexport interface Streams {\n",
    );
    for signature in signatures {
        let args = signature
            .args
            .iter()
            .map(|(name, ty)| format!("{name}: {ty}"))
            .collect::<Vec<_>>()
            .join("; ");
        let args = if args.is_empty() {
            "Record<string, never>".to_owned()
        } else {
            format!("{{ {args} }}")
        };
        let _ = writeln!(body, "  {}: [{args}, {}];", signature.name, signature.reply);
        if let Some(event) = &signature.streams {
            let _ = writeln!(streams, "  {}: {event};", signature.name);
        }
        let words = [
            &args,
            &signature.reply,
            signature.streams.as_ref().unwrap_or(&signature.reply),
        ];
        for word in words
            .iter()
            .flat_map(|text| text.split(|c: char| !c.is_alphanumeric()))
        {
            if let Some(name) = names.iter().find(|name| **name == word)
                && !used.contains(name)
            {
                used.push(name);
            }
        }
    }
    used.sort();

    body.push_str("}\n\n");
    streams.push_str("}\n");
    format!(
        "{HEAD}import type {{\n  {},\n}} from \"./types\";\n\nexport type * from \"./types\";\n\n{body}{streams}",
        used.join(",\n  ")
    )
}
