//! Copies as people make them.

use std::path::Path;
use std::process::Command;

/// A way to copy.
pub(crate) struct Change {
    pub(crate) name: &'static str,
    /// Before the input: where to begin.
    from: &'static str,
    picture: &'static str,
    video: &'static str,
    sound: &'static str,
    dubbed: bool,
}

const fn change(name: &'static str, picture: &'static str, video: &'static str, sound: &'static str) -> Change {
    Change { name, from: "0", picture, video, sound, dubbed: false }
}

pub(crate) const COPIES: [Change; 13] = [
    change("encoded again, crf 23, 96 kb/s", "null", "-crf 23 -g 30", "-c:a aac -b:a 96k"),
    change("270x480, crf 34, key frame every 48, 32 kb/s", "scale=270:480", "-crf 34 -g 48", "-c:a aac -b:a 32k"),
    Change {
        from: "0.7",
        ..change("first 0.7 s cut off, 180x320, crf 38", "scale=180:320", "-crf 38 -g 24", "-c:a aac -b:a 48k")
    },
    Change { from: "1.43", ..change("first 1.43 s cut off, crf 28", "null", "-crf 28 -g 30", "-c:a aac -b:a 64k") },
    change("720x1280, crf 20, 44.1 kHz", "scale=720:1280", "-crf 20 -g 60", "-ar 44100 -c:a aac -b:a 128k"),
    change(
        "brighter, crf 30, 6 dB quieter",
        "eq=brightness=0.06:contrast=1.1",
        "-crf 30 -g 30",
        "-af volume=-6dB -c:a aac -b:a 64k",
    ),
    change("3 % cut off around", "crop=iw*0.94:ih*0.94,scale=360:640", "-crf 28 -g 30", "-c:a aac -b:a 64k"),
    change("mirrored", "hflip", "-crf 28 -g 30", "-c:a aac -b:a 64k"),
    Change {
        from: "0.7",
        ..change(
            "mirrored, 2 % cut off around, first 0.7 s cut off",
            "hflip,crop=iw*0.96:ih*0.96,scale=360:640",
            "-crf 30 -g 48",
            "-c:a aac -b:a 48k",
        )
    },
    change(
        "as from a small loudspeaker (300 to 3400 Hz), 24 kHz",
        "null",
        "-crf 28 -g 30",
        "-af highpass=300,lowpass=3400 -ar 24000 -c:a aac -b:a 32k",
    ),
    change(
        "two channels, compressed in level",
        "null",
        "-crf 28 -g 30",
        "-af acompressor=threshold=-24dB:ratio=6 -ac 2 -c:a aac -b:a 96k",
    ),
    change("without sound", "scale=270:480", "-crf 30 -g 30", "-an"),
    change("sound as Opus", "scale=270:480", "-crf 30 -g 30", "-c:a libopus -b:a 48k"),
];

/// The same pictures with another sound: found where the pictures are the very same.
pub(crate) const DUBBED: [Change; 2] = [
    Change { dubbed: true, ..change("dubbed, pictures untouched", "", "-c:v copy", "-c:a aac -b:a 64k -shortest") },
    Change {
        dubbed: true,
        ..change("dubbed, encoded again, crf 28", "null", "-crf 28 -g 30", "-c:a aac -b:a 64k -shortest")
    },
];

pub(crate) fn copy(from: &Path, other: &Path, change: &Change, to: &Path) {
    let mut command = Command::new("ffmpeg");
    command.args(["-loglevel", "error", "-y", "-ss", change.from, "-i"]).arg(from);
    if change.dubbed {
        command.arg("-i").arg(other).args(["-map", "0:v", "-map", "1:a"]);
    }
    if !change.picture.is_empty() {
        command.args(["-vf", change.picture, "-c:v", "libx264", "-profile:v", "high", "-preset", "veryfast"]);
        command.args(["-pix_fmt", "yuv420p"]);
    }
    command.args(change.video.split(' ')).args(change.sound.split(' ')).args(["-movflags", "+faststart"]).arg(to);
    assert!(command.status().expect("ffmpeg").success(), "{}", change.name);
}
