//! The program that opens with the feed. It has only what watching needs.

fn main() {
    app::start(app::Program::Watch, app::watch, app::hear_no_more_than_the_number);
}
