//! Model files that are damaged, or others than asked for, give an error: never a panic, never a wrong network.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on should stop")]

mod common;

use common::model;
use face::{Aligner, BlendshapeNet, Frame, ModelError, Segmenter};

fn random(state: &mut u64) -> usize {
    // Knuth's MMIX generator: the same places on every run.
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    (*state >> 33) as usize
}

#[test]
fn another_network_is_refused_by_name() {
    let (detector, landmarks, selfie) =
        (model("face_detection_short_range"), model("face_landmark"), model("selfie_segmentation"));
    assert!(matches!(Aligner::new(&landmarks, &detector), Err(ModelError::WrongModel(_))));
    assert!(matches!(Aligner::new(&detector, &selfie), Err(ModelError::WrongModel(_))));
    assert!(matches!(Segmenter::new(&detector), Err(ModelError::WrongModel(_))));
    let irises = model("face_landmarks_detector");
    assert!(matches!(Aligner::with_irises(&detector, &landmarks), Err(ModelError::WrongModel(_))));
    assert!(matches!(Aligner::new(&detector, &irises), Err(ModelError::WrongModel(_))));
    assert!(matches!(BlendshapeNet::new(&landmarks), Err(ModelError::WrongModel(_))));
    assert!(Segmenter::new(&model("face_blendshapes")).is_err());
    let error = Segmenter::new(&detector).unwrap_err().to_string();
    assert!(error.contains("128"), "{error}");
    assert_eq!(Segmenter::new(b"<!doctype html><title>404</title>").unwrap_err(), ModelError::Damaged);
    assert_eq!(Segmenter::new(b"").unwrap_err(), ModelError::Damaged);
}

#[test]
fn truncated_files_are_refused() {
    for name in ["face_detection_short_range", "face_landmark", "selfie_segmentation", "face_blendshapes"] {
        let whole = model(name);
        for part in 0..60 {
            let cut = &whole[..whole.len() * part / 60];
            assert!(Segmenter::new(cut).is_err(), "{name} cut to {part}/60");
            assert!(BlendshapeNet::new(cut).is_err(), "{name} cut to {part}/60");
            assert!(Aligner::new(cut, cut).is_err(), "{name} cut to {part}/60");
        }
    }
}

#[test]
fn flipped_bits_never_panic() {
    let mut seed = 2026;
    for name in ["face_detection_short_range", "selfie_segmentation", "face_blendshapes"] {
        let whole = model(name);
        let (mut refused, mut run) = (0, 0);
        for round in 0..300 {
            let mut file = whole.clone();
            for _ in 0..1 + round % 4 {
                // The structure is at the ends of the file, the weights, where a flip changes nothing, between.
                let edge = random(&mut seed) % 24_000;
                let at = if random(&mut seed).is_multiple_of(2) { edge } else { whole.len() - 1 - edge };
                file[at] ^= 1 << (random(&mut seed) % 8);
            }
            refused += usize::from(match name {
                // What is not refused must run, whatever comes out; some of them are enough.
                "selfie_segmentation" => Segmenter::new(&file)
                    .map(|mut s| {
                        run += 1;
                        if run <= 20 {
                            s.person_mask(&Frame::new(&[90; 4 * 64 * 48], 64, 48).unwrap());
                        }
                    })
                    .is_err(),
                "face_blendshapes" => BlendshapeNet::new(&file)
                    .map(|mut net| {
                        run += 1;
                        if run <= 50 {
                            net.scores(&std::array::from_fn::<_, 478, _>(|i| [i as f32, (i * i % 97) as f32, 0.0]));
                        }
                    })
                    .is_err(),
                _ => Aligner::new(&file, &file).is_err_and(|e| !matches!(e, ModelError::WrongModel(_))),
            });
        }
        println!("{name}: {refused} of 300 refused");
        assert!(refused > 30, "{name}: the flips hit nothing that matters: {refused}");
    }
}
