//! Time.

use std::cell::RefCell;
use std::rc::Rc;

use futures_channel::oneshot;
use js_sys::Date;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

use crate::js::window;

/// Milliseconds since 1970 in UTC by the visitor's clock.
#[must_use]
pub fn now_ms() -> u64 {
    Date::now().max(0.0) as u64
}

/// Milliseconds on a clock that never goes back.
#[must_use]
pub fn tick_ms() -> f64 {
    window().performance().map_or_else(Date::now, |p| p.now())
}

/// A moment as the visitor's language writes it, for a title.
#[must_use]
pub fn written(at_ms: u64) -> String {
    Date::new(&(at_ms as f64).into()).to_locale_string("default", &wasm_bindgen::JsValue::UNDEFINED).into()
}

/// A day as the visitor's language writes it: `Saturday 28 November`.
#[must_use]
pub fn day(at_ms: u64) -> String {
    let options = js_sys::Object::new();
    for (part, form) in [("weekday", "long"), ("day", "numeric"), ("month", "long")] {
        crate::js::set(&options, part, &form.into());
    }
    Date::new(&(at_ms as f64).into()).to_locale_date_string("default", &options).into()
}

/// Waits.
pub async fn sleep(ms: i32) {
    let (done, wait) = oneshot::channel::<()>();
    let fire = Closure::once_into_js(move || {
        let _ = done.send(());
    });
    if window().set_timeout_with_callback_and_timeout_and_arguments_0(fire.unchecked_ref(), ms).is_ok() {
        let _ = wait.await;
    }
}

/// Something that repeats until it is dropped.
pub struct Interval {
    id: i32,
    _run: Closure<dyn FnMut()>,
}

/// Calls `run` every `ms` milliseconds.
#[must_use]
pub fn every(ms: i32, run: impl FnMut() + 'static) -> Interval {
    let run = Closure::<dyn FnMut()>::new(run);
    let id =
        window().set_interval_with_callback_and_timeout_and_arguments_0(run.as_ref().unchecked_ref(), ms).unwrap_or(0);
    Interval { id, _run: run }
}

impl Drop for Interval {
    fn drop(&mut self) {
        window().clear_interval_with_handle(self.id);
    }
}

/// Runs only the last of many calls, once they have been quiet for a while.
#[derive(Clone, Default)]
pub struct Debounce(Rc<RefCell<Option<Interval>>>);

impl Debounce {
    /// Calls `run` after `ms` milliseconds without another call.
    pub fn call(&self, ms: i32, run: impl FnOnce() + 'static) {
        let mut run = Some(run);
        let own = Rc::clone(&self.0);
        *self.0.borrow_mut() = Some(every(ms, move || {
            // Taken out first, so that the interval is not dropped while its closure runs.
            let Some(run) = run.take() else { return };
            let ended = own.borrow_mut().take();
            if let Some(interval) = &ended {
                window().clear_interval_with_handle(interval.id);
            }
            run();
            // The closure that runs now belongs to `ended`: it must outlive this call.
            wasm_bindgen_futures::spawn_local(async move { drop(ended) });
        }));
    }
}
