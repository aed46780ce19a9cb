//! What the worker keeps between requests.

use std::cell::{Cell, RefCell, RefMut};
use std::rc::Rc;

use domain::limits::MAX_CAST;
use studio::character::{CharacterPack, Cutout};
use studio::compose::Clip;
use studio::pack::FacePack;
use studio::puppet::Puppet;
use studio::scene::{Plan, Set};
use studio::{Canvas, Look};
use wasm_bindgen::JsValue;
use wire::workers::Failure;
use wire::workers::studio::{Answer, Direction};
use worker_port::failure;
use zeroize::Zeroizing;

use crate::encoder;

/// An answer with its buffers, or why there is none.
pub(crate) type Outcome = Result<(Answer, Vec<JsValue>), Failure>;

/// The opened pack.
#[derive(Clone)]
pub(crate) enum Player {
    /// A person's.
    Person(Rc<FacePack>),
    /// A pet's, a toy's or a drawing's.
    Character(Rc<CharacterPack>),
}

/// What a character is cut out of.
pub(crate) struct Picture {
    /// RGBA.
    pub(crate) rgba: Vec<u8>,
    pub(crate) width: usize,
    pub(crate) height: usize,
}

/// A clip that another worker makes.
pub(crate) struct Assisted {
    pub(crate) clip: Clip,
    pub(crate) canvas: Canvas,
    pub(crate) direction: Direction,
    /// Mono samples.
    pub(crate) speech: Vec<f32>,
}

/// The opened packs, and which render is wanted.
#[derive(Default)]
pub(crate) struct State {
    /// Who plays, in the order of the cast: one, or two people.
    cast: RefCell<Vec<Player>>,
    /// The bytes that the packs were opened from, for an assistant.
    whole: RefCell<Vec<Rc<Zeroizing<Vec<u8>>>>>,
    /// The clip that this worker assists with.
    assisted: RefCell<Option<Assisted>>,
    picture: RefCell<Option<Rc<Picture>>>,
    cutout: RefCell<Option<Rc<Cutout>>>,
    /// A portrait turns many times a second: its puppet is kept, with its size.
    portrait: RefCell<Option<((usize, usize), Puppet)>>,
    /// What the last frame that was drawn alone played on, with its size.
    painted: RefCell<Option<((usize, usize), Set)>>,
    /// Counts up with each render and each cancel: a render that sees another number than its own stops.
    turn: Cell<u32>,
    /// Known to encode clips.
    able: Cell<bool>,
}

impl State {
    /// Keeps an opened pack, and the bytes that it was opened from. Whoever was open before is not any more.
    pub(crate) fn open(&self, player: Player, whole: Zeroizing<Vec<u8>>) {
        *self.cast.borrow_mut() = vec![player];
        *self.whole.borrow_mut() = vec![Rc::new(whole)];
        *self.portrait.borrow_mut() = None;
    }

    /// Keeps one more, beside the one that is open.
    ///
    /// # Errors
    /// When there is no one, or no room for another.
    pub(crate) fn join(&self, player: Player, whole: Zeroizing<Vec<u8>>) -> Result<(), Failure> {
        let mut cast = self.cast.borrow_mut();
        let people = cast.iter().chain([&player]).all(|p| matches!(p, Player::Person(_)));
        if !people || cast.is_empty() || cast.len() >= MAX_CAST {
            return Err(failure("pack", "only one more person can join one that is open"));
        }
        cast.push(player);
        self.whole.borrow_mut().push(Rc::new(whole));
        Ok(())
    }

    /// The bytes of the opened packs.
    pub(crate) fn whole(&self) -> Vec<Rc<Zeroizing<Vec<u8>>>> {
        self.whole.borrow().clone()
    }

    /// Lets go of every pack that is open, and of all that was made of them; says how many there were. Their bytes and
    /// pictures are written over as soon as the render that uses them has stopped, which it does at its next frame.
    pub(crate) fn forget(&self) -> u32 {
        self.cancel();
        self.whole.take();
        self.portrait.take();
        self.assisted.take();
        self.cast.take().len() as u32
    }

