//! `people`: who may receive.

use super::args::{Options, PeopleCommand, Person};
use super::output::Answer;
use super::passphrase;
use super::table::{Edge, Table};
use super::terminal::one_line;
use starling_wire::{Failure, Recipient};

pub(super) fn run(command: Option<PeopleCommand>, options: &Options) -> Result<Answer, Failure> {
    match command {
        None | Some(PeopleCommand::List) => list(options),
        Some(PeopleCommand::Add(person)) => add(*person, options),
    }
}

fn list(options: &Options) -> Result<Answer, Failure> {
    let known = passphrase::open(options)?.recipients()?;
    let known: Vec<Recipient> = known.into_iter().map(Recipient::from).collect();
    let mut table = Table::new(&[
        ("id", Edge::Start),
        ("kind", Edge::Start),
        ("name", Edge::Start),
        ("entity", Edge::Start),
        ("terms", Edge::Start),
        ("key", Edge::Start),
        ("agreements", Edge::Start),
    ]);
    for one in &known {
        table.row([
            one.id.clone(),
            [Some(&one.kind), one.role.as_ref()]
                .into_iter()
                .flatten()
                .map(String::as_str)
                .collect::<Vec<_>>()
                .join(", "),
            one_line(&one.name),
            one.entity.clone().unwrap_or_default(),
            if one.accepted_terms { "accepted" } else { "" }.to_owned(),
            if one.age_key.is_some() { "age" } else { "" }.to_owned(),
            one.own_agreements.join(", "),
        ]);
    }
    Answer::new(&known, table.text())
}

fn add(person: Person, options: &Options) -> Result<Answer, Failure> {
    let session = passphrase::open(options)?;
    let known = session.recipients()?;
    let known = known.into_iter().find(|record| record.id == person.id);
    let form = Recipient {
        id: person.id,
        kind: person.kind,
        name: person.name,
        role: person.role,
        entity: person.entity,
        email: person.email,
        orcid: person.orcid,
        age_key: person.age_key,
        own_agreements: person.own_agreement,
        tags: person.tag,
        accepted_terms: person.accepted_terms,
    };
    let today = starling_session::clock::now().rfc3339();
    let today = today.get(..10).unwrap_or_default();
    let record = starling_wire::agreement::recorded(form, known, today);
    session.set_recipient(&record)?;
    let text = format!("{} is on file.\n", record.id);
    Answer::new(&Recipient::from(record), text)
}
