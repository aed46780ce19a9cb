//! Pictures in memory, and ffmpeg as the reader and writer of files.

use std::io::{Read, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};

use crate::Error;

/// RGBA8, row-major, top-left origin.
#[derive(Clone)]
pub(crate) struct Picture {
    pub(crate) rgba: Vec<u8>,
    pub(crate) width: usize,
    pub(crate) height: usize,
}

impl Picture {
    pub(crate) fn new(width: usize, height: usize) -> Self {
        Self { rgba: vec![255; 4 * width * height], width, height }
    }

    /// Colour at a pixel, clamped to the border.
    fn at(&self, x: isize, y: isize) -> [f32; 3] {
        let x = x.clamp(0, self.width as isize - 1) as usize;
        let y = y.clamp(0, self.height as isize - 1) as usize;
        let i = 4 * (y * self.width + x);
        [0, 1, 2].map(|c| f32::from(self.rgba[i + c]))
    }

    /// Catmull-Rom sample, for enlarging a small still.
    fn sample_cubic(&self, x: f32, y: f32) -> [f32; 3] {
        let weights = |t: f32| {
            let (t2, t3) = (t * t, t * t * t);
            [-0.5 * t + t2 - 0.5 * t3, 1.0 - 2.5 * t2 + 1.5 * t3, 0.5 * t + 2.0 * t2 - 1.5 * t3, 0.5 * (t3 - t2)]
        };
        let (wx, wy) = (weights(x - x.floor()), weights(y - y.floor()));
        let mut sum = [0.0; 3];
        for (j, v) in wy.iter().enumerate() {
            for (i, u) in wx.iter().enumerate() {
                let c = self.at(x.floor() as isize + i as isize - 1, y.floor() as isize + j as isize - 1);
                for k in 0..3 {
                    sum[k] += u * v * c[k];
                }
            }
        }
        sum
    }

    /// The part of the picture whose top left corner is `origin`, enlarged `scale` times, on a canvas of this size.
    /// Beyond its borders the picture is continued by its border colours.
    pub(crate) fn framed(&self, origin: [f32; 2], scale: f32, width: usize, height: usize) -> Self {
        let mut out = Self::new(width, height);
        for y in 0..height {
            for x in 0..width {
                let at = |p: usize, o: f32| o + (p as f32 + 0.5) / scale - 0.5;
                let c = self.sample_cubic(at(x, origin[0]), at(y, origin[1]));
                for (k, v) in c.iter().enumerate() {
                    out.rgba[4 * (y * width + x) + k] = v.clamp(0.0, 255.0) as u8;
                }
            }
        }
        out
    }
}

/// A picture to take colours from.
pub(crate) struct Plate {
    rgba: Vec<[u8; 4]>,
    pub(crate) width: usize,
    pub(crate) height: usize,
}

impl From<&Picture> for Plate {
    fn from(p: &Picture) -> Self {
        Self { rgba: p.rgba.as_chunks::<4>().0.to_vec(), width: p.width, height: p.height }
    }
}

impl Plate {
    /// Bilinear sample at pixel coordinates, where (0, 0) is the middle of the first pixel; clamped to the border.
    #[inline(always)]
    pub(crate) fn sample(&self, x: f32, y: f32) -> [f32; 3] {
        let x = x.clamp(0.0, self.width as f32 - 1.001);
        let y = y.clamp(0.0, self.height as f32 - 1.001);
        let (x0, y0) = (x as usize, y as usize);
        let (fx, fy) = (x - x0 as f32, y - y0 as f32);
        let (above, below) = (&self.rgba[y0 * self.width + x0..][..2], &self.rgba[(y0 + 1) * self.width + x0..][..2]);
        let mut colour = [0.0; 3];
        // A plain loop: this is where the time goes.
        for k in 0..3 {
            let (a, b) = (f32::from(above[0][k]), f32::from(above[1][k]));
            let (c, d) = (f32::from(below[0][k]), f32::from(below[1][k]));
            let (top, bottom) = (a + (b - a) * fx, c + (d - c) * fx);
            colour[k] = top + (bottom - top) * fy;
        }
        colour
    }

