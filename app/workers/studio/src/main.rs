//! The studio worker: packs, previews and clips. A message loop around the crate `studio`, with the browser's own
//! video encoder.

mod assistant;
mod breath;
mod characters;
mod choices;
mod clip;
mod decoder;
mod easel;
mod encoder;
mod file;
mod finish;
mod frames;
mod jpeg;
mod packs;
mod studio_state;

use std::rc::Rc;

use domain::speech::Speech;
use wasm_bindgen_futures::spawn_local;
use wire::workers::studio::{Answer, Request};
use worker_port::{Message, bytes, listen, post, taken};

use clip::Said;
use finish::Wanted;
use studio_state::State;

fn main() {
    let state = Rc::new(State::default());
    listen(&Answer::Ready, Answer::Failed, move |message: Message<Request>| {
        let state = Rc::clone(&state);
        // Cancel must not wait behind the render that it stops.
        if message.ask == Request::Cancel {
            state.cancel();
            return;
        }
        // Nor must this wait: who takes back their yes is drawn no more.
        if message.ask == Request::Forget {
            post(message.id, &Answer::Forgotten { packs: state.forget() }, &[]);
            return;
        }
        spawn_local(async move {
            let Message { id, ask, buffers } = message;
            let answer = match ask {
                Request::Pack { takes, mask } => packs::build(&takes, mask, &buffers),
                Request::Cut { width, height, frame, kind, strength } => {
                    characters::cut_out(&state, (width, height), frame, kind, strength, &buffers)
                }
                Request::Character { mouth, eyes, size } => characters::pack(&state, mouth, eyes, size),
                Request::Open => packs::open(&state, taken(buffers.first())),
                Request::Join => packs::join(&state, taken(buffers.first())),
                Request::Portrait { width, height, turn } => packs::portrait(&state, width, height, turn),
                Request::Choices { prompt } => Ok((choices::of(&prompt), Vec::new())),
                Request::Picture(direction) => clip::picture(&state, &direction).await,
                Request::Preview { direction, sketch } => clip::preview(&state, &direction, sketch).await,
                Request::Render { direction, rate_hz, phones, words, cues } => {
                    let samples = worker_port::floats(buffers.first());
                    let said = Said { speech: Speech { samples, rate_hz, phones, words }, cues };
                    clip::render(&state, id, &direction, said).await
                }
                Request::Assist { direction, rate_hz, phones, words, cues } => {
                    let samples = worker_port::floats(buffers.last());
                    let said = Said { speech: Speech { samples, rate_hz, phones, words }, cues };
                    let packs = buffers.iter().take(buffers.len().saturating_sub(1));
                    clip::assist(&state, packs.map(|b| taken(Some(b))), &direction, said)
                }
                Request::Frame { index } => clip::frame(&state, index),
                Request::Sound { frames } => clip::heard(&state, frames),
                Request::Finish { direction, sound, rate_hz, words, focus } => {
                    let samples = worker_port::floats(buffers.get(1));
                    let speech = Speech { samples, rate_hz, phones: Vec::new(), words };
                    let film = bytes(buffers.first());
                    drop(buffers);
                    finish::finish(&state, id, &direction, Wanted { sound, speech, focus }, film).await
                }
                Request::Cancel | Request::Forget => return,
            };
            match answer {
                Ok((answer, buffers)) => post(id, &answer, &buffers),
                Err(failed) => post(id, &Answer::Failed(failed), &[]),
            }
        });
    });
}
