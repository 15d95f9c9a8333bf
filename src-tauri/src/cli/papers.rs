//! `permissions` and `approvals`: what licensors and the data steward gave in writing.

use super::args::{ApprovalsCommand, Options, PermissionsCommand};
use super::output::Answer;
use super::passphrase;
use super::table::{Edge, Table};
use super::terminal::one_line;
use serde_json::json;
use starling_wire::{Approval, Failure, Permission};

pub(super) fn permissions(
    command: Option<PermissionsCommand>,
    options: &Options,
) -> Result<Answer, Failure> {
    let session = passphrase::open(options)?;
    match command {
        None | Some(PermissionsCommand::List) => {
            let filed = session.permissions()?.into_iter().map(Permission::from);
            let filed: Vec<Permission> = filed.collect();
            let mut table = Table::new(&[
                ("agreement", Edge::Start),
                ("clause", Edge::Start),
                ("filed", Edge::Start),
                ("kept", Edge::Start),
            ]);
            for one in &filed {
                table.row([
                    one.agreement.clone(),
                    one.clause.clone(),
                    one.at.clone(),
                    one_line(&one.reference),
                ]);
            }
            Answer::new(&filed, table.text())
        }
        Some(PermissionsCommand::Add {
            agreement,
            clause,
            reference,
        }) => {
            session.file_permission(&agreement, &clause, &reference)?;
            let said = format!("The permission for {clause} of {agreement} is on file.\n");
            Answer::new(&json!({ "agreement": agreement, "clause": clause }), said)
        }
        Some(PermissionsCommand::Remove { agreement, clause }) => {
            let removed = session.remove_permission(&agreement, &clause)?;
            Answer::new(&json!({ "removed": removed }), taken_back(removed))
        }
    }
}

pub(super) fn approvals(
    command: Option<ApprovalsCommand>,
    options: &Options,
) -> Result<Answer, Failure> {
    let session = passphrase::open(options)?;
    match command {
        None | Some(ApprovalsCommand::List) => {
            let filed = session.approvals()?.into_iter().map(Approval::from);
            let filed: Vec<Approval> = filed.collect();
            let mut table = Table::new(&[
                ("decision", Edge::Start),
                ("by", Edge::Start),
                ("filed", Edge::Start),
                ("kept", Edge::Start),
            ]);
            for one in &filed {
                table.row([
                    one.decision.clone(),
                    one_line(&one.name),
                    one.at.clone(),
                    one_line(&one.reference),
                ]);
            }
            Answer::new(&filed, table.text())
        }
        Some(ApprovalsCommand::Add {
            decision,
            name,
            reference,
        }) => {
            session.file_approval(&decision, &name, &reference)?;
            let said = format!("The approval of {decision} is on file.\n");
            Answer::new(&json!({ "decision": decision, "name": name }), said)
        }
        Some(ApprovalsCommand::Remove { decision }) => {
            let removed = session.remove_approval(&decision)?;
            Answer::new(&json!({ "removed": removed }), taken_back(removed))
        }
    }
}

fn taken_back(removed: bool) -> &'static str {
    if removed {
        "It is taken back.\n"
    } else {
        "It was not on file.\n"
    }
}