    /// The plate seen from elsewhere: `nearer` times as large, and what is at `from` there is at `to` here, in pixels.
    /// Beyond its borders it is continued by its border colours.
    pub(crate) fn seen(&self, nearer: f32, from: [f32; 2], to: [f32; 2]) -> Picture {
        let mut out = Picture::new(self.width, self.height);
        for (n, pixel) in out.rgba.as_chunks_mut::<4>().0.iter_mut().enumerate() {
            let at = [(n % self.width) as f32, (n / self.width) as f32];
            let [x, y] = [0, 1].map(|k| from[k] + (at[k] - to[k]) / nearer);
            for (c, v) in pixel.iter_mut().zip(self.sample(x, y)) {
                *c = v as u8;
            }
        }
        out
    }
}

fn ffmpeg(stdin: Stdio, stdout: Stdio, args: &[&str]) -> Result<Child, Error> {
    Command::new("ffmpeg")
        .args(["-hide_banner", "-loglevel", "error", "-y"])
        .args(args)
        .stdin(stdin)
        .stdout(stdout)
        .spawn()
        .map_err(|e| {
            format!("ffmpeg does not start ({e}): install it, for example with `apt-get install ffmpeg`").into()
        })
}

/// Width and height of the first video stream.
fn size(file: &Path) -> Result<(usize, usize), Error> {
    let out = Command::new("ffprobe")
        .args(["-v", "error", "-select_streams", "v:0", "-show_entries", "stream=width,height", "-of", "csv=p=0"])
        .arg(file)
        .output()?;
    let text = String::from_utf8_lossy(&out.stdout);
    let mut sides = text.trim().trim_end_matches(',').split(',').map(|s| s.trim().parse::<usize>());
    match (sides.next(), sides.next()) {
        (Some(Ok(w)), Some(Ok(h))) => Ok((w, h)),
        _ => Err(format!("{}: ffprobe finds no picture in it", file.display()).into()),
    }
}

/// Calls `each` with every frame of a film from `from_s` seconds on (a still is a film of one frame) and its number,
/// until it answers `false`.
pub(crate) fn read(
    file: &Path,
    from_s: f32,
    mut each: impl FnMut(usize, &Picture) -> Result<bool, Error>,
) -> Result<(), Error> {
    let (width, height) = size(file)?;
    let (from, name) = (from_s.to_string(), file.to_string_lossy());
    // Whoever has seen enough closes the pipe, which is no error worth a word.
    let input = ["-loglevel", "fatal", "-ss", &from, "-i", &name];
    // A still has no second to go to.
    let input = if from_s > 0.0 { input.as_slice() } else { &["-loglevel", "fatal", "-i", &name] };
    let args = [input, &["-f", "rawvideo", "-pix_fmt", "rgba", "-"]].concat();
    let mut child = ffmpeg(Stdio::null(), Stdio::piped(), &args)?;
    let mut pipe = child.stdout.take().ok_or("ffmpeg has no output")?;
    let mut picture = Picture::new(width, height);
    let mut number = 0;
    while pipe.read_exact(&mut picture.rgba).is_ok() {
        if !each(number, &picture)? {
            break;
        }
        number += 1;
    }
    drop(pipe);
    let _ = child.kill();
    child.wait()?;
    if number == 0 && size(file).is_err() {
        return Err(format!("{}: no frame in it", file.display()).into());
    }
    Ok(())
}

/// Writes Motion JPEG frame by frame.
pub(crate) struct Writer {
    child: Child,
    pipe: Option<ChildStdin>,
}

impl Writer {
    pub(crate) fn open(file: &Path, width: usize, height: usize, fps: u32) -> Result<Self, Error> {
        let (size, rate, name) = (format!("{width}x{height}"), fps.to_string(), file.to_string_lossy());
        let input = ["-f", "rawvideo", "-pix_fmt", "rgba", "-s", &size, "-r", &rate, "-i", "-"];
        let output = ["-c:v", "mjpeg", "-pix_fmt", "yuvj420p", "-q:v", "5", "-f", "mjpeg", &name];
        let args: Vec<&str> = input.into_iter().chain(output).collect();
        let mut child = ffmpeg(Stdio::piped(), Stdio::null(), &args)?;
        let pipe = child.stdin.take();
        Ok(Self { child, pipe })
    }

    pub(crate) fn write(&mut self, picture: &Picture) -> Result<(), Error> {
        Ok(self.pipe.as_mut().ok_or("the film is closed")?.write_all(&picture.rgba)?)
    }

    pub(crate) fn close(mut self) -> Result<(), Error> {
        drop(self.pipe.take());
        if self.child.wait()?.success() { Ok(()) } else { Err("ffmpeg could not write the film".into()) }
    }
}
