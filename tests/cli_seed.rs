//! The seed article against its annotation, where it is at hand.

use std::path::Path;
use std::process::Command;

#[test]
fn the_seed_article() {
    let gold = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/seed/gold.json");
    if !gold.exists() {
        println!("skipped: {} is not here", gold.display());
        return;
    }
    let output = Command::new(env!("CARGO_BIN_EXE_kayan")).args(["eval", "--json"]).arg(&gold).output();
    let output = output.expect("the binary runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let f1 = report["all"]["exact"]["f1"].as_f64().expect("a number");
    assert!(f1 >= 0.90, "F1 {f1}: {}", report["all"]);
}
