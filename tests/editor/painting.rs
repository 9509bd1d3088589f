//! The painting behind the controls, and the button that exports it.

use egui_kittest::kittest::Queryable;

use super::desk::Desk;

#[test]
fn before_anything_was_played_there_is_nothing_to_export() {
    let mut desk = Desk::usual();
    desk.click("Export painting…");
    desk.wait(0.1);
    desk.harness
        .get_by_label_contains("The painting was not saved: nothing was played yet");
}
