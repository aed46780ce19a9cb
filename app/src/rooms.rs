//! The program of the rooms behind the stage: make, scan, understudy, settings, join.

fn main() {
    app::start(app::Program::Rooms, app::rooms);
}
