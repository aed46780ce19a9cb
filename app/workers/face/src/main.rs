//! The face worker: frames in, what was seen out. A message loop around the crate `face`; takes stay in its memory
//! until the studio asks for them, and go with the worker.

mod pixels;
mod session;

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;
use wire::workers::face::{Answer, Request};
use worker_port::{Message, bytes, failure, listen, post};

use session::Session;

fn main() {
    let session: Rc<RefCell<Option<Session>>> = Rc::default();
    listen(&Answer::Ready, Answer::Failed, move |message: Message<Request>| {
        let session = Rc::clone(&session);
        spawn_local(async move {
            let id = message.id;
            if let Err(failed) = answer(&session, message).await {
                post(id, &Answer::Failed(failed), &[]);
            }
        });
    });
}

async fn answer(session: &RefCell<Option<Session>>, message: Message<Request>) -> Result<(), wire::workers::Failure> {
    let Message { id, ask, buffers } = message;
    let not_loaded = || failure("model", "the models are not loaded yet");
    match ask {
        Request::Load => {
            let [detector, landmarks, segmentation] = [0, 1, 2].map(|i| bytes(buffers.get(i)));
            let loaded = Session::load(&detector, &landmarks, &segmentation)?;
            *session.borrow_mut() = Some(loaded);
            post(id, &Answer::Loaded, &[]);
        }
        Request::Begin { poses } => {
            session.borrow_mut().as_mut().ok_or_else(not_loaded)?.begin(poses);
            post(id, &Answer::Begun, &[]);
        }
        Request::See { t_s } => {
            let start = worker_port::now_ms();
            let picture = pixels::read(buffers.first()).await?;
            let mut session = session.borrow_mut();
            let (mut seen, points) = session.as_mut().ok_or_else(not_loaded)?.see(picture, t_s)?;
            if let Answer::Seen { took_ms, .. } = &mut seen {
                *took_ms = (worker_port::now_ms() - start) as f32;
            }
            post(id, &seen, &points.map(|p| worker_port::from_floats(&p)).into_iter().collect::<Vec<_>>());
        }
        Request::Redo { pose } => {
            session.borrow_mut().as_mut().ok_or_else(not_loaded)?.redo(pose)?;
            post(id, &Answer::Begun, &[]);
        }
        Request::Evidence => {
            let evidence = session.borrow().as_ref().ok_or_else(not_loaded)?.evidence();
            post(id, &evidence, &[]);
        }
        Request::Finish => {
            let mut session = session.borrow_mut();
            let (takes, buffers) = session.as_mut().ok_or_else(not_loaded)?.finish()?;
            post(id, &takes, &buffers);
        }
    }
    Ok(())
}
