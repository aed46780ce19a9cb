//! Median milliseconds of the networks and of the whole pipeline on one still: `cargo bench -p face`.
#![expect(clippy::disallowed_methods, clippy::unwrap_used, reason = "a bench measures time, on a machine with a clock")]

use face::{ASSUMED_VERTICAL_FOV_DEG, Aligner, BlendshapeNet, Frame, Geometry, Segmenter};
use std::path::PathBuf;
use std::time::Instant;

fn cache(name: &str) -> Vec<u8> {
    let root = std::env::var_os("UNDERSTUDY_CACHE").map_or_else(
        || PathBuf::from(std::env::var_os("HOME").unwrap_or_default()).join(".cache/understudy"),
        PathBuf::from,
    );
    std::fs::read(root.join(name)).unwrap_or_else(|e| {
        eprintln!("{name}: {e}: run `cargo xtask setup`");
        std::process::exit(2);
    })
}

fn median(name: &str, mut f: impl FnMut()) {
    (0..5).for_each(|_| f());
    let mut ms: Vec<f64> = (0..101)
        .map(|_| {
            let start = Instant::now();
            f();
            start.elapsed().as_secs_f64() * 1e3
        })
        .collect();
    ms.sort_by(f64::total_cmp);
    println!("{name:<28} median {:6.2} ms   p10 {:6.2} ms", ms[50], ms[10]);
}

fn main() {
    let detector = cache("models/face_detection_short_range.tflite");
    let landmarks = cache("models/face_landmark.tflite");
    let still = cache("material/astronaut.png");
    let mut reader = png::Decoder::new(std::io::Cursor::new(still)).read_info().unwrap();
    let mut rgb = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut rgb).unwrap();
    let rgba: Vec<u8> = rgb.chunks_exact(3).flat_map(|p| [p[0], p[1], p[2], 255]).collect();
    let (w, h) = (info.width as usize, info.height as usize);
    let frame = Frame::new(&rgba, w, h).unwrap();
    let black = vec![0; 4 * w * h];
    let dark = Frame::new(&black, w, h).unwrap();

    let mut aligner = Aligner::new(&detector, &landmarks).unwrap();
    median("detector (no face)", || assert!(aligner.align(&dark).face.is_none()));
    median("detector + landmarks", || {
        aligner.reset();
        assert!(aligner.align(&frame).face.is_some());
    });
    median("tracking (10 % with both)", || assert!(aligner.align(&frame).face.is_some()));
    let mut irises = Aligner::with_irises(&detector, &cache("models/face_landmarks_detector.tflite")).unwrap();
    median("tracking with irises", || assert!(irises.align(&frame).face.is_some()));
    let points = irises.align(&frame).face.unwrap().points;
    let mut net = BlendshapeNet::new(&cache("models/face_blendshapes.tflite")).unwrap();
    median("blendshapes", || assert!(net.scores(&points).is_some()));
    median("geometry", || assert!(Geometry::fit(&points, (w, h), ASSUMED_VERTICAL_FOV_DEG).is_some()));
    let mut segmenter = Segmenter::new(&cache("models/selfie_segmentation.tflite")).unwrap();
    median("segmentation", || assert_eq!(segmenter.person_mask(&frame).data.len(), 256 * 256));
}
