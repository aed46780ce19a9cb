//! The studio worker: packs, previews and clips.

use domain::capture::Pose;
use domain::character::{Kind, Size};
use domain::dialogue::Cue;
use domain::direction::Choices;
use domain::speech::{Phone, Word};
use serde::{Deserialize, Serialize};

use super::Failure;
use super::face::Take;

/// What a clip needs besides packs and sound.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Direction {
    /// Where it plays and how it looks.
    pub prompt: String,
    /// The creator's handle, for the mark.
    pub handle: String,
    /// What stands above the words of each of a cast of two.
    #[serde(default)]
    pub names: Vec<String>,
    /// Seed of every random choice.
    pub seed: u32,
    /// Pixels; 9:16 with the height.
    pub width: u32,
    /// Pixels.
    pub height: u32,
    /// How it is acted, shown and accompanied.
    #[serde(default)]
    pub choices: Choices,
}

/// To the worker.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "ask")]
pub enum Request {
    /// Builds a pack. Buffers: as in [`super::face::Answer::Takes`], then the voice pack's bytes. Answered by
    /// [`Answer::Packed`].
    Pack {
        /// In the order of the buffers.
        takes: Vec<Take>,
        /// Width and height of the mask.
        mask: (u32, u32),
    },
    /// Cuts a character out of a picture. Buffers: its RGBA pixels, or none for the picture of the last cut. Answered by
    /// [`Answer::Cut`].
    Cut {
        /// Pixels, at most 1024.
        width: u32,
        /// Pixels, at most 1024.
        height: u32,
        /// Left, top, right and bottom of what is around it, as fractions.
        frame: [f32; 4],
        /// What it is.
        kind: Kind,
        /// -1 keeps more, 1 cuts more.
        strength: f32,
    },
    /// Packs the last cut, and opens it for the requests that follow. Answered by [`Answer::Packed`].
    Character {
        /// Left and right corner of the mouth, as fractions of the picture.
        mouth: [[f32; 2]; 2],
        /// The middles of the eyes and their radius, as fractions of the picture and of its width. None for what does
        /// not blink.
        eyes: Option<([[f32; 2]; 2], f32)>,
        /// How it sounds.
        size: Size,
    },
    /// Opens a pack, a person's or a character's, for the requests that follow. Buffers: its bytes. Answered by [`Answer::Opened`] with the voice
    /// pack.
    Open,
    /// Opens one more pack, of a person, beside the one that is open: they play together, the first on the left. Buffers:
    /// its bytes. Answered by [`Answer::Opened`] with its voice pack.
    Join,
    /// A portrait of the opened pack. Answered by [`Answer::Still`].
    Portrait {
        /// Pixels.
        width: u32,
        /// Pixels.
        height: u32,
        /// Head turn of -1 to 1, for a head that turns slowly. For a character: its mouth, open at 1, and its eyes, shut
        /// at -1.
        turn: f32,
    },
    /// What a prompt leaves to choose. Answered by [`Answer::Choices`].
    Choices {
        /// Where it plays and how it looks.
        prompt: String,
    },
    /// One frame of the clip to be, without sound. Answered by [`Answer::Still`].
    Preview {
        /// What to draw.
        direction: Direction,
        /// Whether a sketch will do of a place that was not painted yet: it takes a quarter of the time.
        #[serde(default)]
        sketch: bool,
    },
    /// One frame of the clip to be, without captions and mark, for a generator that makes a film of it: the finishing pass adds
    /// both. Answered by [`Answer::Pictured`].
    Picture(Direction),
    /// The whole clip. Buffers: mono samples as `Float32Array` buffer. Answered by [`Answer::Progress`] many times, then
    /// [`Answer::Rendered`].
    Render {
        /// What to draw.
        direction: Direction,
        /// Samples a second.
        rate_hz: u32,
        /// In order of time.
        phones: Vec<Phone>,
        /// In order of time.
        words: Vec<Word>,
        /// Who of a cast of two speaks when.
        #[serde(default)]
        cues: Vec<Cue>,
    },
    /// The finishing pass over a film that a provider made: captions, mark, sound and encoding as for the studio's own
    /// clips. Buffers: the film's file, then the speech that the lips move to, mono samples as `Float32Array` buffer (empty
    /// where there is none). Answered like [`Request::Render`]; the failure `film` says what is wrong with the film.
    Finish {
        /// Handle, seed, size and choices; the prompt decides about music and room.
        direction: Direction,
        /// What is heard.
        sound: FilmSound,
        /// Samples a second of the speech.
        rate_hz: u32,
        /// What is said when, for the captions: in order of time.
        words: Vec<Word>,
        /// What should be near the middle, as fractions of the upright picture, where not all of it fits: a face. The
        /// middle if nobody knows.
        #[serde(default)]
        focus: Option<[f32; 2]>,
    },
    /// Stops the render in progress; its answer is a failure with the code `cancelled`.
    Cancel,
    /// Wipes every pack that is open: whose they are lent them for one clip. A render in progress is stopped as by
    /// [`Request::Cancel`]. Answered by [`Answer::Forgotten`].
    Forget,
    /// From one studio worker to another that draws for it: prepares the same clip. Buffers: the bytes of the
    /// cast's packs, then mono samples as `Float32Array` buffer. Answered by [`Answer::Assisting`].
    Assist {
        /// What to draw.
        direction: Direction,
        /// Samples a second.
        rate_hz: u32,
        /// In order of time.
        phones: Vec<Phone>,
        /// In order of time.
        words: Vec<Word>,
        /// Who of a cast of two speaks when.
        #[serde(default)]
        cues: Vec<Cue>,
    },
    /// One frame of the clip that [`Request::Assist`] prepared. Answered by [`Answer::Frame`].
    Frame {
        /// Its number, from 0.
        index: u32,
    },
    /// The sound of the clip that [`Request::Assist`] prepared: mixed and encoded. Answered by [`Answer::Sound`].
    Sound {
        /// Of so many frames.
        frames: u32,
    },
}

