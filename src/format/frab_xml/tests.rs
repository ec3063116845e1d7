use super::*;
#[test]
fn placeholder() {
    let _ = read("<schedule/>");
}
