use super::*;
use crate::signal::pitch;
use crate::{analyse_words, testing};

/// Times in order, inside the sound, not overlapping.
fn check(speech: &Speech) {
    assert_eq!(speech.rate_hz, 48_000);
    assert!(!speech.phones.is_empty() && !speech.words.is_empty());
    let end = speech.duration_s() + 1e-3;
    for times in [
        speech.phones.iter().map(|p| (p.start_s, p.end_s)).collect::<Vec<_>>(),
        speech.words.iter().map(|w| (w.start_s, w.end_s)).collect::<Vec<_>>(),
    ] {
        assert!(times.iter().all(|(a, b)| a < b && *a >= 0.0 && *b <= end), "{times:?}");
        assert!(times.windows(2).all(|w| w[0].1 <= w[1].0 + 1e-4), "{times:?}");
    }
    assert!(speech.samples.iter().all(|s| s.is_finite() && s.abs() <= 0.9));
}

#[test]
fn a_script_becomes_sound_with_phones_and_words_in_order() {
    let mut speaker = testing::speaker();
    let script = "Hello there! I read it yesterday, 3 times. 😀 That's $9.99, isn't it?";
    let speech = speaker.speak(script, None, 1.0).unwrap();
    check(&speech);
    let words: Vec<&str> = speech.words.iter().map(|w| w.text.as_str()).collect();
    assert_eq!(words.join(" "), script);
    let estimate = speaker.estimate_s(script, 1.0).unwrap();
    assert!((estimate - speech.duration_s()).abs() < 0.05, "{estimate} {}", speech.duration_s());
    assert_eq!(speech, speaker.speak(script, None, 1.0).unwrap());
    let slow = speaker.estimate_s(script, 0.7).unwrap();
    assert!(slow > 1.2 * estimate, "{slow} {estimate}");
}

#[test]
fn words_sound_as_their_sentence_asks() {
    let mut speaker = testing::speaker();
    for (script, phonemes) in [
        ("Hello there.", "həlˈO ðˈɛɹ."),
        ("I read it yesterday; I will read a book.", "ˌI ɹˈɛd ɪt jˈɛstəɹdˌA; ˌI wɪl ɹˈid ɐ bˈʊk."),
        ("The apple, the pear.", "ði ˈæpᵊl, ðə pˈɛɹ."),
    ] {
        assert_eq!(speaker.phonemes(script), phonemes, "{script}");
    }
    assert_eq!(speaker.phones_of("chocolate").unwrap().concat(), "ʧɑkᵊlət");
    assert!(!speaker.phones_of("Understudian").unwrap().is_empty());
}

#[test]
fn a_converted_voice_has_the_pitch_of_its_profile() {
    let mut speaker = testing::speaker();
    for (file, words) in
        [("goforward.raw", vec!["go", "forward", "ten", "meters"]), ("Front_Center.wav", vec!["front", "center"])]
    {
        let (samples, rate) = testing::recording(file);
        let voice = analyse_words(&samples, rate, &words, &mut speaker).unwrap();
        let speech = speaker.speak("We were all away a year ago, and nobody knew why.", Some(&voice), 1.0).unwrap();
        check(&speech);
        let samples = crate::resample::to_16k(&speech.samples, speech.rate_hz).unwrap();
        let (hz, _) = pitch::statistics(&pitch::track(&samples)).unwrap();
        eprintln!("{file}: profile {:.1} Hz, speech {hz:.1} Hz, warp {}", voice.f0_mean_hz, voice.warp);
        assert!((hz / voice.f0_mean_hz - 1.0).abs() < 0.08, "{file}: {hz} {}", voice.f0_mean_hz);
    }
}

#[test]
fn odd_scripts_and_profiles_end_in_errors_or_sound() {
    let mut speaker = testing::speaker();
    for silent in ["", " \n\t", "😀👩‍👩‍👧🇩🇪", "[pause]", "* **", "...!?", "\u{202e}\u{0}\u{ffff}", "(((", "'", "---"]
    {
        assert_eq!(speaker.speak(silent, None, 1.0), Err(VoiceError::NothingToSay), "{silent:?}");
        assert_eq!(speaker.estimate_s(silent, 1.0), Err(VoiceError::NothingToSay), "{silent:?}");
    }
    let long = "word ".repeat(2000);
    assert!(matches!(speaker.speak(&long, None, 1.0), Err(VoiceError::ScriptTooLong { chars: 10_000, .. })));
    for speed in [0.0, -1.0, f32::NAN, f32::INFINITY, 9.0] {
        assert_eq!(speaker.speak("Hi", None, speed), Err(VoiceError::BadSpeed));
    }
    for odd in [
        "a",
        "I",
        "x",
        "1e99",
        "99999999999999999999999",
        "é",
        "naïve ñandú",
        "a-b-c-d",
        "http://a.b/c?d=e&f",
        "@@@@a",
        "####b",
        "$1.2.3",
        "12:99 1/0 0/0 -",
        "О̀льга",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "I'm 'n' o'er y'all's",
    ] {
        match speaker.speak(odd, None, 1.0) {
            Ok(speech) => check(&speech),
            Err(e) => assert!(matches!(e, VoiceError::NothingToSay | VoiceError::Script { .. }), "{odd}: {e}"),
        }
    }
    let bad = VoiceProfile {
        f0_mean_hz: f32::NAN,
        f0_std: f32::INFINITY,
        warp: -1.0,
        envelope: vec![f32::NAN; 32],
        equaliser: vec![],
        voiced_s: 0.0,
        version: 9,
    };
    check(&speaker.speak("Hello there.", Some(&bad), 1.0).unwrap());
}

#[test]
fn words_in_another_writing_are_named() {
    let mut speaker = testing::speaker();
    let error = speaker.speak("Say שלום, or Привет.", None, 1.0).unwrap_err();
    assert_eq!(error, VoiceError::Script { words: vec!["שלום".to_owned(), "Привет".to_owned()] });
    assert_eq!(error.to_string(), "the voice reads English: it cannot say שלום, Привет");
    assert_eq!(speaker.estimate_s("مرحبا", 1.0), Err(VoiceError::Script { words: vec!["مرحبا".to_owned()] }));
}

#[test]
fn damaged_models_are_errors() {
    let files = testing::Files::new();
    let good = files.models();
    for len in [0, 10, 5000] {
        let onnx = &good.hibari_onnx[..len];
        assert!(Speaker::new(&SpeechModels { hibari_onnx: onnx, ..good }).is_err(), "hibari {len}");
        assert!(Speaker::new(&SpeechModels { oov_onnx: &good.oov_onnx[..len], ..good }).is_err(), "oov {len}");
        assert!(Speaker::new(&SpeechModels { tagger_gz: &good.tagger_gz[..len], ..good }).is_err());
    }
    assert!(Speaker::new(&SpeechModels { vocab_json: b"[]", ..good }).is_err());
    let half = &good.hibari_onnx[..good.hibari_onnx.len() / 2];
    assert!(Speaker::new(&SpeechModels { hibari_onnx: half, ..good }).is_err());
}