/// What is heard in a film that is finished.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FilmSound {
    /// The speech that this device made, over music and room as in the studio's own clips: for a generator that moved lips
    /// to it.
    #[default]
    Speech,
    /// The film's own, with music under it only where its creator chose some.
    Own,
}

/// Choices of one kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// What is chosen, sentence case.
    pub words: String,
    /// In the order in which they are offered.
    pub offers: Vec<Offer>,
}

/// A choice, and the prompt that makes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    /// Sentence case.
    pub words: String,
    /// Whether it is chosen.
    pub on: bool,
    /// The prompt with it chosen; without it, for what can be taken away again and is chosen.
    pub prompt: String,
}

/// A part of a face pack.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// Skin and features of the neutral face: sharpness and light.
    Face,
    /// Shut eyes.
    Eyes,
    /// The smile: teeth and cheeks.
    Smile,
    /// Shapes of the mouth.
    Mouth,
    /// Sides of the head.
    Sides,
    /// Hair and shoulders: how clean the cut is.
    Outline,
}

/// How good a part is.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct PartQuality {
    /// Which part.
    pub part: Part,
    /// 0 to 1; below 0.4 it is worth doing again.
    pub score: f32,
    /// The pose to redo for a better one.
    pub pose: Pose,
}

/// Part of a render.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Pack and set are being prepared.
    Prepare,
    /// Frames are being drawn and encoded.
    Draw,
    /// Sound is being mixed and encoded.
    Sound,
    /// The file is being written.
    Write,
}

/// What each stage of a render cost.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Timings {
    /// Milliseconds.
    pub prepare_ms: f32,
    /// Milliseconds spent drawing.
    pub draw_ms: f32,
    /// Milliseconds spent waiting for the encoder.
    pub encode_ms: f32,
    /// Milliseconds spent waiting for the pictures of a film.
    #[serde(default)]
    pub decode_ms: f32,
    /// Milliseconds.
    pub sound_ms: f32,
    /// Milliseconds.
    pub write_ms: f32,
    /// Milliseconds from request to answer.
    pub total_ms: f32,
    /// Frames that a second worker drew.
    #[serde(default)]
    pub assisted: u32,
}

/// From the worker.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "answer")]
pub enum Answer {
    /// The worker runs.
    Ready,
    /// The pack. Buffers: its bytes.
    Packed {
        /// How good each part is.
        quality: Vec<PartQuality>,
    },
    /// What is left of the picture. Buffers: RGBA, alpha not multiplied.
    Cut {
        /// Pixels.
        width: u32,
        /// Pixels.
        height: u32,
        /// Left, top, right and bottom of what is left, as fractions.
        bounds: [f32; 4],
    },
    /// The pack is open. Buffers: the voice pack's bytes.
    Opened,
    /// What the prompt says, and what else it could say.
    Choices {
        /// The plan in a few words each: place, light, weather, style, camera and so on.
        plan: Vec<String>,
        /// Places first.
        rows: Vec<Row>,
    },
    /// A picture. Buffers: JPEG.
    Pictured,
    /// A picture. Buffers: RGBA.
    Still {
        /// Pixels.
        width: u32,
        /// Pixels.
        height: u32,
        /// Whether its place is only sketched.
        #[serde(default)]
        sketched: bool,
    },
    /// How far a render is.
    Progress {
        /// Which part.
        stage: Stage,
        /// 0 to 1 of the whole.
        done: f32,
        /// Seconds to go, when known.
        left_s: Option<f32>,
    },
    /// The clip. Buffer: the MP4 file.
    Rendered {
        /// Video frames.
        frames: u32,
        /// Pixels.
        width: u32,
        /// Pixels.
        height: u32,
        /// Words that the captions cannot show as they were written (another script, pictures).
        #[serde(default)]
        left_out: Vec<String>,
        /// Milliseconds of the film, where so much of it did not fit into a clip that its creator should hear of it.
        #[serde(default)]
        cut_ms: Option<u32>,
        /// What it cost.
        timings: Timings,
    },
    /// No pack is open any more.
    Forgotten {
        /// How many were.
        packs: u32,
    },
    /// The clip is prepared; frames can be asked for.
    Assisting,
    /// A frame. Buffers: its planes as the encoder takes them (I420, limited-range BT.709).
    Frame {
        /// Its number.
        index: u32,
    },
    /// A clip's sound. Buffers: access units of AAC-LC, one after another.
    Sound {
        /// Bytes of each access unit.
        lengths: Vec<u32>,
        /// `AudioSpecificConfig` (ISO/IEC 14496-3, 1.6).
        asc: Vec<u8>,
        /// Encoder delay in samples.
        priming: u32,
        /// True length in samples.
        samples: u64,
    },
    /// It could not be done.
    Failed(Failure),
}
