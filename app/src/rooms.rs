//! The program of the rooms behind the stage: make, scan, understudy, notices, settings, join.

fn main() {
    app::start(app::Program::Rooms, app::rooms, app::hear_notices);
}