    /// Begins to assist with a clip.
    pub(crate) fn assist(&self, with: Assisted) {
        *self.assisted.borrow_mut() = Some(with);
    }

    /// Does something for the clip that this worker assists with.
    ///
    /// # Errors
    /// When there is none.
    pub(crate) fn assisted<T>(&self, run: impl FnOnce(&mut Assisted) -> T) -> Result<T, Failure> {
        let mut kept = self.assisted.borrow_mut();
        kept.as_mut().map(run).ok_or_else(|| failure("studio", "there is no clip to assist with"))
    }

    pub(crate) fn keep_picture(&self, picture: Picture) {
        *self.picture.borrow_mut() = Some(Rc::new(picture));
        *self.cutout.borrow_mut() = None;
    }

    pub(crate) fn picture(&self) -> Result<Rc<Picture>, Failure> {
        self.picture.borrow().clone().ok_or_else(|| failure("character", "choose a picture first"))
    }

    pub(crate) fn keep_cutout(&self, cutout: Cutout) {
        *self.cutout.borrow_mut() = Some(Rc::new(cutout));
    }

    pub(crate) fn cutout(&self) -> Result<Rc<Cutout>, Failure> {
        self.cutout.borrow().clone().ok_or_else(|| failure("character", "cut the picture out first"))
    }

    /// The opened pack's puppet in even light.
    pub(crate) fn portrait(&self, width: usize, height: usize) -> Result<RefMut<'_, Puppet>, String> {
        let mut kept = self.portrait.borrow_mut();
        if kept.as_ref().is_none_or(|(size, _)| *size != (width, height)) {
            let pack = self.pack().map_err(|f| f.message)?;
            let puppet = Puppet::new(&pack, width, height, &Look::default()).map_err(|e| e.to_string())?;
            *kept = Some(((width, height), puppet));
        }
        RefMut::filter_map(kept, |k| k.as_mut().map(|(_, puppet)| puppet))
            .map_err(|_| "no understudy is open".to_owned())
    }

    /// The set that was kept, if it is of this size and does for this plan.
    pub(crate) fn take_set(&self, plan: &Plan, size: (usize, usize)) -> Option<Set> {
        self.painted.take().filter(|kept| kept.0 == size).and_then(|kept| kept.1.follow(plan))
    }

    /// Keeps a set for the next frame that is drawn alone.
    pub(crate) fn keep_set(&self, size: (usize, usize), set: Set) {
        *self.painted.borrow_mut() = Some((size, set));
    }

    /// # Errors
    /// `unsupported` where no clip can be encoded.
    pub(crate) async fn able(&self) -> Result<(), Failure> {
        if !self.able.get() {
            encoder::check().await?;
            self.able.set(true);
        }
        Ok(())
    }

    /// Who is open: the first of the cast.
    pub(crate) fn player(&self) -> Result<Player, Failure> {
        self.cast.borrow().first().cloned().ok_or_else(|| failure("pack", "no understudy is open"))
    }

    /// Everyone who is open.
    pub(crate) fn cast(&self) -> Vec<Player> {
        self.cast.borrow().clone()
    }

    fn pack(&self) -> Result<Rc<FacePack>, Failure> {
        match self.player()? {
            Player::Person(pack) => Ok(pack),
            Player::Character(_) => Err(failure("pack", "no understudy is open")),
        }
    }

    pub(crate) fn begin(&self) -> u32 {
        self.turn.set(self.turn.get().wrapping_add(1));
        self.turn.get()
    }

    pub(crate) fn cancel(&self) {
        self.begin();
    }

    /// # Errors
    /// The failure `cancelled` when another render or a cancel came since `turn`.
    pub(crate) fn still(&self, turn: u32) -> Result<(), Failure> {
        if self.turn.get() == turn { Ok(()) } else { Err(failure("cancelled", "the render was stopped")) }
    }
}
