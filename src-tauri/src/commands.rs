//! What the window may ask: one command a question, each on a thread that may wait.
//!
//! Every command answers with a type of `starling_wire` or with its `Failure`; a panic in one is caught at its edge,
//! given a number, and takes nothing else down.

pub mod agreements;
pub mod desk;
mod editing;
pub mod export;
pub mod import;
pub mod marks;
pub mod networks;
pub mod papers;
pub mod questions;
pub mod vault;
pub mod withdrawal;

pub use desk::Desk;

use starling_wire::{Code, Failure};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Does the work on a thread that may wait, so that the window and the other commands never do.
pub(crate) async fn answer<T: Send + 'static>(
    desk: &Arc<Desk>,
    work: impl FnOnce(&Arc<Desk>) -> Result<T, Failure> + Send + 'static,
) -> Result<T, Failure> {
    let desk = Arc::clone(desk);
    let done = tauri::async_runtime::spawn_blocking(move || {
        catch_unwind(AssertUnwindSafe(|| work(&desk)))
    });
    match done.await {
        Ok(Ok(answered)) => answered,
        Ok(Err(_)) | Err(_) => Err(unexpected()),
    }
}

/// A fault of the program itself, with a number that also stands in what the panic wrote to standard error.
fn unexpected() -> Failure {
    static NUMBER: AtomicU64 = AtomicU64::new(0);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed) + 1;
    let message = format!(
        "a fault of Starling itself, number {number} since it was started; nothing was changed by it"
    );
    Failure::new(Code::Unexpected { number }, message)
}

/// The handlers of all commands, for the builder and for tests.
#[macro_export]
macro_rules! handlers {
    () => {
        tauri::generate_handler![
            $crate::commands::vault::default_vault,
            $crate::commands::vault::vault_peek,
            $crate::commands::vault::vault_create,
            $crate::commands::vault::vault_unlock,
            $crate::commands::vault::vault_lock,
            $crate::commands::vault::vault_info,
            $crate::commands::vault::vault_passwd,
            $crate::commands::vault::vault_recovery_key,
            $crate::commands::vault::vault_keychain,
            $crate::commands::vault::idle_touch,
            $crate::commands::import::import_survey,
            $crate::commands::import::import_start,
            $crate::commands::import::job_cancel,
            $crate::commands::import::rejected_rows,
            $crate::commands::import::datasets,
            $crate::commands::import::dataset_remove,
            $crate::commands::import::demo_generate,
            $crate::commands::questions::search,
            $crate::commands::questions::count,
            $crate::commands::questions::facets,
            $crate::commands::questions::timeline,
            $crate::commands::questions::accounts,
            $crate::commands::questions::account,
            $crate::commands::questions::tweet,
            $crate::commands::questions::raw_record,
            $crate::commands::questions::picture,
            $crate::commands::questions::check_query,
            $crate::commands::questions::edit_query,
            $crate::commands::questions::complete,
            $crate::commands::marks::tag_add,
            $crate::commands::marks::tag_remove,
            $crate::commands::marks::tags,
            $crate::commands::marks::note_add,
            $crate::commands::marks::note_remove,
            $crate::commands::marks::notes,
            $crate::commands::marks::saved_list,
            $crate::commands::marks::saved_add,
            $crate::commands::marks::saved_remove,
            $crate::commands::marks::history_list,
            $crate::commands::marks::history_add,
            $crate::commands::marks::setting_get,
            $crate::commands::marks::setting_set,
            $crate::commands::export::export_plan,
            $crate::commands::export::export_choices,
            $crate::commands::export::export_run,
            $crate::commands::export::exports_list,
            $crate::commands::export::copy_rows,
            $crate::commands::export::copy_link,
            $crate::commands::export::copy_table,
            $crate::commands::export::audit_list,
            $crate::commands::export::audit_verify,
            $crate::commands::export::audit_export,
            $crate::commands::export::audit_acknowledge,
            $crate::commands::export::package_verify,
            $crate::commands::agreements::agreements_list,
            $crate::commands::agreements::agreement_show,
            $crate::commands::agreements::agreement_sign,
            $crate::commands::agreements::agreement_check,
            $crate::commands::agreements::agreement_add,
            $crate::commands::export::obligation_met,
            $crate::commands::withdrawal::withdraw_plan,
            $crate::commands::withdrawal::withdraw,
            $crate::commands::agreements::recipients,
            $crate::commands::agreements::recipient_add,
            $crate::commands::papers::permissions,
            $crate::commands::papers::permission_file,
            $crate::commands::papers::permission_remove,
            $crate::commands::papers::approvals,
            $crate::commands::papers::approval_file,
            $crate::commands::papers::approval_remove,
            $crate::commands::networks::network_build,
            $crate::commands::networks::network_view,
            $crate::commands::networks::network_cancel,
            $crate::commands::networks::network_close,
            $crate::commands::networks::network_betweenness,
            $crate::commands::networks::network_geometry,
            $crate::commands::networks::network_layout,
            $crate::commands::networks::network_layout_stop,
            $crate::commands::networks::network_pin,
            $crate::commands::networks::network_unpin,
            $crate::commands::networks::network_nodes,
            $crate::commands::networks::network_edges,
            $crate::commands::networks::network_node,
            $crate::commands::networks::network_edge_tweets,
            $crate::commands::networks::network_communities,
            $crate::commands::networks::network_ego,
            $crate::commands::networks::network_selection,
            $crate::commands::networks::network_timeline,
        ]
    };
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::PathBuf;

    fn asked<T: Send + 'static>(
        desk: &Arc<Desk>,
        work: impl FnOnce(&Arc<Desk>) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        tauri::async_runtime::block_on(answer(desk, work))
    }

    #[test]
    fn a_panic_in_one_command_takes_nothing_else_down() {
        let desk = Arc::new(Desk::new(PathBuf::new()));
        let fell = asked(&desk, |_| -> Result<(), Failure> { panic!("as planned") }).unwrap_err();
        let Code::Unexpected { number } = fell.code else {
            panic!("{fell:?}")
        };
        assert!(
            number > 0 && fell.message.contains(&number.to_string()),
            "there is a number to quote"
        );
        assert_eq!(asked(&desk, |_| Ok(7)).unwrap(), 7);
        assert_eq!(
            asked(&desk, |desk| desk.session().map(drop))
                .unwrap_err()
                .code,
            Code::Locked
        );
    }
}
